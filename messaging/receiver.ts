import { setTimeout as sleep } from 'node:timers/promises';
import type { Provider } from '../channels/contract';
import type { BotChats } from '../distribution/bot-chats';
import { type OpenedChannel, takesPart } from '../domain/channel';
import type { Chat } from '../domain/chat';
import type { EchoedMessage, InboundEvent, IncomingMessage } from '../domain/inbound';
import { messageEvents } from '../domain/live-event';
import { allFilesOf, type Message } from '../domain/message';
import { aheadOfStampsMs, byOther, wholeSecond } from '../domain/messenger-clock';
import { saidAt } from '../domain/reception';
import { type Moment, originalMoment } from '../domain/versions';
import { inBatches } from '../storage/batches';
import type { ToldVersion } from '../storage/message-editing';
import { commit } from '../storage/unit-of-work';
import type { ChatSignals } from './chat-signals';
import type { ClientIds } from './client-ids';
import type { Joining, Received } from './joining';
import { createLeftOut } from './left-out';
import { createNotices } from './notices';
import type { MessagingDeps } from './ports';
import { createReports } from './reports';
import { checkStamps } from './stamps';

export interface ReceiverDeps extends Pick<MessagingDeps, 'storage' | 'log' | 'providers'> {
  signals: ChatSignals;
  joining: Joining;
  bots: BotChats;
  clientIds: ClientIds;
}

/** Deliveries that are stored together. */
const storedAtOnce = 50;
/** Conversations whose messages join their chats together. */
const joinedAtOnce = 50;
const markedAtOnce = 200;
/** Well below the time after which a relay tells of a message. */
const gatherMs = 2_000;
/** How long an answer that was given elsewhere waits for the chat that is being opened; then it comes with the client's next message. */
const openedWithinMs = 60_000;
const lookAgainMs = 250;
/** As far as clocks differ that nobody has set, on a channel whose messenger's was never read. */
const unmeasuredMs = 5 * 60_000;

type EditEvent = Extract<InboundEvent, { kind: 'edit' }>;

interface Delivery {
  channel: OpenedChannel;
  messages: IncomingMessage[];
}

/** What a conversation's workflow has to be told of. */
interface News extends Received {
  provider: string;
  /** Files have to be loaded, which is the workflow's business. */
  hasFiles: boolean;
}

/**
 * Takes in what messengers tell. Resolves when all of it is durable, which is when the messenger may be told so. After that
 * messages join the open chat, and the chat's workflow is told; what fails of it is repeated by the relay (domain 2.2).
 */
