import { defineWords, type SameWords } from '../words/define-words';
import { pluralEn, pluralRu } from '../words/plural';

const en = {
  title: 'Notifications',
  unread: (count: number) => pluralEn(count, 'unread notification', 'unread notifications'),
  many: 'More than 99 unread notifications',
  isUnread: 'Unread:',
  markRead: 'Mark as read',
  markAllRead: 'Mark all as read',
  none: 'No notifications yet',
  noneText: 'What processes and channels tell you beside your chats stands here for 90 days.',
};

const ru: SameWords<typeof en> = {
  title: 'Уведомления',
  unread: (count) =>
    pluralRu(count, {
      one: 'непрочитанное уведомление',
      few: 'непрочитанных уведомления',
      many: 'непрочитанных уведомлений',
    }),
  many: 'Больше 99 непрочитанных уведомлений',
  isUnread: 'Не прочитано:',
  markRead: 'Отметить прочитанным',
  markAllRead: 'Прочитать все',
  none: 'Уведомлений пока нет',
  noneText: 'Здесь 90 дней хранится то, что процессы и каналы сообщают вам помимо чатов.',
};

/** The words of the bell and what is behind it. */
export const notificationWords = defineWords({ en, ru });
