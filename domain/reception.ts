import type { InboundEvent } from './inbound';
import { wholeSecond } from './messenger-clock';

/** How a channel's messages get here, as far as the safety net has to know it (domain 1.2). */
export interface Reception {
  /** A delivery of the messenger's failed here then, and none has got through since. */
  failingSince: Date | null;
  /** The address of another installation that has the messages now. */
  elsewhere: string | null;
  /** What came until then went to another installation. */
  elsewhereUntil: Date | null;
  /** An address that is not ours, and by which deliveries arrive here all the same. */
  gateway: string | null;
  /** What was said until then, by the messenger's clock, and left to another installation, has left its trace. */
  leftUntil: Date | null;
}

export const undisturbed: Reception = {
  failingSince: null,
  elsewhere: null,
  elsewhereUntil: null,
  gateway: null,
  leftUntil: null,
};

/** Where a messenger hands a channel's messages. */
export type Leads =
  /** To this installation, or to nobody at all. */
  | { kind: 'here' }
  /** `detail`: in words, with what to do. */
  | { kind: 'elsewhere'; address: string; detail: string }
  /** The messenger does not tell. */
  | { kind: 'untold' };

export interface Span {
  from: Date;
  until: Date;
}

/** When the client or somebody else said what is fetched; null for what became of our own messages. */
export function saidAt(event: InboundEvent): Date | null {
  switch (event.kind) {
    case 'message':
    case 'echo':
      return event.message.timestamp;
    case 'edit':
      // Nothing is changed before it was said, whatever a clock tells.
      return new Date(Math.max(event.editedAt.getTime(), event.message.timestamp.getTime()));
    case 'reaction':
    case 'thread':
      return event.at;
    case 'delivery':
    case 'watermark':
    case 'typing':
      return null;
    default:
      return event satisfies never;
  }
}

/** Whether a delivery shows that the messenger hands the channel's messages to us: reports on ours go where each message says. */
export function showsTheWay(events: readonly InboundEvent[]): boolean {
  return events.some((event) => saidAt(event) !== null);
}

/** What became of our own messages is ours to know, whoever has the clients' ones. */
export function reportsIn(events: readonly InboundEvent[]): InboundEvent[] {
  return events.filter((event) => saidAt(event) === null);
}

/** Without what another installation had. Messengers tell whole seconds. */
export function saidAfter(events: readonly InboundEvent[], elsewhereUntil: Date | null): InboundEvent[] {
  if (elsewhereUntil === null) return [...events];
  return events.filter((event) => {
    const at = saidAt(event);
    return at === null || wholeSecond(at) > elsewhereUntil.getTime();
  });
}

/** A delivery is under way for a moment, and clocks differ by one. */
const edgeMs = 5_000;

/** What came while nothing could be received here. */
export function saidWithin(events: readonly InboundEvent[], spans: readonly Span[]): InboundEvent[] {
  const isWithin = (at: number) =>
    spans.some(({ from, until }) => at >= wholeSecond(from) - edgeMs && at <= until.getTime() + edgeMs);
  return events.filter((event) => {
    const at = saidAt(event);
    return at === null || isWithin(wholeSecond(at));
  });
}
