import { defineWords } from '../words/define-words';
import { formatCount, pluralEn, pluralRu } from '../words/plural';

/** Words that all sections of the administration use. */
export const adminWords = defineWords({
  en: {
    sections: {
      label: 'Sections of the administration',
      channels: 'Channels',
      queues: 'Queues',
      actions: 'Chat actions',
      processes: 'Processes',
      quickReplies: 'Quick replies',
      settings: 'Settings',
      users: 'Users',
      roles: 'Roles',
      audit: 'Audit log',
    },
    unsaved: {
      title: 'Leave without saving?',
      text: 'What you have changed here is not saved.',
      leave: 'Leave',
      stay: 'Stay here',
    },
    list: {
      found: (count: number, hasMore: boolean) => `${formatCount(count, 'en')}${hasMore ? ' or more' : ''} found`,
      nothingFound: (query: string) => `Nothing found for “${query}”.`,
      name: 'Name',
    },
    editor: {
      deleteTitle: (name: string) => `Delete “${name}”?`,
      deleteText: 'This cannot be undone.',
      deleted: (name: string) => `“${name}” is deleted.`,
      saved: (name: string) => `“${name}” is saved.`,
      added: (name: string) => `“${name}” is added.`,
    },
    language: { label: 'Language', hint: 'A language tag, such as en, de or pt-BR.' },
    copy: { copy: 'Copy', copied: 'Copied.', failed: 'It could not be copied. Mark it and copy it by hand.' },
    picker: {
      search: 'Search the list',
      chosen: (count: number) => `${formatCount(count, 'en')} chosen`,
      more: (count: number) => `and ${pluralEn(count, 'more', 'more')}: search for them`,
      nothing: 'Nothing fits.',
    },
    notANumber: 'must be a number',
    noQueue: 'No queue',
    queue: 'Queue',
    none: '—',
    gone: (id: string) => `no longer there (${id})`,
  },
  ru: {
    sections: {
      label: 'Разделы настройки',
      channels: 'Каналы',
      queues: 'Очереди',
      actions: 'Действия чата',
      processes: 'Процессы',
      quickReplies: 'Быстрые ответы',
      settings: 'Параметры',
      users: 'Пользователи',
      roles: 'Роли',
      audit: 'Журнал изменений',
    },
    unsaved: {
      title: 'Уйти без сохранения?',
      text: 'Изменения на этой странице не сохранены.',
      leave: 'Уйти',
      stay: 'Остаться',
    },
    list: {
      found: (count, hasMore) => `Найдено: ${formatCount(count, 'ru')}${hasMore ? ' или больше' : ''}`,
      nothingFound: (query) => `По запросу «${query}» ничего не найдено.`,
      name: 'Название',
    },
    editor: {
      deleteTitle: (name) => `Удалить «${name}»?`,
      deleteText: 'Отменить удаление нельзя.',
      deleted: (name) => `Удалено: «${name}».`,
      saved: (name) => `Сохранено: «${name}».`,
      added: (name) => `Добавлено: «${name}».`,
    },
    language: { label: 'Язык', hint: 'Код языка: en, de или pt-BR.' },
    copy: {
      copy: 'Копировать',
      copied: 'Скопировано.',
      failed: 'Скопировать не удалось. Выделите и скопируйте вручную.',
    },
    picker: {
      search: 'Поиск по списку',
      chosen: (count) => `Выбрано: ${formatCount(count, 'ru')}`,
      more: (count) =>
        `и ещё ${pluralRu(count, { one: 'запись', few: 'записи', many: 'записей' })}: найдите через поиск`,
      nothing: 'Ничего не подходит.',
    },
    notANumber: 'нужно число',
    noQueue: 'Без очереди',
    queue: 'Очередь',
    none: '—',
    gone: (id) => `больше нет (${id})`,
  },
});
