import { count, defineSentences } from '../sentences';

/** What shipped processes tell when they are done, and notifications of theirs. */
export const outcomeWords = defineSentences({
  'An operator asks for a system administrator.': 'Оператор просит помощи системного администратора.',
  'Case {number} is open.': 'Создано обращение {number}.',
  'Case {number} is there already.': 'Обращение {number} уже есть.',
  'Chat {number}: {sentence}': 'Чат {number}: {sentence}',
  'Nobody is there to be notified.': 'Уведомлять некого.',
  'One administrator is notified, and the webhook.': 'Уведомлены один администратор и вебхук.',
  'One administrator is notified.': 'Уведомлён один администратор.',
  'One manager is notified.': 'Уведомлён один руководитель.',
  'Order {number} is there.': 'Создан заказ {number}.',
  'Order {number} of this chat is not confirmed yet.': 'Заказ {number} из этого чата ещё не подтверждён.',
  'The chat is not there any more.': 'Этого чата больше нет.',
  'The client reports that an invoice is paid.': 'Клиент сообщает, что оплатил счёт.',
  'The client reports that the invoice of order {number} is paid.':
    'Клиент сообщает, что оплатил счёт по заказу {number}.',
  '{count} administrators are notified, and the webhook.': (values) =>
    `Уведомлены: ${count(values.count, 'администратор', 'администратора', 'администраторов')} и вебхук.`,
  '{count} administrators are notified.': (values) =>
    `Уведомлены: ${count(values.count, 'администратор', 'администратора', 'администраторов')}.`,
  '{count} managers are notified.': (values) =>
    `Уведомлены: ${count(values.count, 'руководитель', 'руководителя', 'руководителей')}.`,
});
