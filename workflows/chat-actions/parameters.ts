import type { ProcessParameter } from '../../domain/process';

export const chat: ProcessParameter = { name: 'ChatId', title: 'The chat', type: 'chat' };
export const contact: ProcessParameter = { name: 'ContactId', title: 'The contact of the chat', type: 'contact' };

/** Asks for another one where the chat has one already. */
export const another: ProcessParameter = {
  name: 'New',
  title: 'Make a new one, also when the chat has one already',
  type: 'boolean',
};