export function createReceiver({ storage, signals, joining, bots, clientIds, log, providers }: ReceiverDeps) {
  const heed = createReports({ storage, bots });
  const noteLeftOut = createLeftOut({ storage, log });
  /** By chat: messages that its workflow has yet to be told of. */
  const toTell = new Map<string, News>();

  async function receive(channel: OpenedChannel, told: InboundEvent[]): Promise<void> {
    const { events, replaced } = checkStamps(providerOf(channel), channel, await clientIds.resolve(channel, told));
    if (replaced > 0)
      log.warn(
        { channelId: channel.id, provider: channel.provider, replaced },
        'a messenger told times that cannot be; those of receipt stand for them',
      );
    const threads = events.filter(({ kind }) => kind === 'thread');
    for (const event of threads) await heed(channel, event);
    if (takesPart(channel)) await takeInAll(channel, events);
    else await noteLeftOut(channel, 'channel_inactive', events.flatMap(externalIdOf));
    for (const event of events) if (!threads.includes(event)) await heed(channel, event);
  }

  async function takeInAll(channel: OpenedChannel, events: InboundEvent[]): Promise<void> {
    const from = acceptsFromMs(channel);
    const isLate = ({ timestamp, orderAt = timestamp }: Pick<IncomingMessage, 'timestamp' | 'orderAt'>) =>
      orderAt.getTime() < from;
    const isEditLate = (event: EditEvent) => (saidAt(event)?.getTime() ?? from) < from;

    const messages = events.flatMap((event) =>
      event.kind === 'message' && !isLate(event.message) ? [event.message] : [],
    );
    if (messages.length > 0) await takeInMessages(channel, messages);
    for (const event of events) {
      if (event.kind === 'edit' && !isEditLate(event))
        await edit(channel, event, { takesUnknown: !isLate(event.message) });
      if (event.kind === 'echo' && !isLate(event.message)) await echo(channel, event.message);
    }
    const left = events.filter((event) => {
      if (event.kind === 'edit') return isEditLate(event);
      return 'message' in event && isLate(event.message);
    });
    await noteLeftOut(channel, 'before_switched_on', left.flatMap(externalIdOf));
  }

  /** Of what is older the clients wrote while the channel was off: by the clock that stamps their messages, not by ours. */
  function acceptsFromMs(channel: OpenedChannel): number {
    if (channel.acceptsFrom === null) return Number.NEGATIVE_INFINITY;
    const aheadMs = aheadOfStampsMs(providerOf(channel), channel) ?? unmeasuredMs;
    return wholeSecond(byOther(channel.acceptsFrom, aheadMs));
  }

  function providerOf({ provider }: OpenedChannel): Provider | undefined {
    return providers.find(({ code }) => code === provider);
  }

  const store = inBatches<Delivery, Message[]>(storedAtOnce, storage.messages.receive);

  async function takeInMessages(channel: OpenedChannel, all: IncomingMessage[]): Promise<void> {
    const messages = all.filter(({ notice }) => notice === undefined);
    const stored = messages.length === 0 ? [] : await takeIn(channel, messages);
    if (stored.length < messages.length) await addOriginals(channel, messages.filter(isNotAmong(stored)));
    await takeInNotices(
      channel,
      all.filter(({ notice }) => notice !== undefined),
    );
  }

  /** Returns those that were not there. */
  async function takeIn(channel: OpenedChannel, messages: IncomingMessage[]): Promise<Message[]> {
    const stored = await store({ channel, messages });
    for (const news of newsOf(channel, stored)) void joinAndTell(news);
    return stored;
  }

  const join = inBatches<Received, Chat | null>(joinedAtOnce, joining.joinOpenChats, conversationOf);
  const markSignalled = inBatches<string[], void>(markedAtOnce, async (ids) => {
    await storage.messages.markSignalled(ids.flat());
    return [];
  });

  /** Where the messages could not join a chat now, the workflow does it: it opens one, or MongoDB was away for a moment. */
  async function joinAndTell(news: News): Promise<void> {
    const chat = await join(news).catch(() => null);
    if (chat === null || news.hasFiles) await tell(news, null);
    else tellSoon(news, chat.id);
  }

  /** What has joined its chat is there for all to see: its workflow hears of a client's quick messages together. */
  function tellSoon(news: News, chatId: string): void {
    const before = toTell.get(chatId);
    if (before !== undefined) return void before.messageIds.push(...news.messageIds);
    const gathered = { ...news, messageIds: [...news.messageIds] };
    toTell.set(chatId, gathered);
    setTimeout(() => {
      toTell.delete(chatId);
      void tell(gathered, chatId);
    }, gatherMs).unref();
  }

  async function tell(news: News, joined: string | null): Promise<void> {
    const { messageIds } = news;
    try {
      await signals.messagesReceived(news, { messageIds, joined });
      await markSignalled(messageIds);
    } catch (error) {
      log.warn({ err: error, messageIds }, 'a chat could not be told of messages; the relay will');
    }
  }

  /** Not marked as told: the workflow may just have ended its work on the message's former files, and the relay tells it once more. */
  async function tellOfFiles(news: News): Promise<void> {
    const { messageIds } = news;
    await signals
      .messagesReceived(news, { messageIds, joined: null })
      .catch((error: unknown) =>
        log.warn({ err: error, messageIds }, 'a chat could not be told of files; the relay will'),
      );
  }

  /**
   * An answer that was given elsewhere appears in the open chat, or with the client's next message. One that this side is just
   * sending is that one: the messenger told of it before it answered the call.
   */
  async function echo(channel: OpenedChannel, message: EchoedMessage): Promise<void> {
    const of = { channelId: channel.id, clientId: message.clientId };
    const own = await storage.messages.sendingWith(of, message.text);
    const { timestamp: at, sequence } = message;
    if (own !== null)
      return heed(channel, {
        ...{ kind: 'delivery', clientId: message.clientId, externalId: message.externalId },
        ...{ messageId: own.id, status: 'sent', accepted: { at, sequence } },
      });
    const stored = await storage.messages.receiveEchoes(channel, [message]);
    for (const news of newsOf(channel, stored))
      joinEcho(news).catch((error: unknown) =>
        log.warn({ err: error }, 'an answer given elsewhere comes with the next message'),
      );
  }

  const takeInNotices = createNotices({ storage, log, openChatFor, join });

  async function joinEcho(news: News): Promise<void> {
    const open = await openChatFor(news);
    if (open === null) return;
    const chat = await join(news).catch(() => null);
    if (chat === null || news.hasFiles) await tell(news, null);
    // The completion timeout counts from it.
    const now = await storage.chats.get(open.id);
    if (now?.completesAt) await signals.answerWritten(now);
  }

  /** A bot is quick: the chat of what it answers may just be being opened. Null when there is none, and none to come. */
  async function openChatFor(news: Received): Promise<Chat | null> {
    for (const until = Date.now() + openedWithinMs; ; await sleep(lookAgainMs)) {
      const isComing = await storage.messages.anyUnattached(news);
      const [open = null] = await storage.chats.openOf([news]);
      if (open !== null || !isComing || Date.now() > until) return open;
    }
  }

  /** A change of a message that never came is taken in as the message. */
  async function edit(channel: OpenedChannel, event: EditEvent, { takesUnknown }: { takesUnknown: boolean }) {
    const { message, editedAt: at, editSequence: sequence = 0, isTextOnly = false } = event;
    const moment: Moment = { at, sequence };
    if (await change(channel, { message, moment, isTextOnly })) return;
    if (!takesUnknown) return noteLeftOut(channel, 'before_switched_on', [message.externalId]);
    const stored = await takeIn(channel, [{ ...message, edited: moment }]);
    if (stored.length === 0) await change(channel, { message, moment, isTextOnly });
  }

  /** What was there already may have come edited first: then this is what it said before. */
  async function addOriginals(channel: OpenedChannel, messages: IncomingMessage[]): Promise<void> {
    for (const message of await storage.messages.lackingOriginals(channel.id, messages))
      await change(channel, { message, moment: originalMoment(message.timestamp), isTextOnly: false });
  }

  /** Returns whether there is such a message. */
  async function change(channel: OpenedChannel, told: ToldVersion): Promise<boolean> {
    const { result } = await commit(storage, async (unit) => {
      const edited = await storage.messages.edit(channel.id, told, unit.tx);
      const { changed } = edited;
      if (changed === null || changed.chatId === null) return edited;
      const { chatId } = changed;
      unit.tell(...messageEvents('message.updated', changed));
      if (await storage.chats.noteEdit(chatId, changed, unit.tx)) unit.tell({ type: 'chat.updated', chatId });
      return edited;
    });
    const { changed, isKnown } = result;
    if (changed !== null && allFilesOf(changed).some(({ status }) => status === 'pending'))
      for (const news of newsOf(channel, [changed])) void tellOfFiles(news);
    return isKnown;
  }

  return { receive };
}

function newsOf({ id: channelId, provider }: OpenedChannel, stored: Message[]): News[] {
  return [...new Set(stored.map(({ clientId }) => clientId))].map((clientId) => {
    const own = stored.filter((message) => message.clientId === clientId);
    const hasFiles = own.some(({ attachments }) => attachments.length > 0);
    return { provider, channelId, clientId, messageIds: own.map(({ id }) => id), hasFiles };
  });
}

const conversationOf = ({ channelId, clientId }: Received) => `${channelId} ${clientId}`;

function isNotAmong(stored: Message[]) {
  return (message: IncomingMessage) =>
    !stored.some(({ clientId, externalId }) => clientId === message.clientId && externalId === message.externalId);
}

/** What a client or somebody else has written there is known by. */
function externalIdOf(event: InboundEvent): string[] {
  return 'message' in event ? [event.message.externalId] : [];
}

export type Receiver = ReturnType<typeof createReceiver>;
