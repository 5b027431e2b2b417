import type { ProcessParameter } from '../../domain/process';

export const chat: ProcessParameter = { name: 'ChatId', title: { en: 'The chat', ru: 'Чат' }, type: 'chat' };
export const contact: ProcessParameter = {
  name: 'ContactId',
  title: { en: 'The contact of the chat', ru: 'Контакт чата' },
  type: 'contact',
};

/** Asks for another one where the chat has one already. */
export const another: ProcessParameter = {
  name: 'New',
  title: { en: 'Make a new one, also when the chat has one already', ru: 'Создать новый, даже если у чата уже есть' },
  type: 'boolean',
};
