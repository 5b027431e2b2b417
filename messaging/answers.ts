import type { Provider } from '../channels/contract';
import { takesPart } from '../domain/channel';
import { type Chat, lastKeyOf, lastMessageOf } from '../domain/chat';
import { messageEvents } from '../domain/live-event';
import { type Attachment, type Message, type MessageType, type TemplateUse, unaccompanied } from '../domain/message';
import { keyBehind, orderKey } from '../domain/order-key';
import { previewsFor } from '../domain/preview';
import { invalid, Problem } from '../domain/problem';
import { minuteMs } from '../domain/settings';
import type { User } from '../domain/user';
import { isDuplicate } from '../storage/database';
import { idOfFollowing } from '../storage/outgoing-messages';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import { checkLimits, checkTemplate } from './answer-limits';
import { type AnswerPart, partsOf } from './answer-parts';
import type { ChatSignals } from './chat-signals';
import type { MessagingDeps } from './ports';
import type { ReplyOptions } from './reply-options';

export interface Answer {
  id: string;
  chatId: string;
  author: Pick<User, 'id' | 'name'>;
  text: string;
  /** Texts that go out after it in one go, each as a message of its own: what was too long for one. */
  furtherTexts?: string[];
  files: Array<{ id: string; fileName: string; mediaType: string; size: number }>;
  replyToMessageId?: string;
  /** Sent in place of a text: an approved message. */
  template?: TemplateUse;
}

/** An answer as it was stored: all of its messages, or none. */
export interface WrittenAnswer {
  message: Message;
  /** What goes out after it where the messenger takes text and file apart, or the text was too long for one message. */
  followedBy: Message[];
}

/** Operators' answers: stored first, then the chat is told to send them, so that with Temporal away none is refused (architecture 1). */
export function createAnswers({
  storage,
  providers,
  log,
  signals,
  replyOptions,
}: Pick<MessagingDeps, 'storage' | 'providers' | 'log'> & { signals: ChatSignals; replyOptions: ReplyOptions }) {
  /** Stores an answer of the chat's operator. The same id stored before is returned as it is. */
  async function write(asked: Answer): Promise<WrittenAnswer> {
    const before = await check(asked);
    if (before !== null) return before;
    const answer = { ...asked, text: await textOf(asked) };
    const replyTo = answer.replyToMessageId ? await storage.messages.get(answer.replyToMessageId) : null;
    if (answer.replyToMessageId && replyTo?.chatId !== answer.chatId)
      throw invalid({ replyToMessageId: 'is not a message of this chat' });
    try {
      const { result } = await commit(storage, (unit) => store(unit, answer, replyTo?.externalId ?? null));
      void tell(result.chat, result.messages);
      return asWritten(result.messages);
    } catch (error) {
      const twin = isDuplicate(error) ? await stored(answer.id) : null;
      if (twin === null) throw error;
      return twin;
    }
  }

  async function stored(answerId: string): Promise<WrittenAnswer | null> {
    const messages = await storage.messages.ofAnswer(answerId);
    return messages.length === 0 ? null : asWritten(messages);
  }

  /** Refuses what cannot be sent, before anything of it is stored. Returns the answer when it is stored already. */
  async function check(answer: Answer): Promise<WrittenAnswer | null> {
    const [chat, before] = await Promise.all([storage.chats.get(answer.chatId), stored(answer.id)]);
    if (chat === null) throw new Problem('not_found', 'There is no such chat.');
    if (before !== null) return before;
    refuseUnlessInWork(chat, answer.author.id);
    await checkChannel(chat);
    if (answer.template !== undefined) checkTemplate(answer);
    else {
      checkLimits(providerOf(chat), answer);
      await replyOptions.refuseUnlessOpen(chat);
    }
    return null;
  }

  async function textOf({ chatId, template, text }: Answer): Promise<string> {
    if (template === undefined) return text;
    const chat = await storage.chats.get(chatId);
    if (chat === null) throw new Problem('not_found', 'There is no such chat.');
    return replyOptions.textOf(chat, template);
  }

  /** Puts a failed answer among those to be sent again (domain 4.1). */
  async function sendAgain(asked: { chat: Chat; messageId: string; operatorId: string }): Promise<Message> {
    const { chat } = asked;
    const message = await storage.messages.get(asked.messageId);
    if (message === null || message.chatId !== chat.id || message.direction !== 'outgoing')
      throw new Problem('not_found', 'There is no such message in this chat.');
    if (chat.operatorId !== asked.operatorId) throw notInWork();
    await checkChannel(chat);
    if (message.template === null) await replyOptions.refuseUnlessOpen(chat);
    const { result: pending } = await commit(storage, async (unit) => {
      const again = await storage.messages.sendAgain(message, unit.tx);
      if (again === null) throw new Problem('message_not_failed', 'Only a message that failed can be sent again.');
      unit.tell(...messageEvents('message.updated', again));
      return again;
    });
    void tell(chat, [pending]);
    return pending;
  }

  /** The operator has read the chat, all of it or up to a message: what came later stays unread. */
  async function markRead(asked: { chat: Chat; messageId: string | undefined; operatorId: string }): Promise<Chat> {
    const { chat } = asked;
    if (chat.operatorId !== asked.operatorId) throw notInWork();
    const last = asked.messageId === undefined ? null : await storage.messages.get(asked.messageId);
    if (asked.messageId !== undefined && last?.chatId !== chat.id)
      throw new Problem('not_found', 'There is no such message in this chat.');
    const { result } = await commit(storage, async (unit) => {
      const unread = last === null ? 0 : await storage.messages.countIncomingAfter(chat.id, last, unit.tx);
      await storage.chats.setUnread(chat.id, unread, unit.tx);
      unit.tell({ type: 'chat.updated', chatId: chat.id });
      return unread;
    });
    return { ...chat, unreadCount: result };
  }

  async function store(
    unit: UnitOfWork,
    answer: Answer,
    replyToExternalId: string | null,
  ): Promise<{ chat: Chat; messages: Message[] }> {
    const chat = await storage.chats.get(answer.chatId, unit.tx);
    if (chat === null) throw new Problem('not_found', 'There is no such chat.');
    refuseUnlessInWork(chat, answer.author.id);
    const messages = messagesOf(chat, answer, { parts: partsOfAnswer(chat, answer), replyToExternalId });
    const [queue] = await Promise.all([
      storage.queues.get(chat.queueId),
      storage.messages.write(unit.tx, messages, chat),
    ]);
    const minutes = queue?.completionTimeoutMinutes ?? null;
    const completesAt = minutes === null ? null : new Date(Date.now() + minutes * minuteMs);
    const { message, followedBy } = asWritten(messages);
    const lastMessage = lastMessageOf(followedBy.at(-1) ?? message);
    await storage.chats.note(unit.tx, [{ ...chat, lastMessage, completesAt }]);
    unit.tell(...messages.flatMap((one) => messageEvents('message.created', one)));
    unit.tell({ type: 'chat.updated', chatId: chat.id });
    unit.followSlowly(...messages.flatMap(previewsFor));
    return { chat: { ...chat, completesAt }, messages };
  }

  /** A template is one message, however long the client's will be. */
  function partsOfAnswer(chat: Chat, { text, furtherTexts = [], files, template }: Answer): Part[] {
    if (template !== undefined) return [{ text, files }];
    return partsOf(providerOf(chat).outgoing, { texts: [text, ...furtherTexts], files });
  }

  async function tell(chat: Chat, messages: Message[]): Promise<void> {
    try {
      await signals.answerWritten(chat);
      await storage.messages.markSignalled(messages.map(({ id }) => id));
    } catch (error) {
      log.warn({ err: error, chatId: chat.id }, 'a chat could not be told of an answer; the relay will');
    }
  }

  async function checkChannel(chat: Chat): Promise<void> {
    const channel = await storage.channels.get(chat.channelId);
    if (channel === null || !takesPart(channel))
      throw new Problem('channel_inactive', 'The channel is switched off or has no queue: nothing can be sent.');
  }

  function providerOf(chat: Chat): Provider {
    const provider = providers.find(({ code }) => code === chat.provider);
    if (provider === undefined) throw new Error(`no provider ${chat.provider}`);
    return provider;
  }

  return { check, write, sendAgain, markRead };
}

