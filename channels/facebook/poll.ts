import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { listedFrom } from '../../domain/channel';
import { byOther, wholeSecond } from '../../domain/messenger-clock';
import type { PollOutcome, PollRequest } from '../contract';
import { knownLeads, settleLeads } from '../shared/known-leads';
import type { FacebookApp } from './app';
import { readPageMessages } from './conversations';
import { healthOf, noToken, type Trouble, waitAfter } from './errors';
import { eventsOf } from './inbox';
import { whereItLeads } from './leads';
import { endOf, healthFound } from './poll-health';
import { type FacebookSettings, settingsOf } from './settings';
import { keepSubscribed, subscribing } from './subscription';

const minuteMs = 60_000;
/** Between two looks. An app is unsubscribed after an hour of failures: minutes more do not matter. */
const betweenLooksMs = 5 * minuteMs;
/** Each look goes back this much further than the one before: clocks differ, and so do a message's and its conversation's times. */
const overlapMs = 15 * minuteMs;
/** How far a look goes back that has no other to go on from; Facebook itself repeats what it could not deliver for this long. */
const lookBackMs = 36 * 60 * minuteMs;

const cursorForm = z.object({
  /** Everything before it has been seen. */
  lookedAt: z.iso.datetime().optional().catch(undefined),
  known: knownLeads.optional().catch(undefined),
  subscribing: subscribing.optional().catch(undefined),
});
type Place = z.infer<typeof cursorForm>;

function placeIn(cursor: string | null): Place {
  try {
    return cursorForm.safeParse(JSON.parse(cursor ?? '{}')).data ?? {};
  } catch {
    return {};
  }
}

/** What was written before the page became a channel is not taken in (domain 2.12), nor what while it was switched off (2.7). */
function beginOf({ channel }: PollRequest, { lookedAt }: Place, settings: FacebookSettings): Date {
  const now = Date.now();
  const from = lookedAt === undefined ? now - lookBackMs : Math.min(Date.parse(lookedAt), now) - overlapMs;
  const accepted = Math.max(from, Date.parse(settings.connectedAt ?? '') || 0, channel.acceptsFrom?.getTime() ?? 0);
  // The inbox tells whole seconds, of Facebook's clock.
  return new Date(Math.max(wholeSecond(byOther(new Date(accepted), channel.clockAheadMs)), listedFrom(channel)));
}

function troubled(trouble: Trouble): PollOutcome {
  const retryAfterMs = waitAfter(trouble) ?? (trouble.kind === 'unauthorized' ? minuteMs : 10_000);
  return { kind: 'trouble', health: healthOf(trouble), retryAfterMs };
}

async function look(app: FacebookApp, request: PollRequest): Promise<PollOutcome> {
  const { channel, signal } = request;
  const settings = settingsOf(channel);
  if (settings === null) return troubled(noToken);
  const place = placeIn(request.cursor);
  const now = Date.now();
  const page = { id: channel.source, token: settings.pageAccessToken };
  const kept = await keepSubscribed(app, { page, before: place.subscribing, now, signal });
  if (kept.kind === 'trouble') return troubled(kept.trouble);
  const site = await request.site();
  const { found, isSet } = await whereItLeads(app, { site, signal });
  const { leads, known } = settleLeads(found, place.known, now);
  const since = beginOf(request, place, settings);
  const read = await readPageMessages({ app, channel, signal }, { since });
  const learnt: Place = { ...place, known, subscribing: kept.kind === 'lacking' ? kept.subscribing : undefined };
  if (!read.ok) return { ...troubled(read.trouble), cursor: JSON.stringify(learnt) };
  const ends = endOf(settings);
  // A page on which nothing happens needs no place to go on from.
  const next = read.items.length === 0 ? learnt : { ...learnt, lookedAt: new Date(now).toISOString() };
  const isAfterOutage = request.isFirst || request.atOnce === true || kept.kind === 'renewed';
  const events = eventsOf(read.items, { channel, since, isAfterOutage });
  return {
    ...{ kind: 'batch', events, cursor: JSON.stringify(next), leads, ends },
    ...(kept.clock && { clock: kept.clock }),
    health: healthFound({ kept, ends, isSet, site }),
  };
}

/**
 * Safety net: whether Facebook still brings what happens on the page, and what it did not bring, from the page's own
 * inbox. What is known already comes again, and is known by its id.
 */
export async function pollFacebook(app: FacebookApp, request: PollRequest): Promise<PollOutcome> {
  const { signal, cursor, isFirst, atOnce } = request;
  const ended: PollOutcome = { kind: 'batch', events: [], cursor };
  try {
    if (!isFirst && !atOnce) await sleep(betweenLooksMs, undefined, { signal });
  } catch {
    return ended;
  }
  const outcome = await look(app, request);
  return signal.aborted ? ended : outcome;
}
