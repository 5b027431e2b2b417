import type { Provider } from '../channels/contract';
import type { OpenedChannel } from '../domain/channel';
import type { InboundEvent, IncomingMessage } from '../domain/inbound';
import { canBe, latestByOther } from '../domain/messenger-clock';

/** Events whose times are all such as can be, and how many were not. */
interface Checked {
  events: InboundEvent[];
  replaced: number;
}

/** Times of a messenger that can't be are replaced by that of receipt, whatever provider read them (domain 2.11). */
export function checkStamps(provider: Provider | undefined, channel: OpenedChannel, events: InboundEvent[]): Checked {
  const now = new Date();
  const beganAt = provider?.beganAt;
  /** By the clock that stamps the channel's messages: what is replaced stands before nothing that was there. */
  const received = provider?.stampsByReceipt ? now : latestByOther(channel.clockAheadMs);
  let replaced = 0;

  const fine = (stamp: Date, instead: Date): Date => {
    if (canBe(stamp, now, beganAt)) return stamp;
    replaced += 1;
    return instead;
  };

  function ofMessage<M extends Pick<IncomingMessage, 'timestamp' | 'orderAt'>>(message: M): M {
    const timestamp = fine(message.timestamp, now);
    if (timestamp !== message.timestamp) return { ...message, timestamp, orderAt: received };
    return message.orderAt === undefined ? message : { ...message, orderAt: fine(message.orderAt, received) };
  }

  function check(event: InboundEvent): InboundEvent {
    switch (event.kind) {
      case 'message':
        return { ...event, message: ofMessage(event.message) };
      case 'echo':
        return { ...event, message: ofMessage(event.message) };
      case 'edit':
        return { ...event, message: ofMessage(event.message), editedAt: fine(event.editedAt, received) };
      case 'watermark':
        return { ...event, until: fine(event.until, received) };
      case 'reaction':
      case 'thread':
        return { ...event, at: fine(event.at, received) };
      case 'delivery': {
        const { accepted, ...rest } = event;
        if (accepted === undefined || canBe(accepted.at, now, beganAt)) return event;
        replaced += 1;
        return rest;
      }
      case 'typing':
        return event;
      default:
        return event satisfies never;
    }
  }

  return { events: events.map(check), replaced };
}