function refuseUnlessInWork(chat: Chat, operatorId: string): void {
  if (chat.status === 'completed') throw new Problem('chat_completed', 'The chat is completed.');
  if (chat.operatorId !== operatorId) throw notInWork();
}

function notInWork(): Problem {
  return new Problem('chat_not_in_work', 'Only the operator who has the chat in work can do this.');
}

function asWritten([message, ...followedBy]: Message[]): WrittenAnswer {
  if (message === undefined) throw new Error('An answer has a message.');
  return { message, followedBy };
}

type Part = AnswerPart<Answer['files'][number]>;

/** Each stands after the one before it. The first has the answer's id, and is the one that replies. */
function messagesOf(
  chat: Chat,
  answer: Answer,
  { parts, replyToExternalId }: { parts: Part[]; replyToExternalId: string | null },
): Message[] {
  const messages: Message[] = [];
  for (const [index, part] of parts.entries()) {
    const id = index === 0 ? answer.id : idOfFollowing(answer.id, index);
    const replyTo = index === 0 ? replyToExternalId : null;
    const before = messages.at(-1);
    const lastMessage = before === undefined ? chat.lastMessage : lastMessageOf(before);
    messages.push(messageOf({ ...chat, lastMessage }, { ...answer, ...part, id }, replyTo));
  }
  return messages;
}

/** Until the messenger has taken it, it stands behind what its author had before him, whoever's clock is ahead. */
function messageOf(chat: Chat, answer: Answer, replyToExternalId: string | null): Message {
  const now = new Date();
  return {
    id: answer.id,
    chatId: chat.id,
    channelId: chat.channelId,
    provider: chat.provider,
    clientId: chat.clientId,
    direction: 'outgoing',
    kind: 'message',
    notice: null,
    type: typeOf(answer.files[0]?.mediaType),
    text: answer.text,
    timestamp: now,
    sequence: 0,
    orderKey: chat.lastMessage === null ? orderKey(now, 0) : keyBehind(lastKeyOf(chat.lastMessage, now)),
    externalId: null,
    replyToExternalId,
    editedAt: null,
    versions: [],
    location: null,
    ...unaccompanied,
    attachments: answer.files.map(
      ({ id, fileName, mediaType, size }): Attachment => ({
        id,
        fileName,
        mediaType,
        size,
        status: 'stored',
        reference: null,
        fileId: id,
        failure: null,
      }),
    ),
    authorId: answer.author.id,
    authorName: answer.author.name,
    deliveryStatus: 'pending',
    failure: null,
    reaction: null,
    template: answer.template ?? null,
    possiblyRepeated: false,
  };
}

function typeOf(mediaType: string | undefined): MessageType {
  switch (mediaType?.split('/')[0]) {
    case undefined:
      return 'text';
    case 'image':
      return 'image';
    case 'audio':
      return 'audio';
    case 'video':
      return 'video';
    default:
      return 'file';
  }
}
