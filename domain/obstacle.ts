import type { Chat } from './chat';
import type { Operator } from './operator';
import { hasDeclined } from './verdicts';

/** What can keep somebody whom a rule named from taking a chat. */
export const obstacles = ['inactive', 'at_limit', 'declined'] as const;
export type Obstacle = (typeof obstacles)[number];

/** What keeps him from taking the waiting chat now; null for nothing. */
export function obstacleOf(
  operator: Operator,
  { chat, limit }: { chat: Pick<Chat, 'declinedBy'>; limit: number },
): Obstacle | null {
  if (operator.status !== 'active') return 'inactive';
  if (hasDeclined(operator, chat)) return 'declined';
  return operator.load < limit ? null : 'at_limit';
}
