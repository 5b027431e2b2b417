import type { Chat } from '../app/types';
import { Badge } from '../ui/badge';
import { chatWords } from './words';

const tones = {
  waiting: 'warn',
  offered: 'accent',
  active: 'good',
  bot: 'plain',
  completed: 'plain',
} as const satisfies Record<Chat['status'], Parameters<typeof Badge>[0]['tone']>;

/** The status of a chat, in a word. */
export function ChatBadge({ status }: { status: Chat['status'] }) {
  return <Badge tone={tones[status]}>{chatWords().statuses[status]}</Badge>;
}
