import { randomUUID } from 'node:crypto';
import type { ApiChat } from '../support/api-client';
import { type ClientByHand, clientByHand, setScene } from '../support/by-hand';
import { createFakeMessenger, fakeChannel } from '../support/fake-messenger';
import { heldProcess, overtaken, type ProcessByHand, processOf } from '../support/held-process';
import { chatsOf, onlyChatOf, textsOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';

let parley: Parley;
let process: ProcessByHand;

beforeAll(async () => {
  parley = await startParley({ providers: [createFakeMessenger().provider] });
  process = processOf(parley);
});

afterAll(() => parley.stop());

async function client(): Promise<ClientByHand & { channelId: string }> {
  const { channel } = await setScene(parley, { size: 0 });
  return { ...(await clientByHand(parley, channel.id)), channelId: channel.id };
}

const completing = (chatId: string) => process.offers.complete({ chatId, by: 'administrator' });

/** The chats of a channel, the oldest first: how each stands, what is in it, and how much of that is unread. */
async function chatsAndTexts(channelId: string): Promise<Array<[ApiChat['status'], string[], number]>> {
  const chats = (await chatsOf(parley, channelId)).reverse();
  return Promise.all(
    chats.map(async ({ id, status, unreadCount }) => [
      status,
      textsOf(await parley.admin.conversation(id)),
      unreadCount,
    ]),
  );
}

describe('messages that are attached twice', () => {
  test('while the first attempt is about to attach them are in one chat, once', async () => {
    const { channelId, store, request } = await client();
    const asked = request(await store('one', 'two'));
    const slow = heldProcess(parley, 'messages', 'attach');
    const first = await overtaken(slow, slow.activities.attachMessages(asked), () =>
      process.activities.attachMessages(asked),
    );
    expect(first.chat?.chatId).toBe(asked.newChatId);
    expect(await chatsAndTexts(channelId)).toEqual([['waiting', ['one', 'two'], 2]]);
  });

  test('while the first attempt is about to open their chat are in one chat, once', async () => {
    const { channelId, store, request } = await client();
    const asked = request(await store('one'));
    const slow = heldProcess(parley, 'chats', 'open');
    await overtaken(slow, slow.activities.attachMessages(asked), () => process.activities.attachMessages(asked));
    expect(await chatsAndTexts(channelId)).toEqual([['waiting', ['one'], 1]]);
  });

  test('because the chat was told of them twice are in it once', async () => {
    const { channelId, store, request } = await client();
    const ids = await store('one');
    const { newChatId } = request(ids);
    await process.activities.attachMessages(request(ids, null, newChatId));
    await process.activities.attachMessages(request(ids, newChatId));
    expect(await chatsAndTexts(channelId)).toEqual([['waiting', ['one'], 1]]);
  });

  test('because a chat was told of them late open no other chat', async () => {
    const { channelId, store, request } = await client();
    const asked = request(await store('one'));
    await process.activities.attachMessages(asked);
    await completing(asked.newChatId);
    expect(await process.activities.attachMessages({ ...asked, newChatId: randomUUID() })).toEqual({
      chat: null,
      errands: [],
    });
    expect(await chatsAndTexts(channelId)).toEqual([['completed', ['one'], 1]]);
  });
});

test('messages that a chat is told of in the reverse order are in it in the order in which they were written', async () => {
  const { channelId, store, request } = await client();
  const [one, two] = [await store('one'), await store('two')];
  const asked = request(two);
  await process.activities.attachMessages(asked);
  await process.activities.attachMessages(request(one, asked.newChatId));
  expect(await chatsAndTexts(channelId)).toEqual([['waiting', ['one', 'two'], 2]]);
  expect((await onlyChatOf(parley, channelId)).lastMessage).toMatchObject({ text: 'two' });
});

describe('an attempt that comes to itself late', () => {
  test('when its chat is completed and the next one is open leaves both as they are', async () => {
    const { channelId, store, request } = await client();
    const asked = request(await store('one'));
    const slow = heldProcess(parley, 'chats', 'open');
    await overtaken(slow, slow.activities.attachMessages(asked), async () => {
      await process.activities.attachMessages(asked);
      await completing(asked.newChatId);
      await process.activities.attachMessages(request(await store('two')));
    });
    expect(await chatsAndTexts(channelId)).toEqual([
      ['completed', ['one'], 1],
      ['waiting', ['two'], 1],
    ]);
  });

  test('of a run that was ended by hand leaves the chat that was opened since', async () => {
    const { channelId, store, request } = await client();
    const ids = await store('one');
    const slow = heldProcess(parley, 'chats', 'open');
    await overtaken(slow, slow.activities.attachMessages(request(ids)), () =>
      process.activities.attachMessages(request(ids)),
    );
    expect(await chatsAndTexts(channelId)).toEqual([['waiting', ['one'], 1]]);
  });
});

test('a chat that a run ended by hand left open is taken up by the next one: its client is not sent away', async () => {
  const { channelId, store, request } = await client();
  await process.activities.attachMessages(request(await store('one')));
  await process.activities.attachMessages(request(await store('two')));
  expect(await chatsAndTexts(channelId)).toEqual([['waiting', ['one', 'two'], 2]]);
});

test('a bot that takes the conversation while its chat is being opened has the chat', async () => {
  const { channelId } = await fakeChannel(parley);
  const { clientId, store, request } = await clientByHand(parley, channelId);
  const asked = request(await store('Hello'));
  const slow = heldProcess(parley, 'chats', 'open');
  await overtaken(slow, slow.activities.attachMessages(asked), () =>
    process.bots.note({ channelId, clientId }, { control: 'elsewhere', at: new Date() }),
  );
  expect(await chatsAndTexts(channelId)).toEqual([['bot', ['Hello'], 1]]);
});

describe('a message that meets the completion of its chat', () => {
  async function openChat() {
    const made = await client();
    const asked = made.request(await made.store('one'));
    await process.activities.attachMessages(asked);
    return { ...made, chatId: asked.newChatId };
  }

  test('and comes second is not in it, and goes to the next chat', async () => {
    const { channelId, chatId, store, request } = await openChat();
    const ids = await store('two');
    const slow = heldProcess(parley, 'messages', 'attach');
    await overtaken(slow, slow.activities.attachMessages(request(ids, chatId)), () => completing(chatId));
    expect((await chatsAndTexts(channelId))[0]).toEqual(['completed', ['one'], 1]);
    await process.activities.attachMessages(request(ids, chatId));
    expect(await chatsAndTexts(channelId)).toEqual([
      ['completed', ['one'], 1],
      ['waiting', ['two'], 1],
    ]);
  });

  test('and comes first is in it, and the chat is completed', async () => {
    const { channelId, chatId, store, request } = await openChat();
    const ids = await store('two');
    const slow = heldProcess(parley, 'chats', 'change');
    await overtaken(slow, slow.offers.complete({ chatId, by: 'administrator' }), () =>
      process.activities.attachMessages(request(ids, chatId)),
    );
    expect(await chatsAndTexts(channelId)).toEqual([['completed', ['one', 'two'], 2]]);
  });
});

test('a client whose first messages on two channels come at the same instant is one contact', async () => {
  const identity = { provider: 'webchat', clientId: randomUUID() };
  const names = { name: 'Ada', firstName: 'Ada', lastName: null };
  const { contacts } = parley.storage;
  const found = await Promise.all(Array.from({ length: 5 }, () => contacts.findOrCreate(identity, names)));
  expect(new Set(found.map(({ contact }) => contact.id)).size).toBe(1);
  expect(found.filter(({ created }) => created)).toHaveLength(1);
});
