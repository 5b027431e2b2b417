import { randomUUID } from 'node:crypto';
import { createService } from '../../messaging/service';
import type { ApiChat, ApiMessage } from '../support/api-client';
import { createQueue, createTelegramChannel, createWebchatChannel, Visitor } from '../support/builders';
import { eventually } from '../support/eventually';
import { incomingText } from '../support/incoming-text';
import { chatsOf, onlyChatOf, textsOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { sampleFiles } from '../support/sample-files';
import { shuffled, telegramMessage } from '../support/telegram-updates';

let parley: Parley;
let queueId: string;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
  queueId = (await createQueue(parley)).id;
});

afterAll(() => parley.stop());

async function telegramChannel() {
  const bot = parley.telegram.createBot();
  const channel = await createTelegramChannel(parley, { bot, queueId, name: 'Support' });
  return { bot, channel };
}

async function conversationOf(chat: Pick<ApiChat, 'id'>, length: number): Promise<ApiMessage[]> {
  return eventually(`the chat has ${length} messages`, async () => {
    const messages = await parley.admin.conversation(chat.id);
    return messages.length >= length && messages;
  });
}

const wholeSecond = (date: Date) => Math.floor(date.getTime() / 1000);

describe('repeats and order', () => {
  test('a hundred messages, each delivered twice, shuffled and all at once, appear once and in the messenger’s order', async () => {
    const channel = await createWebchatChannel(parley, queueId);
    const opened = await parley.storage.channels.open(channel.id);
    if (opened === null) throw new Error('the channel is there');
    const { receiver } = createService(parley.deps);
    const startMs = Date.now();
    const messages = Array.from({ length: 100 }, (_, index) => ({
      clientId: 'client',
      externalId: `message-${index}`,
      type: 'text' as const,
      text: `message ${index}`,
      // Five messages share each moment, as with messengers that stamp whole seconds.
      timestamp: new Date(startMs + Math.floor(index / 5) * 1000),
      sequence: index,
      attachments: [],
    }));

    const deliveries = shuffled([...messages, ...messages]);
    await Promise.all(deliveries.map((message) => receiver.receive(opened, [{ kind: 'message', message }])));

    const chat = await onlyChatOf(parley, channel.id);
    const seen = await conversationOf(chat, 100);
    expect(seen.map(({ text }) => text)).toEqual(messages.map(({ text }) => text));
    const { lastMessage, unreadCount } = await parley.admin.chat(chat.id);
    expect({ lastMessage, unreadCount }).toMatchObject({ lastMessage: { text: 'message 99' }, unreadCount: 100 });
  });

  test('Telegram repeats updates under other ids and out of order: each message appears once, in the order of the conversation', async () => {
    const { bot, channel } = await telegramChannel();
    const client = bot.client({ firstName: 'Ada' });
    const at = wholeSecond(new Date());
    const updates = Array.from({ length: 100 }, (_, index) =>
      telegramMessage(client.id, {
        message_id: index + 1,
        date: at + Math.floor(index / 20),
        text: `message ${index}`,
      }),
    );

    bot.pushUpdates(shuffled([...updates, ...updates]));

    const chat = await onlyChatOf(parley, channel.id);
    const seen = await conversationOf(chat, 100);
    expect(textsOf(seen)).toEqual(Array.from({ length: 100 }, (_, index) => `message ${index}`));
    await bot.waitUntil(() => bot.pendingUpdates.length === 0, 'all updates confirmed');
    expect(await parley.admin.chat(chat.id)).toMatchObject({ unreadCount: 100, lastMessage: { text: 'message 99' } });
  });

  test('the last message of a chat is the last in the messenger’s order, not the last that arrived', async () => {
    const { bot, channel } = await telegramChannel();
    const { id } = bot.client({ firstName: 'Ada' });
    const date = wholeSecond(new Date());
    bot.pushUpdate(telegramMessage(id, { message_id: 2, date, text: 'two' }));
    const chat = await onlyChatOf(parley, channel.id);
    bot.pushUpdate(telegramMessage(id, { message_id: 1, date, text: 'one' }));
    expect(textsOf(await conversationOf(chat, 2))).toEqual(['one', 'two']);
    expect((await parley.admin.chat(chat.id)).lastMessage).toMatchObject({ text: 'two' });
  });

  test('two first messages at the same instant make one chat and one contact', async () => {
    const channel = await createWebchatChannel(parley, queueId);
    const clients = Array.from({ length: 20 }, (_, index) => index);
    const visitors = await Promise.all(clients.map((index) => Visitor.arrive(parley, channel.id, `Client ${index}`)));

    const answers = await Promise.all(visitors.flatMap((visitor) => [visitor.write('one'), visitor.write('two')]));
    expect(new Set(answers)).toEqual(new Set([200]));

    const chats = await eventually('every client has a chat with both messages', async () => {
      const all = await chatsOf(parley, channel.id);
      expect(all.map(({ unreadCount }) => unreadCount)).toEqual(Array(clients.length).fill(2));
      return all;
    });
    expect(chats).toHaveLength(20);
    expect(new Set(chats.map(({ contact }) => contact.name)).size).toBe(20);
    expect(await parley.storage.contacts.model.countDocuments({ firstName: /^Client \d+$/ })).toBe(20);
    for (const chat of chats) expect(textsOf(await parley.admin.conversation(chat.id)).sort()).toEqual(['one', 'two']);
  });

  test('the same message id from two clients is two messages', async () => {
    const { bot, channel } = await telegramChannel();
    for (const name of ['Ada', 'Grace']) {
      const { id } = bot.client({ firstName: name });
      bot.pushUpdate(telegramMessage(id, { message_id: 1, text: `I am ${name}` }));
    }
    const chats = await eventually('both have a chat', async () => {
      const all = await chatsOf(parley, channel.id);
      return all.length === 2 && all.every(({ lastMessage }) => lastMessage !== null) && all;
    });
    expect(chats.map(({ lastMessage }) => lastMessage?.text).sort()).toEqual(['I am Ada', 'I am Grace']);
  });
});

