import { ApiError } from '../../console/app/api-error';
import type { Chat, ChatDetails, Message, Page } from '../../console/app/types';
import { createConversation } from '../../console/conversation/conversation-store';
import { createHeard, settle } from '../support/console-parts';

const me = 'operator-1';

function message(number: number, more: Partial<Message> = {}): Message {
  const timestamp = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();
  return {
    id: `message-${number}`,
    chatId: 'chat-1',
    ...{ provider: 'telegram', sender: '7', recipient: '42' },
    direction: 'incoming',
    type: 'text',
    text: `text ${number}`,
    ...{ timestamp, orderKey: `${timestamp}/0000000000000000/000000` },
    ...{ kind: 'message', notice: null, versions: [], replyTo: null },
    ...{ editedAt: null, author: null, answeredBy: null, replyToExternalId: null, location: null, sharedContact: null },
    ...{ furtherContacts: [], links: [], marks: [], forwardedFrom: null, quote: null, externalReply: null },
    ...{ albumId: null, referral: null },
    ...{ deliveryStatus: null, failure: null, reaction: null, template: null, possiblyRepeated: false },
    attachments: [],
    externalId: `external-${number}`,
    ...more,
  };
}

/** A service with so many messages in the chat, numbered from 0. */
function serviceWith(count: number, { unreadCount = 0, operatorId = me } = {}) {
  const all = Array.from({ length: count }, (_, number) => message(number));
  const read: unknown[] = [];
  const chat = {
    id: 'chat-1',
    status: 'active',
    operator: { id: operatorId, name: 'Olga' },
    unreadCount,
    routingLog: [],
  };
  const service = {
    all,
    read,
    chat: chat as unknown as ChatDetails,
    isAway: false,
    /** Asked for and not answered yet, when `isSlow`. */
    waiting: [] as Array<() => void>,
    isSlow: false,
    /** What was read is told, and the answer to that is waited for. */
    isAnswerHeld: false,
  };
  async function get(path: string, { query = {} }: { query?: Record<string, unknown> } = {}): Promise<unknown> {
    if (service.isAway) throw ApiError.unreachable(null);
    if (path.endsWith('/processes')) return { items: [], nextCursor: null };
    if (!path.endsWith('/messages')) return { ...service.chat };
    const before = query.cursor === undefined ? service.all.length : Number(query.cursor);
    const from = Math.max(0, before - Number(query.limit));
    const page: Page<Message> = {
      items: service.all.slice(from, before),
      nextCursor: from === 0 ? null : String(from),
    };
    if (service.isSlow) await new Promise<void>((answer) => service.waiting.push(answer));
    return page;
  }
  async function post(_path: string, body: { messageId: string }): Promise<unknown> {
    read.push(body.messageId);
    if (service.isAnswerHeld) await new Promise<void>((answer) => service.waiting.push(answer));
    return { ...service.chat, unreadCount: 0 };
  }
  const heard = createHeard();
  const api = { get, post } as Parameters<typeof createConversation>[0]['api'];
  const conversation = createConversation({ api, live: heard.live, chatId: 'chat-1', userId: me });
  const numbers = () => conversation.messages.value.map(({ id }) => Number(id.split('-')[1]));
  return { ...heard, service, conversation, numbers };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

test('begins with the newest page, and goes back to the beginning without a gap or a double', async () => {
  const { conversation, numbers } = serviceWith(320);
  await settle();
  expect(numbers()).toEqual(range(270, 320));
  while (conversation.hasOlder.value) await conversation.loadOlder();
  expect(numbers()).toEqual(range(0, 320));
});

test('takes in what comes and what changes, each once and in its place', async () => {
  const { conversation, numbers, tell } = serviceWith(3);
  await settle();
  tell('message.created', { message: message(4) });
  tell('message.created', { message: message(3) });
  tell('message.updated', { message: message(1, { text: 'changed', editedAt: '2026-01-01T01:00:00.000Z' }) });
  tell('message.created', { message: message(5, { chatId: 'another' }) });
  expect(numbers()).toEqual([0, 1, 2, 3, 4]);
  expect(conversation.messages.value[1]?.text).toBe('changed');
});

test('what is heard while a page is on its way is newer than the page', async () => {
  const { conversation, service, tell, reload } = serviceWith(3);
  await settle();
  service.isSlow = true;
  reload();
  await settle();
  tell('message.updated', { message: message(2, { reaction: '👍' }) });
  tell('message.created', { message: message(3) });
  for (const answer of service.waiting) answer();
  await settle();
  expect(conversation.messages.value.map(({ reaction }) => reaction)).toEqual([null, null, '👍', null]);
});

test('what is heard of the chat while it is on its way is newer, and is asked for again with its routing log', async () => {
  const { conversation, service, tell, reload } = serviceWith(1);
  service.isSlow = true;
  service.chat.status = 'offered';
  reload();
  await settle();
  const taken = { ...service.chat, status: 'active' as const };
  tell('chat.updated', { chat: taken });
  service.chat.status = 'active';
  const routingLog = [{ event: 'accepted' }] as never;
  service.chat.routingLog = routingLog;
  for (const answer of service.waiting.splice(0)) answer();
  await settle();
  expect(conversation.chat.value?.status).toBe('active');
  for (const answer of service.waiting.splice(0)) answer();
  await settle();
  expect(conversation.chat.value).toMatchObject({ status: 'active', routingLog });
});

test('what a command answered is not shown over what was heard since', async () => {
  const { conversation, tell } = serviceWith(1);
  await settle();
  const answer = (deliveryStatus: Message['deliveryStatus']) =>
    message(1, { direction: 'outgoing', externalId: null, deliveryStatus });
  conversation.answered(answer('pending'));
  tell('message.updated', { message: answer('sent') });
  conversation.answered(answer('pending'));
  expect(conversation.messages.value[1]?.deliveryStatus).toBe('sent');
  tell('message.updated', { message: answer('failed') });
  conversation.answered(answer('pending'));
  expect(conversation.messages.value[1]?.deliveryStatus).toBe('pending');
});

test('after events were missed the older messages stay, unless something may lie between', async () => {
  const { conversation, service, numbers, reload } = serviceWith(120);
  await settle();
  await conversation.loadOlder();
  expect(numbers()).toEqual(range(0, 120));
  service.all.push(...range(120, 130).map((number) => message(number)));
  reload();
  await settle();
  expect(numbers()).toEqual(range(0, 130));
  service.all.push(...range(130, 530).map((number) => message(number)));
  reload();
  await settle();
  expect(numbers()).toEqual(range(400, 530));
  await conversation.loadOlder();
  expect(numbers()).toEqual(range(300, 530));
});

test('a message that is erased while nobody listened is gone', async () => {
  const { service, numbers, reload } = serviceWith(5);
  await settle();
  service.all.splice(2, 1);
  reload();
  await settle();
  expect(numbers()).toEqual([0, 1, 3, 4]);
});

describe('reading', () => {
  const unread = (chat: Chat, unreadCount: number) => ({ chat: { ...chat, unreadCount } });

  test('is told once somebody looks, up to the last message, and once for each', async () => {
    const { conversation, service, tell } = serviceWith(4, { unreadCount: 2 });
    await settle();
    expect(service.read).toEqual([]);
    conversation.watch(true);
    await settle();
    tell('message.created', { message: message(4) });
    tell('chat.updated', unread(service.chat, 1));
    tell('chat.updated', unread(service.chat, 1));
    await settle();
    expect(service.read).toEqual(['message-3', 'message-4']);
  });

  test('goes on with what came while it was told, also when that was heard before the answer', async () => {
    const { conversation, service, tell } = serviceWith(1, { unreadCount: 1 });
    service.isAnswerHeld = true;
    await settle();
    conversation.watch(true);
    tell('message.created', { message: message(1) });
    tell('chat.updated', unread(service.chat, 1));
    for (const answer of service.waiting.splice(0)) answer();
    await settle();
    expect(service.read).toEqual(['message-0', 'message-1']);
  });

  test('a line stands before what was unread, and what comes while nobody looks', async () => {
    const { conversation, tell } = serviceWith(4, { unreadCount: 2 });
    await settle();
    expect(conversation.newFromId.value).toBe('message-2');
    conversation.forgetNew();
    conversation.watch(true);
    tell('message.created', { message: message(4) });
    expect(conversation.newFromId.value).toBeNull();
    conversation.watch(false);
    tell('message.created', { message: message(5) });
    tell('message.created', { message: message(6) });
    expect([conversation.newFromId.value, conversation.unseenFromId.value]).toEqual(['message-5', 'message-5']);
    conversation.watch(true);
    expect([conversation.newFromId.value, conversation.unseenFromId.value]).toEqual(['message-5', null]);
  });

  test('what the messenger says by itself is new to nobody', async () => {
    const notice = { kind: 'system', notice: 'timer_changed' } as const;
    const { conversation, service, tell } = serviceWith(4, { unreadCount: 2 });
    Object.assign(service.all[3] ?? {}, notice);
    await settle();
    expect(conversation.newFromId.value).toBe('message-1');
    conversation.watch(true);
    conversation.watch(false);
    tell('message.created', { message: message(4, notice) });
    expect(conversation.unseenFromId.value).toBeNull();
    expect(conversation.messages.value.at(-1)?.kind).toBe('system');
  });

  test('another’s chat is not told to be read', async () => {
    const { conversation, service } = serviceWith(4, { unreadCount: 2, operatorId: 'somebody' });
    await settle();
    conversation.watch(true);
    await settle();
    expect(service.read).toEqual([]);
  });
});

test('a quoted message is looked for backwards, and found or not', async () => {
  const { conversation } = serviceWith(500);
  await settle();
  expect(await conversation.find(({ externalId }) => externalId === 'external-7')).toBe(true);
  expect(await conversation.find(({ externalId }) => externalId === 'external-9999')).toBe(false);
});

test('older messages that could not be loaded are loaded when asked again', async () => {
  const { conversation, service, numbers } = serviceWith(60);
  await settle();
  service.isAway = true;
  await conversation.loadOlder();
  expect([numbers().length, conversation.olderError.value]).toEqual([50, expect.any(ApiError)]);
  service.isAway = false;
  await conversation.loadOlder();
  expect([numbers(), conversation.olderError.value]).toEqual([range(0, 60), null]);
});

test('what a service of the version before tells can be shown like any other', async () => {
  const former = {
    ...{ id: 'former', chatId: 'chat-1', provider: 'telegram', sender: '7', recipient: '42', direction: 'incoming' },
    ...{ type: 'contact', text: '', timestamp: '2026-01-01T00:00:00.000Z', editedAt: null, location: null },
    sharedContact: { name: 'Vera', phoneNumber: '+49 30 1' },
    attachments: [
      { id: 'file', fileName: 'a.pdf', mediaType: 'application/pdf', size: 1, status: 'stored', url: '/a' },
    ],
  } as unknown as Message;
  const { service, conversation } = serviceWith(1);
  service.all[0] = former;
  await conversation.reload();
  expect(conversation.messages.value).toMatchObject([
    {
      ...{ kind: 'message', versions: [], links: [], marks: [], furtherContacts: [], referral: null, replyTo: null },
      sharedContact: { phones: ['+49 30 1'], emails: [] },
      attachments: [{ id: 'file', isQuoted: false, previewUrl: null }],
    },
  ]);
  expect(conversation.chat.value?.referral).toBeNull();
});
