import { setTimeout as delay } from 'node:timers/promises';
import type { Twilio } from 'twilio';
import { z } from 'zod';
import { listedFrom } from '../../domain/channel';
import type { InboundEvent } from '../../domain/inbound';
import { byOther, latestByOther, wholeSecond } from '../../domain/messenger-clock';
import type { PollOutcome, PollRequest } from '../contract';
import { type KnownLeads, knownLeads, settleLeads } from '../shared/known-leads';
import { addressOf } from './address';
import { callTwilio } from './call';
import type { Media } from './content';
import { healthOf, type Trouble } from './errors';
import { whereItLeads } from './leads';
import { inOrder, type ListedMessage, messageOf } from './listed';
import { type ListedAnswer, listedReportOf } from './report';
import { settingsOf } from './settings';

const minute = 60_000;
const hour = 60 * minute;

/** How often is looked. What Twilio could not deliver (it tries twice at most) appears after this time. */
const lookEveryMs = 5 * minute;
/**
 * Seconds in which Twilio still tries to deliver: a webhook tells more of a message than its list, and is let come first.
 * Not at a first look, before which perhaps nobody was there to be delivered to.
 */
const graceMs = 20_000;
/** Looked at again each time: messages that appear late in the list, and clocks that differ. */
const overlapMs = 5 * minute;
/** Where a first look begins that knows of no earlier one. */
const firstLookBackMs = hour;
/** What is older is not taken in: its conversation is over. */
const longestHistoryMs = 24 * hour;
/** As much as is read and stored at once, so that a day's messages need not fit into memory. */
const sliceMs = hour;
const pageSize = 500;
const pollTimeoutMs = 2 * minute;

/** What another look needs to know; opaque to everyone else. */
const cursorForm = z.object({
  /** Everything that Twilio received before it, by its clock, has been listed. */
  until: z.iso.datetime(),
  /** When to look again. */
  next: z.iso.datetime(),
  known: knownLeads.optional().catch(undefined),
});

interface Place {
  until: number;
  next: number;
  known: KnownLeads | undefined;
}

function readCursor(cursor: string | null): Place | null {
  if (cursor === null) return null;
  try {
    const read = cursorForm.safeParse(JSON.parse(cursor)).data;
    return read ? { until: Date.parse(read.until), next: Date.parse(read.next), known: read.known } : null;
  } catch {
    return null;
  }
}

function writeCursor({ until, next, known }: Place): string {
  return JSON.stringify({ until: new Date(until).toISOString(), next: new Date(next).toISOString(), known });
}

interface Span {
  from: number;
  until: number;
  /** Nothing later is to be listed now. */
  isLast: boolean;
}

/** What is looked at now: from where the last look ended, an hour at a time, and nothing from before the channel was connected. */
function spanOf(cursor: Place | null, { channel, isFirst, atOnce }: PollRequest, now: number): Span {
  const { acceptsFrom, clockAheadMs } = channel;
  const before = Math.min(cursor?.until ?? now - firstLookBackMs, now) - overlapMs;
  const switchedOn = acceptsFrom === null ? 0 : byOther(acceptsFrom, clockAheadMs).getTime();
  const accepted = Math.max(before, switchedOn, now - longestHistoryMs);
  const from = Math.max(wholeSecond(accepted), listedFrom(channel));
  const end = wholeSecond(isFirst || atOnce ? now : now - graceMs);
  const until = Math.max(from, Math.min(from + sliceMs + overlapMs, end));
  return { from, until, isLast: until >= end };
}

function troubled(trouble: Trouble): PollOutcome {
  const waitsMs = trouble.kind === 'rate_limited' ? (trouble.afterMs ?? 30_000) : 30_000;
  return { kind: 'trouble', health: healthOf(trouble), retryAfterMs: Math.max(waitsMs, 1_000) };
}

/** `of`: our own address, as that of the receiver or of the sender. */
function list(client: Twilio, of: { to: string } | { from: string }, { from, until, isLast }: Span) {
  return client.messages.list({
    ...of,
    pageSize,
    dateSentAfter: new Date(from),
    ...(!isLast && { dateSentBefore: new Date(until) }),
  });
}