describe('edits', () => {
  test('an edit replaces the text, in the conversation and in lists', async () => {
    const { bot, channel } = await telegramChannel();
    const client = bot.client({ firstName: 'Ada' });
    const { message } = client.sendText('I ordered three');
    const chat = await onlyChatOf(parley, channel.id);
    client.edit(message.message_id, 'I ordered four');

    const [edited] = await eventually('the text is replaced', async () => {
      const messages = await parley.admin.conversation(chat.id);
      return messages[0]?.text === 'I ordered four' && messages;
    });
    expect(edited?.editedAt).not.toBeNull();
    expect(edited?.versions).toMatchObject([{ at: edited?.timestamp, text: 'I ordered three' }]);
    expect(await parley.admin.conversation(chat.id)).toHaveLength(1);
    await eventually('lists show it too', async () => {
      const { lastMessage } = await parley.admin.chat(chat.id);
      return lastMessage?.text === 'I ordered four';
    });
  });

  test('an edit that overtakes its original leaves one message with the edited text', async () => {
    const { bot, channel } = await telegramChannel();
    const { id } = bot.client({ firstName: 'Ada' });
    const date = wholeSecond(new Date());
    const { message: original } = telegramMessage(id, { message_id: 1, date, text: 'befor' });
    bot.pushUpdate({ edited_message: { ...original, text: 'before', edit_date: date + 1 } });
    bot.pushUpdate({ message: original });
    bot.pushUpdate(telegramMessage(id, { message_id: 2, date, text: 'after' }));

    const chat = await onlyChatOf(parley, channel.id);
    const [edited, after] = await conversationOf(chat, 2);
    expect([edited?.text, after?.text]).toEqual(['before', 'after']);
    expect(edited).toMatchObject({ editedAt: expect.any(String), versions: [{ text: 'befor' }] });
  });

  test('an earlier edit that comes late does not undo a later one', async () => {
    const { bot, channel } = await telegramChannel();
    const { id } = bot.client({ firstName: 'Ada' });
    const date = wholeSecond(new Date());
    const { message } = telegramMessage(id, { message_id: 1, date, text: 'first' });
    bot.pushUpdates([
      { message },
      { edited_message: { ...message, text: 'third', edit_date: date + 20 } },
      { edited_message: { ...message, text: 'second', edit_date: date + 10 } },
      telegramMessage(id, { message_id: 2, date, text: 'end' }),
    ]);
    await bot.waitUntil(() => bot.pendingUpdates.length === 0, 'all updates confirmed');
    const chat = await onlyChatOf(parley, channel.id);
    const [edited, end] = await conversationOf(chat, 2);
    expect([edited?.text, end?.text]).toEqual(['third', 'end']);
    expect(edited?.versions.map(({ text }) => text)).toEqual(['first', 'second']);
  });

  test('two edits within one second end with the later one, and one that changes nothing marks nothing', async () => {
    const { bot, channel } = await telegramChannel();
    const { id } = bot.client({ firstName: 'Ada' });
    const date = wholeSecond(new Date());
    const { message } = telegramMessage(id, { message_id: 1, date, text: 'two' });
    const { message: other } = telegramMessage(id, { message_id: 2, date, text: 'the same' });
    bot.pushUpdates([
      { message },
      { message: other },
      { edited_message: { ...message, text: 'three', edit_date: date } },
      { edited_message: { ...message, text: 'two', edit_date: date } },
      { edited_message: { ...other, edit_date: date + 5 } },
      telegramMessage(id, { message_id: 3, date, text: 'end' }),
    ]);
    const chat = await onlyChatOf(parley, channel.id);
    const [edited, same] = await conversationOf(chat, 3);
    expect(edited).toMatchObject({ text: 'two', versions: [{ text: 'two' }, { text: 'three' }] });
    expect(same).toMatchObject({ text: 'the same', editedAt: null, versions: [] });
  });

  test('an edit that claims to be older than its message changes it all the same', async () => {
    const { bot, channel } = await telegramChannel();
    const { id } = bot.client({ firstName: 'Ada' });
    const date = wholeSecond(new Date());
    const { message } = telegramMessage(id, { message_id: 1, date, text: 'first' });
    bot.pushUpdates([{ message }, { edited_message: { ...message, text: 'second', edit_date: date - 5 } }]);
    const chat = await onlyChatOf(parley, channel.id);
    const edited = await eventually('it is changed', async () => {
      const [shown] = await parley.admin.conversation(chat.id);
      return shown?.editedAt && shown;
    });
    expect(edited).toMatchObject({ text: 'second', versions: [{ text: 'first' }] });
  });

  test('an edit replaces the file as well, and the former one can still be had', async () => {
    const { bot, channel } = await telegramChannel();
    const client = bot.client({ firstName: 'Ada' });
    const { message } = client.sendDocument({ fileName: 'wrong.pdf', caption: 'The contract' });
    const chat = await onlyChatOf(parley, channel.id);
    await conversationOf(chat, 1);
    client.editDocument(message.message_id, { ...sampleFiles.png, fileName: 'right.png', caption: 'The right one' });
    client.editCaption(message.message_id, 'The right contract');

    const shown = await eventually('both files are there', async () => {
      const [edited] = await parley.admin.conversation(chat.id);
      const files = [...(edited?.versions ?? []), ...(edited ? [edited] : [])].flatMap(
        ({ attachments }) => attachments,
      );
      return edited?.text === 'The right contract' && files.every(({ status }) => status === 'stored') && edited;
    });
    expect(shown.attachments.map(({ fileName }) => fileName)).toEqual(['right.png']);
    expect(shown.versions).toMatchObject([
      { text: 'The contract', attachments: [{ fileName: 'wrong.pdf' }] },
      { text: 'The right one', attachments: [{ fileName: 'right.png' }] },
    ]);
    const former = await fetch(`${parley.base}${shown.versions[0]?.attachments[0]?.url}`);
    expect(Buffer.from(await former.arrayBuffer())).toEqual(sampleFiles.pdf.bytes);
    // Under the other id that Telegram gave the file with the caption, it is still the same.
    const row = await parley.storage.messages.model.findById(shown.id).lean();
    expect(row?.attachments).toHaveLength(2);
  });

  test('an edit of the words beside an address book’s card leaves its people where they are', async () => {
    const { bot, channel } = await telegramChannel();
    const client = bot.client({ firstName: 'Ada' });
    const { message } = client.sendDocument({ ...sampleFiles.vcf, caption: 'My colleague' });
    const chat = await onlyChatOf(parley, channel.id);
    const people = [{ name: 'Vera Weiss' }];
    const peopleOf = async () => {
      const [shown] = await parley.admin.conversation(chat.id);
      return shown && { ...shown, people: shown.sharedContact === null ? [] : [shown.sharedContact] };
    };
    await eventually('the card is read', async () => (await peopleOf())?.people.length === 1);
    client.editCaption(message.message_id, 'My new colleague');
    const edited = await eventually('it is edited', async () => {
      const shown = await peopleOf();
      return shown?.text === 'My new colleague' && shown;
    });
    expect(edited).toMatchObject({ people, versions: [{ text: 'My colleague', sharedContact: people[0] }] });
  });

  test('what was said in a completed chat stays to be read when it is edited, with its files, and is found and exported', async () => {
    const { bot, channel } = await telegramChannel();
    const client = bot.client({ firstName: 'Ada' });
    const said = client.sendText('I agree to pay 100 quatloos');
    const sent = client.sendDocument({ fileName: 'offer.pdf' });
    const chat = await onlyChatOf(parley, channel.id);
    await conversationOf(chat, 2);
    expect((await parley.admin.close(chat.id)).status).toBe(200);
    client.edit(said.message.message_id, 'I do NOT agree');
    client.editDocument(sent.message.message_id, { ...sampleFiles.png, fileName: 'other.png' });

    const [words, file] = await eventually('both are edited', async () => {
      const [first, second] = await parley.admin.conversation(chat.id);
      return first?.editedAt && second?.attachments[0]?.status === 'stored' && second.editedAt && [first, second];
    });
    expect(words).toMatchObject({ text: 'I do NOT agree', versions: [{ text: 'I agree to pay 100 quatloos' }] });
    expect(file).toMatchObject({
      attachments: [{ fileName: 'other.png' }],
      versions: [{ attachments: [{ fileName: 'offer.pdf' }] }],
    });
    const page = await parley.admin.ok<string>('GET', `/api/chats/${chat.id}/export`);
    for (const part of ['I do NOT agree', 'I agree to pay 100 quatloos', 'other.png', 'offer.pdf'])
      expect(page).toContain(part);
    const found = await parley.admin.ok<{ items: ApiChat[] }>('GET', '/api/chats?view=all&q=quatloos');
    expect(found.items.map(({ id }) => id)).toEqual([chat.id]);
    expect(await chatsOf(parley, channel.id)).toHaveLength(1);
  });

  test('an edit of a message that never came is taken in as the message', async () => {
    const { bot, channel } = await telegramChannel();
    const { id } = bot.client({ firstName: 'Ada' });
    const date = wholeSecond(new Date());
    const { message } = telegramMessage(id, { message_id: 7, date, text: 'Hello again' });
    bot.pushUpdate({ edited_message: { ...message, edit_date: date + 5 } });
    const chat = await onlyChatOf(parley, channel.id);
    expect((await conversationOf(chat, 1))[0]).toMatchObject({
      ...{ text: 'Hello again', externalId: '7', versions: [] },
      editedAt: new Date((date + 5) * 1000).toISOString(),
    });
  });
});

