import type { InboundEvent, ThreadControl } from '../../domain/inbound';
import { UnreadablePayload } from '../contract';
import { facebookEntry, type MessagingItem } from './payload';
import { arrivalEvent, type Circumstances, editEvent, messageEvent, optinEvent, postbackEvent } from './written';

/** What Messenger's menu of reactions offers, for events that name one without its emoji. */
const reactions: Record<string, string> = {
  love: '❤',
  smile: '😆',
  wow: '😮',
  sad: '😢',
  angry: '😠',
  like: '👍',
  dislike: '👎',
};

/** Places in one batch; what comes later in another batch of the same moment stands behind them. */
const placesInBatch = 10_000;
/** Milliseconds between message and batch that still count for the order; a day holds every redelivery. */
const longestDelayMs = 86_400_000;

function reactionEvent(item: MessagingItem, { clientId, timestamp }: Circumstances): InboundEvent[] {
  const { mid, action, emoji, reaction } = item.reaction ?? {};
  if (mid === undefined) return [];
  const shown = action === 'unreact' ? null : (emoji ?? reactions[reaction ?? ''] ?? '👍');
  return [{ kind: 'reaction', clientId, externalId: mid, emoji: shown, at: timestamp }];
}

function reportEvents({ delivery, read }: MessagingItem, { clientId }: Circumstances): InboundEvent[] {
  const arrived = (delivery?.mids ?? []).map((externalId): InboundEvent => {
    return { kind: 'delivery', clientId, externalId, status: 'delivered' };
  });
  const marks: InboundEvent[] = [];
  if (delivery?.watermark) marks.push({ kind: 'watermark', clientId, until: delivery.watermark, status: 'delivered' });
  if (read?.watermark) marks.push({ kind: 'watermark', clientId, until: read.watermark, status: 'read' });
  return [...arrived, ...marks];
}

/**
 * Who has the conversation now. Without a new owner it is idle, which leaves it to whoever answers. That somebody asks for
 * it (`request_thread_control`) or that roles change (`app_roles`) moves nothing yet, and becomes no event.
 */
function ownerAfter(item: MessagingItem, appId: string | undefined): ThreadControl | null {
  if (item.take_thread_control) return item.take_thread_control.new_owner_app_id === appId ? 'ours' : 'elsewhere';
  const passed = item.pass_thread_control;
  if (!passed) return null;
  return passed.new_owner_app_id === undefined || passed.new_owner_app_id === appId ? 'ours' : 'elsewhere';
}

function writtenEvent(item: MessagingItem, circumstances: Circumstances): InboundEvent | null {
  if (item.message !== undefined && item.message !== null) return messageEvent(item, circumstances);
  if (item.postback) return postbackEvent(item.postback, circumstances);
  if (item.referral) return arrivalEvent(item.referral, circumstances);
  return item.optin ? optinEvent(item.optin, circumstances) : null;
}

/** What is said by where it comes: on standby, somebody else has the conversation. */
function eventsOf(item: MessagingItem, isStandby: boolean, circumstances: Circumstances): InboundEvent[] {
  const { clientId, timestamp: at, appId } = circumstances;
  const owner = ownerAfter(item, appId);
  if (owner !== null) return [{ kind: 'thread', clientId, control: owner, at }];
  if (item.message_edit) return editEvent(item.message_edit, circumstances);
  const written = writtenEvent(item, circumstances);
  if (written === null) return [...reactionEvent(item, circumstances), ...reportEvents(item, circumstances)];
  if (isStandby) return [{ kind: 'thread', clientId, control: 'elsewhere', at }, written];
  return written.kind === 'message' ? [{ kind: 'thread', clientId, control: 'ours', at }, written] : [written];
}

/**
 * Converter: one entry of a webhook, which is what happened on one page, to unified events in the order in which it
 * happened. Events without a person (`policy_enforcement`), and kinds that are nobody's message, become nothing; a message
 * of an unknown kind is kept as `unsupported`, so that none is dropped.
 */
export function parseEntry(payload: unknown, appId: string | undefined): InboundEvent[] {
  const read = facebookEntry.safeParse(payload);
  const entry = read.success && !Array.isArray(payload) ? read.data : undefined;
  if (entry === undefined || entry.id === undefined)
    throw new UnreadablePayload('This is no entry of Facebook’s webhook: it names no page.');

  const places = [
    ...(entry.messaging ?? []).map((item) => ({ item, isStandby: false })),
    ...(entry.standby ?? []).map((item) => ({ item, isStandby: true })),
  ];
  const fallback = entry.time ?? new Date(0);
  const happened = places.map(({ item, isStandby }, place) => {
    const timestamp = item.timestamp ?? fallback;
    const delayMs = Math.min(Math.max(fallback.getTime() - timestamp.getTime(), 0), longestDelayMs);
    const clientId = [item.sender?.id, item.recipient?.id].find((id) => id !== undefined && id !== entry.id);
    return { item, isStandby, clientId, timestamp, sequence: delayMs * placesInBatch + place };
  });
  happened.sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime() || a.sequence - b.sequence);
  const events = happened.flatMap(({ item, isStandby, clientId, timestamp, sequence }) =>
    clientId === undefined ? [] : eventsOf(item, isStandby, { clientId, timestamp, sequence, appId }),
  );
  return withoutRepeats(events);
}

/** Every message says anew who has its conversation: told once, with the last moment of it, until it changes. */
function withoutRepeats(events: InboundEvent[]): InboundEvent[] {
  const told = new Map<string, Extract<InboundEvent, { kind: 'thread' }>>();
  return events.flatMap((event): InboundEvent[] => {
    if (event.kind !== 'thread') return [event];
    const before = told.get(event.clientId);
    if (before?.control === event.control) {
      before.at = event.at;
      return [];
    }
    const first = { ...event };
    told.set(event.clientId, first);
    return [first];
  });
}