async function mediaOf(client: Twilio, { sid, numMedia }: ListedMessage): Promise<Media[]> {
  if (!(Number(numMedia) > 0)) return [];
  const files = await client
    .messages(sid)
    .media.list({ limit: 10 })
    .catch((error: unknown) => {
      // Deleted at Twilio since; the rest of the message is still there.
      if (error instanceof Error && 'status' in error && error.status === 404) return [];
      throw error;
    });
  return files.map(({ uri, contentType }) => ({
    url: `https://api.twilio.com${uri.replace(/\.json$/, '')}`,
    mediaType: contentType ?? '',
  }));
}

async function eventsOf(client: Twilio, address: string, span: Span): Promise<InboundEvent[]> {
  const events: InboundEvent[] = [];
  const received: ListedMessage[] = await list(client, { to: address }, span);
  for (const entry of inOrder(received)) {
    const at = entry.timestamp.getTime();
    if (at < span.from || at > span.until) continue;
    events.push({ kind: 'message', message: messageOf(entry, await mediaOf(client, entry.listed)) });
  }
  const sent: ListedAnswer[] = await list(client, { from: address }, span);
  return [...events, ...sent.flatMap(listedReportOf)];
}

/** Fulfilled when it is time, or somebody ends it. */
async function waitUntil(at: number, signal: AbortSignal): Promise<void> {
  const ms = at - Date.now();
  if (ms > 0) await delay(ms, undefined, { signal }).catch(() => undefined);
}

/**
 * The safety net below the webhook (domain 2.2): lists what Twilio received and takes in what did not come, at once after a
 * start, then every few minutes. What did come has the same id, and is stored once. The same for what became of answers
 * (domain 4.1), of which Twilio tells once. Where Twilio hands the number's messages is read before each look.
 */
export async function pollWhatsApp(apiRoot: string, request: PollRequest): Promise<PollOutcome> {
  const { channel, cursor, signal, isFirst, atOnce } = request;
  const account = settingsOf(channel);
  if (account === null) return troubled({ kind: 'unauthorized' });
  const last = readCursor(cursor);
  if (last !== null && !isFirst && !atOnce) await waitUntil(last.next, signal);
  if (signal.aborted) return { kind: 'batch', events: [], cursor };

  const now = Date.now();
  const site = await request.site();
  const { found, isSet } = await whereItLeads({ apiRoot, settings: account, site, signal });
  const { leads, known } = settleLeads(found, last?.known, now);
  // Twilio lists by its own clock.
  const span = spanOf(last, request, latestByOther(channel.clockAheadMs).getTime());
  const answer = await callTwilio({
    apiRoot,
    account,
    signal,
    timeoutMs: pollTimeoutMs,
    ask: (client) => eventsOf(client, addressOf(account.phoneNumber), span),
  });
  if (!answer.ok) {
    return answer.trouble.kind === 'aborted' ? { kind: 'batch', events: [], cursor } : troubled(answer.trouble);
  }
  const until = Math.max(span.until, span.isLast ? (last?.until ?? 0) : 0);
  const next = nextLook(span, { now, isFirst });
  return {
    ...{ kind: 'batch', events: answer.result, cursor: writeCursor({ until, next, known }), leads },
    ...(answer.clock && { clock: answer.clock }),
    ...(!isSet && site.webhooksUrl !== null && { health: notSet(site.webhooksUrl) }),
  };
}

/** All is fetched then, but late. */
function notSet(ours: string): { status: 'ok'; detail: string } {
  return {
    status: 'ok',
    detail: `Receiving messages, minutes late: Twilio has no address to hand this number’s messages to. Enter ${ours} in the Twilio console, at the sender.`,
  };
}

/** After a first look, soon: what was on its way then has arrived, or never will. */
function nextLook({ isLast }: Span, { now, isFirst }: { now: number; isFirst: boolean }): number {
  if (!isLast) return now;
  return now + (isFirst ? 2 * graceMs : lookEveryMs);
}
