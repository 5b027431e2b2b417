import { randomUUID } from 'node:crypto';
import type { Chat } from '../../domain/chat';
import { incomingRow } from '../../storage/message-row';
import type { Storage } from '../../storage/storage';

export const messagesOfChat = 10;
/** Chats that one contact, one operator has had. */
const contactsChats = 5;

/** Of every so many chats: how often a word is met. */
export const words = {
  everywhere: 'hello',
  seldom: { word: 'invoice', every: 100 },
  rare: { word: 'zebra', every: 5_000 },
};
/** Two words of which each is in half of all chats, and both are in none. */
export const apart = ['monday', 'friday'] as const;

/** Generated rows of completed chats, numbered from `first` on, a minute apart; written past the model, as a thousand a second would be too slow. */
export async function generateChats(
  storage: Pick<Storage, 'chats' | 'messages'>,
  { first = 1, count, queueIds, startsAt }: { first?: number; count: number; queueIds: string[]; startsAt: Date },
): Promise<void> {
  const batch = 1_000;
  for (let done = 0; done < count; done += batch) {
    const numbers = Array.from({ length: Math.min(batch, count - done) }, (_, index) => first + done + index);
    const chats = numbers.map((number) => chatRow(number, { queueIds, startsAt }));
    const messages = chats.flatMap((chat) => messageRows(chat));
    const unordered = { ordered: false, writeConcern: { w: 1 as const, j: false } };
    await Promise.all([
      storage.chats.model.collection.insertMany(chats as never[], unordered),
      storage.messages.model.collection.insertMany(messages as never[], unordered),
    ]);
  }
}

function chatRow(number: number, { queueIds, startsAt }: { queueIds: string[]; startsAt: Date }) {
  const createdAt = new Date(startsAt.getTime() + number * 60_000);
  const chat: Omit<Chat, 'id'> = {
    number,
    workflowId: `generated-${number}`,
    channelId: `channel-${number % 7}`,
    provider: 'webchat',
    clientId: `client-${number}`,
    contactId: `contact-${Math.floor(number / contactsChats)}`,
    queueId: queueIds[number % queueIds.length] ?? '',
    status: 'completed',
    operatorId: `operator-${number % 50}`,
    offer: null,
    shownTo: null,
    unrouted: false,
    revision: 1,
    declinedBy: [],
    givenBy: null,
    dependsOn: null,
    failedAsks: 0,
    createdAt,
    acceptedAt: createdAt,
    completedAt: createdAt,
    completedBy: 'operator',
    completesAt: null,
    lastMessage: null,
    unreadCount: 0,
    referral: null,
  };
  return { _id: `chat-${number}`, ...chat, checkedAt: createdAt };
}

function messageRows(chat: ReturnType<typeof chatRow>) {
  return Array.from({ length: messagesOfChat }, (_, index) => {
    const { dueAt: _dueAt, ...row } = incomingRow(
      { id: chat.channelId, provider: chat.provider },
      {
        clientId: chat.clientId,
        externalId: randomUUID(),
        type: 'text',
        text: textOf(chat.number, index),
        timestamp: new Date(chat.createdAt.getTime() + index * 1_000),
        sequence: index,
        attachments: [],
      },
    );
    return { ...row, chatId: chat._id, chatNumber: chat.number };
  });
}

function textOf(number: number, index: number): string {
  const said = [
    words.everywhere,
    `topic${(number * 31 + index) % 5_000}`,
    'of',
    `detail${(number * 17 + index) % 900}`,
  ];
  if (index !== 0) return said.join(' ');
  const isNow = (every: number) => number % every === 0;
  return [
    ...said,
    apart[number % 2],
    ...(isNow(words.seldom.every) ? [words.seldom.word] : []),
    ...(isNow(words.rare.every) ? [words.rare.word] : []),
  ].join(' ');
}
