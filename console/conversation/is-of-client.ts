import type { Message } from '../app/types';

/** Whether the client has said it: what the messenger says by itself is unread by nobody. */
export function isOfClient({ direction, kind }: Pick<Message, 'direction' | 'kind'>): boolean {
  return direction === 'incoming' && kind !== 'system';
}