describe('what the messenger says by itself', () => {
  const pinned = { pinned_message: { message_id: 1, date: 1, text: 'Hello' } };

  test('opens no chat, and is not made up for when one is opened later', async () => {
    const { bot, channel } = await telegramChannel();
    const client = bot.client({ firstName: 'Ada' });
    client.sendAny({ write_access_allowed: {} });
    client.sendAny({ message_auto_delete_timer_changed: { message_auto_delete_time: 86_400 } });
    await bot.waitUntil(() => bot.pendingUpdates.length === 0, 'all updates confirmed');
    expect(await parley.storage.messages.model.countDocuments({ channelId: channel.id })).toBe(0);
    client.sendText('Hello');
    const chat = await onlyChatOf(parley, channel.id);
    expect(textsOf(await conversationOf(chat, 1))).toEqual(['Hello']);
  });

  test('is a line in an open chat, and neither unread nor the last message', async () => {
    const { bot, channel } = await telegramChannel();
    const client = bot.client({ firstName: 'Ada' });
    client.sendText('Hello');
    client.sendAny(pinned as never);
    const chat = await onlyChatOf(parley, channel.id);
    const [, notice] = await conversationOf(chat, 2);
    expect(notice).toMatchObject({ kind: 'system', notice: 'message_pinned', text: 'Hello' });
    expect(await parley.admin.chat(chat.id)).toMatchObject({
      unreadCount: 1,
      lastMessage: { type: 'text', text: 'Hello' },
    });
  });
});

