import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';
import type { InboundEvent } from '../../domain/inbound';
import { byOther, clockAheadAfter, wholeSecond } from '../../domain/messenger-clock';
import { saidAt } from '../../domain/reception';
import { type PollOutcome, type PollRequest, UnreadablePayload } from '../contract';
import { readUrl } from '../shared/read-url';
import { callTelegram, quickCallTimeoutMs } from './call';
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

/** As long as Telegram keeps what nobody asks for. */
const keptForMs = 24 * 60 * 60 * 1000;
/** A rival that is there has confirmed what it was told, long before this. */
const rivalConfirmsWithinMs = 10_000;
const lookAgainForRivalMs = 3_000;

/** What another poll needs to know; opaque to everyone else. `at` is when the last update came, not when was asked last. */
const cursorForm = z.object({
  /** Left out where nothing was told yet. */
  offset: z.int().optional(),
  at: z.iso.datetime(),
  /** What was in the queue when the channel was connected is not through yet. */
  isBacklog: z.boolean().optional(),
  /** The first update of those that may be a rival's, and since when it is there. */
  held: z.object({ id: z.int(), since: z.iso.datetime() }).optional(),
});
type Place = z.infer<typeof cursorForm>;

function placeIn(cursor: string | null): Place | null {
  try {
    return cursorForm.safeParse(JSON.parse(cursor ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}

/** Whether its bot's queue may hold what was written before. */
function isJustConnected({ connectedAt }: OpenedChannel): boolean {
  return connectedAt !== null && Date.now() - connectedAt.getTime() < keptForMs;
}

function offsetOf(place: Place | null, now: Date): number | undefined {
  const isFresh = place !== null && now.getTime() - Date.parse(place.at) < offsetLifetimeMs;
  return isFresh ? place.offset : undefined;
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
const webhookInfo = z.looseObject({ url: z.string() });

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

/**
 * A new channel's first polls bring what was written before it was connected: that was for somebody else (domain 2.12). Only what was
 * in the queue then is judged by its date, which is of Telegram's clock. As nobody else brings it, rather one message too many than one lost.
 */
function sinceConnected(events: InboundEvent[], { connectedAt, clockAheadMs }: OpenedChannel): InboundEvent[] {
  if (connectedAt === null) return events;
  const from = wholeSecond(byOther(connectedAt, clockAheadMs));
  return events.filter((event) => (saidAt(event)?.getTime() ?? from) >= from);
}

interface Polled {
  place: Place | null;
  isBacklog: boolean;
}

function readBatch(updates: unknown[], { channel, cursor }: PollRequest, { place, isBacklog }: Polled): PollOutcome {
  const now = new Date();
  if (updates.length === 0) {
    const drained = { ...(place ?? { at: now.toISOString() }), isBacklog: undefined, held: undefined };
    const isSame = !isBacklog && place?.held === undefined;
    return { kind: 'batch', events: [], cursor: isSame ? cursor : JSON.stringify(drained) };
  }
  const ids = updates.map((update) => numbered.safeParse(update).data?.update_id).filter((id) => id !== undefined);
  // Without any id none could ever be confirmed, and the same batch would come again at once.
  if (ids.length === 0) return troubled({ kind: 'lost', how: 'unreadable' });
  const held = heldFor(channel, { first: Math.min(...ids), before: place?.held, now });
  if (held !== null) {
    const waiting = { ...(place ?? { at: now.toISOString(), isBacklog }), held };
    const health = healthOf({ kind: 'conflict', other: 'poller' });
    return { kind: 'batch', events: [], cursor: JSON.stringify(waiting), health };
  }
  const next: Place = {
    ...{ offset: Math.max(...ids) + 1, at: now.toISOString() },
    ...(isBacklog && updates.length === batchSize && { isBacklog }),
  };
  const events = eventsOf(updates, now);
  return { kind: 'batch', events: isBacklog ? sinceConnected(events, channel) : events, cursor: JSON.stringify(next) };
}

/**
 * While another program takes the bot's messages they are that one's: they are neither taken in nor confirmed here. What it has not
 * confirmed after a while, it is not there to take. Null when they are ours.
 */
function heldFor(
  { health }: OpenedChannel,
  { first, before, now }: { first: number; before: Place['held']; now: Date },
): NonNullable<Place['held']> | null {
  if (health.status !== 'conflict') return null;
  if (before?.id !== first) return { id: first, since: now.toISOString() };
  return now.getTime() - Date.parse(before.since) >= rivalConfirmsWithinMs ? null : before;
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

/** Telegram tells whose webhook it is that has the messages. */
async function namedRival(
  trouble: Trouble,
  { apiRoot, token, signal: ending }: { apiRoot: string; token: string; signal: AbortSignal },
): Promise<Trouble> {
  if (trouble.kind !== 'conflict' || trouble.other !== 'webhook') return trouble;
  const answer = await callTelegram<unknown>({
    ...{ apiRoot, token, timeoutMs: quickCallTimeoutMs, signal: ending },
    ask: (api, signal) => api.getWebhookInfo(signal),
  });
  const url = answer.ok ? webhookInfo.safeParse(answer.result).data?.url : undefined;
  const address = readUrl(url ?? '');
  return address === null ? trouble : { ...trouble, host: address.host };
}

/** One long poll. Asking with the offset of the cursor confirms all updates before it to Telegram, for good. */
export async function pollTelegram(apiRoot: string, request: PollRequest): Promise<PollOutcome> {
  const token = tokenOf(request.channel);
  if (token === null) return troubled({ kind: 'unauthorized' });
  const place = placeIn(request.cursor);
  const isBacklog = place?.isBacklog ?? (place === null && isJustConnected(request.channel));
  if (place?.held !== undefined)
    await sleep(lookAgainForRivalMs, undefined, { signal: request.signal }).catch(() => {});
  const offset = offsetOf(place, new Date());
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
          timeout: request.atOnce || isBacklog ? 0 : longPollSeconds,
          allowed_updates: allowedUpdates,
        },
        signal,
      ),
  });
  if (!answer.ok) {
    if (answer.trouble.kind === 'aborted') return { kind: 'batch', events: [], cursor: request.cursor };
    return troubled(await namedRival(answer.trouble, { apiRoot, token, signal: request.signal }));
  }
  const updates = z.array(z.unknown()).safeParse(answer.result);
  if (!updates.success) return troubled({ kind: 'lost', how: 'unreadable' });
  const { clock } = answer;
  const clockAheadMs = clock && clockAheadAfter(request.channel.clockAheadMs, clock);
  const channel = clockAheadMs === undefined ? request.channel : { ...request.channel, clockAheadMs };
  const batch = readBatch(updates.data, { ...request, channel }, { place, isBacklog });
  if (batch.kind === 'trouble') return batch;
  const botName = await missingName(apiRoot, token, request);
  return { ...batch, ...(clock && { clock }), ...(botName !== undefined && { botName }) };
}
