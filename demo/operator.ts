import type { EventSourceMessage } from 'eventsource-parser';
import { z } from 'zod';
import type { Api } from './api';
import { CannotPlay } from './cannot-play';
import { openEventStream } from './event-stream';
import { type Chat, chatShape, type Message, messageShape, type OperatorStatus, operatorStatusShape } from './shapes';
import type { Speaker, Timeline } from './timeline';

/** What an operator's screen is told. */
export interface Heard {
  type: string;
  chat?: Chat | undefined;
  message?: Message | undefined;
  operatorStatus?: OperatorStatus | undefined;
}

const told = z.object({
  chat: chatShape.optional(),
  message: messageShape.optional(),
  operatorStatus: operatorStatusShape.optional(),
});

/** An operator with his screen: everything that he hears is printed at once, and can be waited for. */
export interface Operator extends Speaker {
  userId: string;
  api: Api;
  /** The first event, heard already or within the time, that passes the test. */
  hears(what: string, test: (heard: Heard) => boolean): Promise<Heard>;
}

const patienceMs = 30_000;

export async function seatOperator(
  who: Speaker & { userId: string; api: Api },
  { timeline, signal }: { timeline: Timeline; signal: AbortSignal },
): Promise<Operator> {
  const all: Heard[] = [];
  const waiting = new Set<(heard: Heard) => void>();
  const describe = createDescription();

  function onEvent({ event = 'message', data }: EventSourceMessage): void {
    const heard: Heard = { type: event, ...told.parse(JSON.parse(data)) };
    const what = describe(heard);
    if (what !== null) timeline.line(who, { hears: event, what });
    all.push(heard);
    for (const look of waiting) look(heard);
  }

  await openEventStream(who.api, '/api/events', { signal, onEvent });

  return {
    ...who,
    hears: (what, test) =>
      new Promise((resolve, reject) => {
        const before = all.find(test);
        if (before !== undefined) return resolve(before);
        const end = (settle: () => void) => {
          clearTimeout(late);
          signal.removeEventListener('abort', gone);
          waiting.delete(look);
          settle();
        };
        const look = (heard: Heard) => test(heard) && end(() => resolve(heard));
        const gone = () => end(() => reject(signal.reason));
        const tooLate = `${who.name} did not hear within ${patienceMs / 1000} s that ${what}.`;
        const late = setTimeout(() => end(() => reject(new CannotPlay(tooLate))), patienceMs);
        signal.addEventListener('abort', gone, { once: true });
        waiting.add(look);
      }),
  };
}

/** Puts an event into words; null for one that tells nothing new. */
function createDescription(): (heard: Heard) => string | null {
  const last = new Map<string, string>();
  return (heard) => {
    const words = wordsFor(heard);
    if (words === null || last.get(heard.type) === words) return null;
    last.set(heard.type, words);
    return words;
  };
}

function wordsFor({ type, chat, message, operatorStatus }: Heard): string | null {
  if (operatorStatus !== undefined) {
    const { status, reason, load, limit } = operatorStatus;
    return `${status}${reason === 'missed_offer' ? ' after a missed offer' : ''}, ${load} of ${limit} chats`;
  }
  if (message !== undefined) {
    const state = message.direction === 'outgoing' ? ` (${message.deliveryStatus})` : '';
    return `“${message.text}”${state}`;
  }
  if (chat === undefined) return null;
  const seconds = chat.offer && Math.round((Date.parse(chat.offer.expiresAt) - Date.now()) / 1000);
  if (type === 'chat.offered') return `chat ${chat.number}, to be taken within ${seconds} s`;
  if (type === 'chat.withdrawn') return `chat ${chat.number} is taken back`;
  if (type === 'chat.completed') return `chat ${chat.number}, by ${chat.completedBy}`;
  return type === 'chat.updated' && chat.operator !== null ? `chat ${chat.number} is in work` : null;
}
