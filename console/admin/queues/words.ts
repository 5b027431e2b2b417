import { defineWords } from '../../words/define-words';
import { formatCount, pluralEn, pluralRu } from '../../words/plural';

export const queueWords = defineWords({
  en: {
    intro: 'A queue is where chats wait for its operators, and the rule by which they get them.',
    add: 'Add a queue',
    newTitle: 'New queue',
    empty: 'There is no queue yet. Channels need one to lead to.',
    rule: 'Routing rule',
    operators: 'Operators',
    operatorsHint: 'People, and roles: whoever is a member of a role is an operator of the queue, also later.',
    timeout: 'Completion timeout, minutes',
    timeoutHint:
      'A chat completes by itself this long after the last message that was sent to the client, also when he has written since. It doesn’t run before the first answer. Empty: never.',
    never: 'never',
    minutes: (count: number) => `${formatCount(count, 'en')} min`,
    keepOpen: 'Keep a chat open while the client’s last message is unanswered',
    role: 'role',
    members: (users: number, roles: number) =>
      [users > 0 ? pluralEn(users, 'person', 'people') : '', roles > 0 ? pluralEn(roles, 'role', 'roles') : '']
        .filter((part) => part !== '')
        .join(', ') || 'nobody',
    nobody: 'This queue has no operators: its chats wait until it has, unless its routing rule names others.',
    removeText: 'Its chat actions are deleted with it. A queue that a channel leads to, or that has chats, stays.',
  },
  ru: {
    intro: 'В очереди чаты ждут своих операторов; правило решает, кому какой чат достанется.',
    add: 'Добавить очередь',
    newTitle: 'Новая очередь',
    empty: 'Очередей пока нет. Каналам нужна очередь, в которую они ведут.',
    rule: 'Правило распределения',
    operators: 'Операторы',
    operatorsHint: 'Люди и роли: участники роли — операторы очереди, в том числе будущие.',
    timeout: 'Завершать после последнего ответа, минуты',
    timeoutHint:
      'Чат завершается сам через столько минут после последнего отправленного клиенту сообщения, даже если клиент с тех пор писал. До первого ответа отсчёт не идёт. Пусто — никогда.',
    never: 'никогда',
    minutes: (count) => `${formatCount(count, 'ru')} мин`,
    keepOpen: 'Не завершать чат, пока последнее сообщение клиента без ответа',
    role: 'роль',
    members: (users, roles) =>
      [
        users > 0 ? pluralRu(users, { one: 'человек', few: 'человека', many: 'человек' }) : '',
        roles > 0 ? pluralRu(roles, { one: 'роль', few: 'роли', many: 'ролей' }) : '',
      ]
        .filter((part) => part !== '')
        .join(', ') || 'никого',
    nobody: 'В этой очереди нет операторов: её чаты будут ждать, если правило не назовёт других.',
    removeText:
      'Вместе с ней удаляются её действия чата. Очередь, в которую ведёт канал или в которой есть чаты, остаётся.',
  },
});
