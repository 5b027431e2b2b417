import type { ChatSnapshot } from '../../domain/chat';
import { type ChatState, type Command, newChatState } from '../../workflows/chat/state';

export const sequences = { numRuns: 1_000 };

export function snapshot(changes: Partial<ChatSnapshot> = {}): ChatSnapshot {
  return {
    chatId: 'chat-1',
    number: 1,
    revision: 1,
    status: 'waiting',
    channelId: 'channel',
    provider: 'webchat',
    queueId: 'queue',
    operatorId: null,
    offer: null,
    shown: false,
    unrouted: false,
    completesAtMs: null,
    ...changes,
  };
}

export const offered = (expiresAtMs: number) =>
  snapshot({ status: 'offered', offer: { id: 'offer', operatorId: 'operator', expiresAtMs } });
export const inWork = (completesAtMs: number | null) =>
  snapshot({ status: 'active', operatorId: 'operator', completesAtMs });

export function stateWith(changes: Partial<ChatState>): ChatState {
  return { ...newChatState('channel'), ...changes };
}

export function command(commandId: string, chatId = 'chat-1'): Command {
  return { kind: 'accept', commandId, chatId, operatorId: 'operator', receivedAtMs: 0 };
}
