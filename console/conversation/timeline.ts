import type { ChatDetails, Message, ProcessRun } from '../app/types';
import type { Outgoing } from './outbox';

type LogEntry = ChatDetails['routingLog'][number];

/**
 * What is shown in a conversation, one below the other. While there is more, the first row is a message: by it the place is kept when older ones
 * come before it.
 */
export type Row =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: 'new' }
  | { kind: 'routing'; key: string; at: string; entry: LogEntry }
  | { kind: 'process'; key: string; at: string; run: ProcessRun }
  | {
      kind: 'message';
      key: string;
      at: string;
      message: Message;
      /** The others of its album, which are shown with it. */
      album: readonly Message[];
      isFirst: boolean;
      isLast: boolean;
      quoted: Quoted | null;
    }
  | { kind: 'outgoing'; key: string; at: string; answer: Outgoing; isFirst: boolean };

/** What a message replies to; `message` is null while it is not loaded. */
export interface Quoted {
  externalId: string;
  message: Message | null;
}

export interface TimelineParts {
  messages: readonly Message[];
  hasOlder: boolean;
  /** So far is the service's clock ahead of the one that stamps what the client writes. */
  clockAheadMs?: number;
  routingLog?: readonly LogEntry[];
  runs?: readonly ProcessRun[];
  outbox?: readonly Outgoing[];
  newFromId?: string | null;
  /** Under which key a message was shown while it was sent. */
  keyOf?: (messageId: string) => string;
}

/** Of the routing log what tells a reader who was with the client; all of it stands beside the conversation. */
const shownEvents: ReadonlySet<LogEntry['event']> = new Set<LogEntry['event']>([
  ...(['accepted', 'declined', 'lapsed', 'transferred', 'given_to_bot', 'given_to_operators', 'completed'] as const),
]);
/** Messages of one person that follow each other this soon stand together. */
const togetherMs = 5 * 60_000;

type Timed = Extract<Row, { kind: 'message' | 'routing' | 'process' }>;
type MessageRow = Extract<Row, { kind: 'message' }>;

export function timelineOf(parts: TimelineParts): Row[] {
  const { messages, hasOlder, outbox = [], newFromId = null } = parts;
  const rows: Row[] = [];
  let day = '';
  const beginDay = (at: string) => {
    const its = localDay(at);
    // Whether the first that is loaded begins a day is not known before all are.
    if (its !== day && (day !== '' || !hasOlder)) rows.push({ kind: 'day', key: `day ${its}`, at });
    day = its;
  };
  for (const row of merged(messageRows(parts), happenings(parts), parts)) {
    beginDay(row.at);
    if (row.kind === 'message' && row.message.id === newFromId) {
      rows.push({ kind: 'new', key: 'new' });
      row.isFirst = true;
    }
    rows.push(row);
  }
  const shown = new Set(messages.map(({ id }) => id));
  for (const [index, answer] of outbox.entries()) {
    if (answer.heardAs !== null && shown.has(answer.heardAs)) continue;
    beginDay(answer.writtenAt);
    rows.push({ kind: 'outgoing', key: answer.key, at: answer.writtenAt, answer, isFirst: index === 0 });
  }
  return rows;
}

function messageRows({ messages, outbox = [], newFromId, keyOf = (id) => id }: TimelineParts): MessageRow[] {
  const byExternalId = new Map(messages.map((message) => [message.externalId, message]));
  const heardAs = new Map(outbox.map(({ heardAs: id, key }) => [id, key]));
  const groups = albumsOf(messages, newFromId);
  return groups.map(([message, ...album], index) => {
    const { replyToExternalId, timestamp: at, id } = message;
    const quoted = replyToExternalId && {
      externalId: replyToExternalId,
      message: byExternalId.get(replyToExternalId) ?? null,
    };
    const isFirst = !areTogether(groups[index - 1]?.at(-1), message);
    const isLast = !areTogether(album.at(-1) ?? message, groups[index + 1]?.[0]);
    const key = heardAs.get(id) ?? keyOf(id);
    return { kind: 'message', key, at, message, album, isFirst, isLast, quoted: quoted || null };
  });
}

type Group = [Message, ...Message[]];

/** Messages that follow each other, those of an album together; what is new stands below the mark that says so. */
function albumsOf(messages: readonly Message[], newFromId: string | null = null): Group[] {
  const groups: Group[] = [];
  for (const message of messages) {
    const before = groups.at(-1);
    const { albumId, direction, id } = message;
    const isOfAlbum = Boolean(albumId) && before?.[0].albumId === albumId && before[0].direction === direction;
    if (isOfAlbum && id !== newFromId) before.push(message);
    else groups.push([message]);
  }
  return groups;
}

/** What happened to the chat, as far back as its messages are loaded. */
function happenings({ routingLog = [], runs = [], ...parts }: TimelineParts): Timed[] {
  const [first] = parts.messages;
  const from = parts.hasOlder && first !== undefined ? byServiceClock(first, parts) : '';
  const entries = routingLog
    .filter(({ event }) => shownEvents.has(event))
    .map((entry, index): Timed => ({ kind: 'routing', key: `routing ${index} ${entry.at}`, at: entry.at, entry }));
  const ended = runs.map((run): Timed => ({ kind: 'process', key: run.id, at: run.endedAt ?? run.startedAt, run }));
  return [...entries, ...ended].filter(({ at }) => at > from).sort((one, other) => (one.at < other.at ? -1 : 1));
}

/** When a message was written, by the clock by which happenings are told: the client's, and what others answered, has the messenger's time. */
function byServiceClock({ timestamp, author }: Message, { clockAheadMs = 0 }: TimelineParts): string {
  return author === null ? new Date(Date.parse(timestamp) + clockAheadMs).toISOString() : timestamp;
}

/** Messages keep their order whatever their times; happenings come before the first message that is later. */
function merged(messages: MessageRow[], others: Timed[], parts: TimelineParts): Timed[] {
  const all: Timed[] = [];
  let next = 0;
  for (const row of messages) {
    const at = byServiceClock(row.message, parts);
    for (let other = others[next]; other !== undefined && other.at < at; other = others[next]) {
      all.push(other);
      next += 1;
    }
    all.push(row);
  }
  return [...all, ...others.slice(next)];
}

function areTogether(one: Message | undefined, other: Message | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const isSame =
    one.direction === other.direction &&
    one.kind === other.kind &&
    one.author?.id === other.author?.id &&
    one.answeredBy === other.answeredBy;
  const isSoon = Date.parse(other.timestamp) - Date.parse(one.timestamp) < togetherMs;
  return isSame && isSoon && localDay(one.timestamp) === localDay(other.timestamp);
}

function localDay(iso: string): string {
  const at = new Date(iso);
  return `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`;
}