describe('a reply', () => {
  test('to a message of a former chat tells what it answers, and where that stands', async () => {
    const { bot, channel } = await telegramChannel();
    const client = bot.client({ firstName: 'Ada' });
    const asked = client.sendText('When do you open?');
    const former = await onlyChatOf(parley, channel.id);
    const [quoted] = await conversationOf(former, 1);
    expect((await parley.admin.close(former.id)).status).toBe(200);
    client.sendText('This I still want to know', { replyTo: asked.message.message_id });
    const chat = await eventually('there is a new chat', async () => {
      const [newest] = await chatsOf(parley, channel.id);
      return newest?.id !== former.id && newest;
    });
    const [reply] = await conversationOf(chat, 1);
    expect(reply?.replyTo).toMatchObject({ id: quoted?.id, chatId: former.id, text: 'When do you open?' });
  });
});

describe('kinds of message', () => {
  test('a kind that is not understood is kept with its payload', async () => {
    const { bot, channel } = await telegramChannel();
    const { message } = bot.client({ firstName: 'Ada' }).sendAny({ hologram: { file_id: 'h' } } as never);
    const chat = await onlyChatOf(parley, channel.id);
    const [kept] = await conversationOf(chat, 1);
    expect(kept).toMatchObject({ type: 'unsupported', externalId: String(message.message_id) });
    const raw = (await parley.storage.messages.rawsOf([kept?.id ?? ''])).get(kept?.id ?? '');
    expect(raw).toMatchObject({ message_id: message.message_id, hologram: { file_id: 'h' } });
  });

  test('what belongs to the words comes with them, is found, and stands in the export', async () => {
    const { bot, channel } = await telegramChannel();
    const client = bot.client({ firstName: 'Ada' });
    const shop = { id: -1001234567890, type: 'channel', title: 'Scooters', username: 'scooters' };
    const post = client.sendPhoto().message.photo;
    const url = 'https://pay.example/behind-the-word';
    client.sendText('/start autumn-sale');
    const paid = client.sendAny({ text: 'Pay here', entities: [{ type: 'text_link', offset: 4, length: 4, url }] });
    client.sendAny({
      text: 'Half price',
      forward_origin: { type: 'channel', date: 1_800_000_000, chat: shop, message_id: 4 },
    } as never);
    client.sendAny({
      text: 'How much?',
      external_reply: { origin: { type: 'channel', date: 1_800_000_000, chat: shop, message_id: 4 }, photo: post },
      quote: { text: 'the blue one', position: 0 },
    } as never);
    client.sendPoll('Tea?', ['yes', 'no']);

    const chat = await onlyChatOf(parley, channel.id);
    await eventually('the picture of the post is stored', async () =>
      (await conversationOf(chat, 6))[4]?.attachments.some(({ status }) => status === 'stored'),
    );
    expect((await conversationOf(chat, 6)).slice(1)).toMatchObject([
      { text: '/start autumn-sale', referral: { source: 'link', id: 'autumn-sale' } },
      { text: 'Pay here', links: [{ text: 'here', url }], marks: [{ kind: 'link', start: 4, end: 8, url }] },
      { text: 'Half price', forwardedFrom: { name: 'Scooters', url: 'https://t.me/scooters/4' } },
      {
        ...{ text: 'How much?', quote: 'the blue one' },
        externalReply: { name: 'Scooters', url: 'https://t.me/scooters/4', type: 'image' },
        attachments: [{ mediaType: 'image/jpeg', status: 'stored', isQuoted: true }],
      },
      { type: 'poll', text: 'Tea?\n• yes\n• no' },
    ]);
    expect(await parley.admin.chat(chat.id)).toMatchObject({ referral: { source: 'link', id: 'autumn-sale' } });
    for (const q of ['behind-the-word', 'scooters half', 'autumn-sale', 'tea yes']) {
      const { items } = await parley.admin.ok<{ items: ApiChat[] }>(
        'GET',
        `/api/chats?view=all&channelId=${channel.id}&q=${encodeURIComponent(q)}`,
      );
      expect([q, items.map(({ id }) => id)]).toEqual([q, [chat.id]]);
    }
    const page = await parley.admin.call<string>('GET', `/api/chats/${chat.id}/export?format=html`);
    for (const part of [url, 'https://t.me/scooters/4', 'the blue one', 'autumn-sale'])
      expect([part, String(page.body).includes(part)]).toEqual([part, true]);

    client.edit(paid.message.message_id, 'Pay there');
    const edited = await eventually('it is edited', async () =>
      (await conversationOf(chat, 6)).find(({ text }) => text === 'Pay there'),
    );
    expect(edited).toMatchObject({ links: [], marks: [], versions: [{ links: [{ url }] }] });
  });

  test('captions, replies, places, contacts and stickers come through', async () => {
    const { bot, channel } = await telegramChannel();
    const client = bot.client({ firstName: 'Ada' });
    const first = client.sendPhoto({ caption: 'My receipt' });
    client.sendText('I mean this one', { replyTo: first.message.message_id });
    client.sendLocation({ latitude: 59.33, longitude: 18.06 });
    client.sendContact({ phoneNumber: '+46700000000', firstName: 'Grace', lastName: 'Hopper' });
    client.sendSticker({ emoji: '🎉' });

    const chat = await onlyChatOf(parley, channel.id);
    expect(await conversationOf(chat, 5)).toMatchObject([
      { type: 'image', text: 'My receipt', attachments: [{ mediaType: 'image/jpeg' }] },
      { type: 'text', text: 'I mean this one', replyToExternalId: String(first.message.message_id) },
      { type: 'location', location: { latitude: 59.33, longitude: 18.06 } },
      {
        type: 'contact',
        sharedContact: { name: 'Grace Hopper', phones: ['+46700000000'], phoneNumber: '+46700000000' },
      },
      { type: 'sticker', text: '🎉' },
    ]);
  });
});

describe('a message whose chat was not told of it, because the one who stored it died', () => {
  it('joins the chat together with the next one, and never a later chat (domain 2.3)', async () => {
    const { id: channelId } = await createWebchatChannel(parley, (await createQueue(parley)).id);
    const channel = await parley.storage.channels.open(channelId);
    if (channel === null) throw new Error('the channel is there');
    const clientId = randomUUID();
    const first = incomingText(clientId, 'first', new Date(Date.now() - 1_000));
    await parley.storage.messages.receive([{ channel, messages: [first] }]);
    const second = incomingText(clientId, 'second');
    await createService(parley.deps).receiver.receive(channel, [{ kind: 'message', message: second }]);

    const chat = await onlyChatOf(parley, channelId);
    const seen = await eventually('the second is there', async () => {
      const texts = textsOf(await parley.admin.conversation(chat.id));
      return texts.includes('second') && texts;
    });
    expect(seen).toEqual(['first', 'second']);
    expect(await parley.admin.chat(chat.id)).toMatchObject({ unreadCount: 2, lastMessage: { text: 'second' } });
  });
});
