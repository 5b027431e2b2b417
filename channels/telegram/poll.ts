import { z } from 'zod';
import type { InboundEvent } from '../../domain/inbound';
import { type PollOutcome, type PollRequest, UnreadablePayload } from '../contract';
import { callTelegram } from './call';
import { healthOf, type Trouble } from './errors';
import { parseUpdate } from './parse';
import { askBotIdentity } from './register';
import { substituteBotName, tokenOf } from './settings';

/** How long Telegram holds the request open while there is nothing to tell; it allows 50. */
const longPollSeconds = 25;
/** The answer's way on top of that. */
const pollTimeoutMs = (longPollSeconds + 10) * 1000;
/** The most that one call returns. */
const batchSize = 100;
/** After a quiet week Telegram begins anew with ids at random, and an old offset would hide the new updates. */
const offsetLifetimeMs = 6 * 24 * 60 * 60 * 1000;

/**
 * Kinds of update that Telegram is to deliver: those that hold clients' messages (see `parseUpdate`). Always named, since
 * leaving them out keeps what another program had set before.
 */
const allowedUpdates = ['message', 'edited_message'] as const;

/** What another poll needs to know; opaque to everyone else. `at` is when the last update came, not when was asked last. */
const cursorForm = z.object({ offset: z.int(), at: z.iso.datetime() });

function offsetOf(cursor: string | null, now: Date): number | undefined {
  if (cursor === null) return undefined;
  try {
    const read = cursorForm.safeParse(JSON.parse(cursor));
    const isFresh = read.success && now.getTime() - Date.parse(read.data.at) < offsetLifetimeMs;
    return isFresh ? read.data.offset : undefined;
  } catch {
    return undefined;
  }
}

function retryAfterMsOf(trouble: Trouble): number {
  switch (trouble.kind) {
    case 'rate_limited':
      return trouble.afterMs ?? 5_000;
    case 'unauthorized':
      return 30_000;
    case 'conflict':
      return 5_000;
    case 'refused':
      return 10_000;
    default:
      return 2_000;
  }
}

function troubled(trouble: Trouble): PollOutcome {
  return { kind: 'trouble', health: healthOf(trouble), retryAfterMs: retryAfterMsOf(trouble) };
}

const numbered = z.looseObject({ update_id: z.int() });

/** What cannot be understood at all is left behind: one such update must not hold up all that follow. */
function eventsOf(updates: unknown[], receivedAt: Date): InboundEvent[] {
  return updates.flatMap((update) => {
    try {
      return parseUpdate(update, receivedAt);
    } catch (error) {
      if (error instanceof UnreadablePayload) return [];
      throw error;
    }
  });
}

function readBatch(updates: unknown[], cursor: string | null): PollOutcome {
  if (updates.length === 0) return { kind: 'batch', events: [], cursor };
  const ids = updates.map((update) => numbered.safeParse(update).data?.update_id).filter((id) => id !== undefined);
  // Without any id none could ever be confirmed, and the same batch would come again at once.
  if (ids.length === 0) return troubled({ kind: 'lost', how: 'unreadable' });
  const now = new Date();
  const next = JSON.stringify({ offset: Math.max(...ids) + 1, at: now.toISOString() });
  return { kind: 'batch', events: eventsOf(updates, now), cursor: next };
}

/** The name of a bot whose channel was added while Telegram could not be asked (domain 8.1). */
async function missingName(
  apiRoot: string,
  token: string,
  { channel, signal }: PollRequest,
): Promise<string | undefined> {
  if (channel.name !== substituteBotName(channel.source)) return undefined;
  const answer = await askBotIdentity({ apiRoot, token, signal });
  return answer.ok ? answer.result?.name : undefined;
}

/** One long poll. Asking with the offset of the cursor confirms all updates before it to Telegram, for good. */
export async function pollTelegram(apiRoot: string, request: PollRequest): Promise<PollOutcome> {
  const token = tokenOf(request.channel);
  if (token === null) return troubled({ kind: 'unauthorized' });
  const offset = offsetOf(request.cursor, new Date());
  const answer = await callTelegram<unknown>({
    apiRoot,
    token,
    timeoutMs: pollTimeoutMs,
    signal: request.signal,
    ask: (api, signal) =>
      api.getUpdates(
        {
          ...(offset !== undefined && { offset }),
          limit: batchSize,
          timeout: request.atOnce ? 0 : longPollSeconds,
          allowed_updates: allowedUpdates,
        },
        signal,
      ),
  });
  if (!answer.ok) {
    if (answer.trouble.kind === 'aborted') return { kind: 'batch', events: [], cursor: request.cursor };
    return troubled(answer.trouble);
  }
  const updates = z.array(z.unknown()).safeParse(answer.result);
  if (!updates.success) return troubled({ kind: 'lost', how: 'unreadable' });
  const batch = readBatch(updates.data, request.cursor);
  if (batch.kind === 'trouble') return batch;
  const botName = await missingName(apiRoot, token, request);
  return botName === undefined ? batch : { ...batch, botName };
}
