import { defineProcess, finished, refused } from './define-process';
import { contact } from './parameters';
import { steps } from './steps';

interface Input {
  RunId: string;
  ContactId: string;
}

/** Tells the managers that the client says he has paid, and of which order, if he ever made one. */
export const NotifyManagerAboutInvoicePayment = defineProcess(
  {
    title: { en: 'Notify managers about an invoice payment', ru: 'Сообщить менеджерам об оплате счёта' },
    parameters: [contact],
  },
  async ({ RunId, ContactId }: Input) => {
    const order = await steps.findOrder({ contactId: ContactId });
    const invoice = order === null ? 'an invoice' : `the invoice of order ${order.number}`;
    const { notified } = await steps.notify({
      runId: RunId,
      to: 'managers',
      words: `The client reports that ${invoice} is paid.`,
    });
    if (notified === 0) return refused('Nobody is there to be notified.');
    return finished(notified === 1 ? 'One manager is notified.' : `${notified} managers are notified.`, order?.link);
  },
);
