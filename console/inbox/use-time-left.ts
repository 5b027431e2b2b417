import { useStore } from '../app/services';
import { nowBySecond } from '../ui/now';
import { createChatsStore } from './chats-store';
import { lastMinuteMs, leftMs } from './last-minute';

/** How long an offer can still be taken, by the server's clock, second by second. */
export function useTimeLeft(expiresAt: string): { leftMs: number; isLastMinute: boolean } {
  const { serverAheadMs } = useStore(createChatsStore);
  const left = leftMs(expiresAt, nowBySecond.value + serverAheadMs.value);
  return { leftMs: left, isLastMinute: left <= lastMinuteMs };
}
