import type { Message } from '../app/types';
import { SystemLine } from './system-row';
import { conversationWords } from './words';

/** What the messenger has said by itself. */
export function NoticeRow({ message: { id, notice, text, timestamp } }: { message: Message }) {
  const said = conversationWords().notices[notice ?? 'other'];
  return (
    <div data-message={id}>
      <SystemLine at={timestamp}>
        {said}
        {text !== '' && <span dir="auto">{`: ${text}`}</span>}
      </SystemLine>
    </div>
  );
}
