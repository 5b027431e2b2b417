/** The processes that chat actions can start. A new one is one file beside these and one line here (domain 5.3). */
export { CreateCaseFromChat } from './create-case-from-chat';
export { CreateOrderFromChat } from './create-order-from-chat';
export { NotifyManagerAboutInvoicePayment } from './notify-manager-about-invoice-payment';
export { NotifySystemAdministrators } from './notify-system-administrators';
