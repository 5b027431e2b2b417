import type { PollOutcome } from '../channels/contract';
import type { Channel } from '../domain/channel';
import type { InboundEvent, IncomingMessage } from '../domain/inbound';
import { byOther, roundAheadMs } from '../domain/messenger-clock';
import { outagesIn } from '../domain/outage';
import { reportsIn, type Span, saidAfter, saidWithin } from '../domain/reception';
import type { Storage } from '../storage/storage';
import { createLeftOut, type LeftOutDeps } from './left-out';

export interface SafetyNetDeps extends Pick<LeftOutDeps, 'log'> {
  storage: {
    channels: Pick<Storage['channels'], 'noteReception' | 'countLeftOut'>;
    messages: Pick<Storage['messages'], 'unknownAmong'>;
    outages: Pick<Storage['outages'], 'of'>;
    presenceLeases: Pick<Storage['presenceLeases'], 'all'>;
  };
}

type Fetched = Pick<Extract<PollOutcome, { kind: 'batch' }>, 'events' | 'leads' | 'health'>;
type Sifted = Pick<Fetched, 'events' | 'health'>;

/** A message that comes to us after all, such as through another site, is here by then. */
const comesWithinMs = 60_000;

/**
 * Decides what is taken in of the messages that a safety net has fetched. Between installations one has them: the one to which the
 * messenger hands them (domain 1.2). Where it doesn't tell, only what came while we could receive nothing. What is fetched has the times
 * of the messenger's clock, what happened here those of ours.
 */
export function createSafetyNet({ storage, log }: SafetyNetDeps) {
  const noteLeftOut = createLeftOut({ storage, log });

  async function sift(channel: Channel, fetched: Fetched): Promise<Sifted> {
    const sifted = await oursOf(channel, fetched);
    const left = fetched.events.filter((event) => !sifted.events.includes(event));
    await leave(channel, left);
    return sifted;
  }

  async function oursOf(channel: Channel, { events, leads, health }: Fetched): Promise<Sifted> {
    const { elsewhere, elsewhereUntil, gateway } = channel.reception;
    const ours = saidAfter(events, elsewhereUntil && byOther(elsewhereUntil, roundAheadMs(channel.clockAheadMs)));
    switch (leads?.kind) {
      case undefined:
        return { events, health };
      case 'elsewhere': {
        const comesHere = leads.address === gateway && !(await anyMissing(channel, ours));
        if (comesHere) return { events: await missedIn(channel, ours), health };
        await note(channel, { elsewhere: leads.address, elsewhereUntil: new Date(), gateway: null });
        return { events: reportsIn(events), health: { status: 'conflict', detail: leads.detail } };
      }
      case 'here':
        if (elsewhere === null) {
          if (gateway !== null) await note(channel, { gateway: null });
          return { events: ours, health };
        }
        // It leads here again, since some time after the last look: what came before went to the other one.
        await note(channel, { elsewhere: null, elsewhereUntil: new Date() });
        return { events: reportsIn(events), health };
      case 'untold':
        if (elsewhere !== null) await note(channel, { elsewhere: null });
        return { events: await missedIn(channel, ours), health };
    }
  }

  const note = ({ id }: Channel, found: Parameters<typeof storage.channels.noteReception>[1]) =>
    storage.channels.noteReception(id, found);

  async function missedIn(channel: Channel, events: InboundEvent[]): Promise<InboundEvent[]> {
    const byMessenger = (ours: Date) => byOther(ours, channel.clockAheadMs);
    const spans = await outagesOf(channel);
    return saidWithin(
      events,
      spans.map(({ from, until }) => ({ from: byMessenger(from), until: byMessenger(until) })),
    );
  }

  /** The leases first: an outage is noted before the lease is renewed that ends it. */
  async function outagesOf({ id, reception: { failingSince } }: Channel): Promise<Span[]> {
    const now = new Date();
    const present = outagesIn(await storage.presenceLeases.all(), now);
    const past = await storage.outages.of(id);
    return [...present, ...past, ...(failingSince === null ? [] : [{ from: failingSince, until: now }])];
  }

  /** Whether the other site has kept something for itself. */
  async function anyMissing(channel: Channel, events: InboundEvent[]): Promise<boolean> {
    return (await storage.messages.unknownAmong(channel.id, dueAmong(channel, events))).length > 0;
  }

  /** What is not ours leaves a trace, once, though it is listed again. */
  async function leave(channel: Channel, left: InboundEvent[]): Promise<void> {
    const since = channel.reception.leftUntil?.getTime() ?? 0;
    const due = dueAmong(channel, left).filter(({ timestamp }) => timestamp.getTime() > since);
    if (due.length === 0) return;
    const missing = await storage.messages.unknownAmong(channel.id, due);
    const latest = Math.max(...due.map(({ timestamp }) => timestamp.getTime()));
    await note(channel, { leftUntil: new Date(latest) });
    await noteLeftOut(
      channel,
      'left_to_another',
      missing.map(({ externalId }) => externalId),
    );
  }

  /** Clients' messages that would have come by now. */
  function dueAmong({ clockAheadMs }: Channel, events: InboundEvent[]): IncomingMessage[] {
    const before = byOther(new Date(), clockAheadMs).getTime() - comesWithinMs;
    return events.flatMap((event) =>
      event.kind === 'message' && event.message.timestamp.getTime() < before ? [event.message] : [],
    );
  }

  return { sift };
}

export type SafetyNet = ReturnType<typeof createSafetyNet>;
