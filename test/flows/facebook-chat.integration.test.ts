import type { ApiClient, ApiMessage } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { anHourAgo, connectedSince, createTeam } from '../support/builders';
import { eventually } from '../support/eventually';
import type { Fault } from '../support/facebook/faults';
import { connectPages, facebookChannel } from '../support/facebook/scene';
import type { StandInClient } from '../support/facebook/stand-in-client';
import { pageInbox } from '../support/facebook/stand-in-page';
import { chatsOf, onlyChatOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { only, untilOffered, untilStatus } from '../support/routing-scenes';
import { sampleFiles } from '../support/sample-files';

let parley: Parley;
let endWorker: () => Promise<void>;

beforeAll(async () => {
  parley = await startParley();
  endWorker = await parley.startWorker();
});

expectRestAfterEach(() => parley);
afterAll(() => parley.stop());

const outcomes = (operator: ApiClient, chatId: string) =>
  operator
    .conversation(chatId)
    .then((messages) => messages.map(({ text, direction, deliveryStatus }) => ({ text, direction, deliveryStatus })));

const textsOf = async (operator: ApiClient, chatId: string) =>
  (await operator.conversation(chatId)).map(({ text }) => text);

async function channel() {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const scene = await facebookChannel(parley, { queueId: queue.id });
  await eventually('the page is looked after', async () => (await healthOf(scene.channelId)).status === 'ok');
  return { ...scene, operator: only(operators) };
}

/** A client's first message has become a chat, and the operator has it in work, on a page that was connected an hour ago. */
async function inWork() {
  const scene = await channel();
  const client = scene.page.client({ firstName: 'Ada', lastName: 'Lind' });
  client.sendText('Grüße 👋 https://x.example/a');
  const chat = await onlyChatOf(parley, scene.channelId);
  await untilOffered(scene.operator, [chat]);
  await scene.operator.accept(chat.id);
  await connectedSince(parley, scene.channelId, anHourAgo());
  return { ...scene, client, chatId: chat.id };
}

async function healthOf(channelId: string): Promise<{ status: string; detail: string }> {
  const found = await parley.admin.ok<{ health: { status: string; detail: string } }>(
    'GET',
    `/api/channels/${channelId}`,
  );
  return found.health;
}

const received = (client: StandInClient) => client.received.map(({ text }) => text);

async function statusOf(operator: ApiClient, chatId: string, text: string): Promise<string | null> {
  return (await outcomes(operator, chatId)).find((message) => message.text === text)?.deliveryStatus ?? null;
}

test('a client who comes by an advertisement has written nothing, and the chat says by which', async () => {
  const { page, channelId } = await channel();
  const client = page.client({ firstName: 'Bo', lastName: 'Ek' });
  const ad = { source: 'ADS', type: 'OPEN_THREAD', ad_id: '120', ads_context_data: { ad_title: 'Scooters' } };
  client.arrives(ad);
  const { id } = await onlyChatOf(parley, channelId);
  client.sendText('Is it still there?', { referral: { ...ad, ref: 'blue' } });
  const messages = await eventually('both are there', async () => {
    const found = await parley.admin.conversation(id);
    return found.length === 2 && found;
  });
  const referral = { source: 'ADS', title: 'Scooters', url: null, id: '120', text: null };
  expect(messages).toMatchObject([
    { type: 'referral', text: '', referral },
    { type: 'text', text: 'Is it still there?', referral: { ...referral, text: 'blue' } },
  ]);
  expect((await parley.admin.chat(id)).referral).toEqual(referral);
});

test('a page is connected, written to, and answered, and it is seen that the answer arrived and was read', async () => {
  const { operator, client, chatId } = await inWork();
  const { contact } = await operator.chat(chatId);
  expect(contact).toMatchObject({ firstName: 'Ada', lastName: 'Lind' });
  await operator.say(chatId, 'How can I help?');
  await eventually('it is sent', async () => (await statusOf(operator, chatId, 'How can I help?')) === 'sent');
  client.receives();
  await eventually('it has arrived', async () => (await statusOf(operator, chatId, 'How can I help?')) === 'delivered');
  client.reads();
  await eventually('it was read', async () => (await statusOf(operator, chatId, 'How can I help?')) === 'read');
  expect(await outcomes(operator, chatId)).toEqual([
    { text: 'Grüße 👋 https://x.example/a', direction: 'incoming', deliveryStatus: null },
    { text: 'How can I help?', direction: 'outgoing', deliveryStatus: 'read' },
  ]);
  expect(received(client)).toEqual(['How can I help?']);
});

test('files go both ways', async () => {
  const { operator, client, chatId } = await inWork();
  client.sendFile(sampleFiles.png);
  const stored = await eventually('the picture is here', async () => {
    const [file] = (await operator.conversation(chatId)).flatMap(({ attachments }) => attachments);
    return file?.status === 'stored' && file;
  });
  const bytes = Buffer.from(await (await fetch(`${parley.base}${stored.url}`)).arrayBuffer());
  expect(bytes.equals(sampleFiles.png.bytes)).toBe(true);
  const form = new FormData();
  form.append(
    'attachments',
    new Blob([new Uint8Array(sampleFiles.pdf.bytes)], { type: 'application/pdf' }),
    'Übersicht.pdf',
  );
  expect((await operator.call('POST', `/api/chats/${chatId}/messages`, form)).status).toBe(202);
  const [file] = await eventually('the client has it', async () => client.received[0]?.files);
  expect(file).toMatchObject({ fileName: 'Übersicht.pdf', mediaType: 'application/pdf' });
  expect(file?.bytes.equals(sampleFiles.pdf.bytes)).toBe(true);
});

test('a text and a file, which Messenger takes apart, go out as two messages, in order, and each has a fate of its own', async () => {
  const { operator, client, chatId } = await inWork();
  const form = new FormData();
  form.append('text', 'Here is the overview');
  const { bytes, mediaType } = sampleFiles.pdf;
  form.append('attachments', new Blob([new Uint8Array(bytes)], { type: mediaType }), 'overview.pdf');
  const reply = await operator.call<ApiMessage & { followedBy: ApiMessage[] }>(
    ...(['POST', `/api/chats/${chatId}/messages`, form] as const),
  );
  expect(reply).toMatchObject({
    status: 202,
    body: {
      ...{ text: 'Here is the overview', type: 'text', attachments: [] },
      followedBy: [{ text: '', type: 'file', attachments: [{ fileName: 'overview.pdf' }] }],
    },
  });
  await eventually('the client has both', async () => client.received.length === 2);
  expect(client.received.map(({ text, files }) => [text, files.map(({ fileName }) => fileName)])).toEqual([
    ['Here is the overview', []],
    [undefined, ['overview.pdf']],
  ]);
  const [, ...answers] = await operator.conversation(chatId);
  expect(answers.map(({ id }) => id)).toEqual([reply.body.id, ...reply.body.followedBy.map(({ id }) => id)]);
  await eventually('both are sent', async () => {
    return (await outcomes(operator, chatId)).filter(({ deliveryStatus }) => deliveryStatus === 'sent').length === 2;
  });
  expect((await operator.chat(chatId)).lastMessage).toMatchObject({ id: reply.body.followedBy[0]?.id, type: 'file' });
});

test('an answer that was given in the page’s own inbox appears in the chat, and ours is there once', async () => {
  const { operator, client, chatId, page } = await inWork();
  await operator.say(chatId, 'Ours');
  await eventually('it is sent', async () => received(client).includes('Ours'));
  page.inboxSays(client, 'From the inbox');
  page.appSays(client, '42', 'From a bot');
  await eventually('both are there', async () => (await textsOf(operator, chatId)).length === 4);
  const shown = (await operator.conversation(chatId)).map(({ text, answeredBy }) => ({ text, answeredBy }));
  expect(shown.slice(1)).toEqual([
    { text: 'Ours', answeredBy: null },
    { text: 'From the inbox', answeredBy: 'Page inbox' },
    { text: 'From a bot', answeredBy: 'Another app (42)' },
  ]);
});

test('messages that come together, twice and in the wrong order are there once, in the order in which they were written', async () => {
  const { operator, client, chatId, page } = await inWork();
  const { webhook } = parley.facebook.app;
  const other = await facebookChannel(parley, { queueId: (await createTeam(parley, { size: 1 })).queue.id });
  webhook.hold();
  for (const text of ['one', 'two', 'three']) client.sendText(text);
  other.page.client().sendText('to another page');
  parley.facebook.createPage({ name: 'no channel' });
  webhook.releaseBatch((entries) => [...entries, ...entries].reverse());
  await webhook.settled();
  expect(webhook.answers.at(-1)).toBe(200);
  await eventually('all are there', async () => (await textsOf(operator, chatId)).length === 4);
  expect((await textsOf(operator, chatId)).slice(1)).toEqual(['one', 'two', 'three']);
  expect((await onlyChatOf(parley, other.channelId)).lastMessage?.text).toBe('to another page');
  expect(page.isSubscribed).toBe(true);
});

test('edits and reactions reach the message that they are about', async () => {
  const { operator, client, chatId } = await inWork();
  const { mid } = client.sendText('Thrsday');
  await eventually('it is there', async () => (await textsOf(operator, chatId)).includes('Thrsday'));
  client.edit(mid, 'Thursday');
  await eventually('it is changed', async () => (await textsOf(operator, chatId)).includes('Thursday'));
  await operator.say(chatId, 'Fine');
  const answer = await eventually('it is known to be sent', async () =>
    (await operator.conversation(chatId)).find(({ deliveryStatus }) => deliveryStatus === 'sent'),
  );
  client.react(answer.externalId ?? '', '❤️');
  await eventually('the reaction is there', async () => {
    const messages = await operator.conversation(chatId);
    return messages.some((message) => message.text === 'Fine' && 'reaction' in message && message.reaction === '❤️');
  });
});

const allWereSent = { error: { message: '(#1) Received Invalid JSON reply.', code: 1, error_subcode: 1357046 } };

test.each<[string, Fault, boolean]>([
  ['a connection that breaks', { kind: 'dropAfter' }, true],
  ['502 as a page', { kind: 'spoilt', answer: { status: 502, body: '<h1>Bad Gateway</h1>' }, taken: true }, true],
  ['error 1/1357046', { kind: 'spoilt', answer: { status: 400, body: allWereSent }, taken: true }, true],
  ['502 instead of taking it', { kind: 'notJson' }, false],
])(
  '%s: the message is looked up at Facebook, and sent again, marked, only if it is not there',
  async (_what, fault, isTaken) => {
    const { operator, client, chatId, page } = await inWork();
    // Without echoes, only the page's inbox tells.
    page.subscriptions.set(parley.facebook.app.id, ['messages']);
    parley.facebook.failNext('messages', fault);
    await operator.say(chatId, 'once');
    const sent = await eventually('it is settled', async () => {
      const message = (await operator.conversation(chatId)).find(({ text }) => text === 'once');
      return message?.deliveryStatus === 'sent' && message;
    });
    expect(sent).toMatchObject({ possiblyRepeated: !isTaken, externalId: client.received[0]?.mid });
    expect(received(client)).toEqual(['once']);
  },
);

test('with an expired login answers wait, the channel says why, and a new login sends them in their order', async () => {
  const { operator, client, chatId, channelId, page } = await inWork();
  page.expireToken();
  await operator.say(chatId, 'first');
  await operator.say(chatId, 'second');
  await eventually('the channel says so', async () => (await healthOf(channelId)).status === 'unauthorized');
  expect((await healthOf(channelId)).detail).toMatch(/expired.*Log in at Facebook again/);
  await eventually('the first waits', async () => (await statusOf(operator, chatId, 'first')) === 'pending');
  expect(received(client)).toEqual([]);
  await connectPages(parley.admin, [page]);
  await eventually('both are sent', async () => received(client).length === 2);
  expect(received(client)).toEqual(['first', 'second']);
  await eventually('the channel is well', async () => (await healthOf(channelId)).status === 'ok');
});

test('what a client says whom nobody may answer any more is told in words', async () => {
  const { operator, client, chatId } = await inWork();
  client.block();
  await operator.say(chatId, 'Hello?');
  const failed = await eventually('it fails', async () =>
    (await operator.conversation(chatId)).find(({ deliveryStatus }) => deliveryStatus === 'failed'),
  );
  expect(failed.failure).toMatchObject({ code: 'client_unavailable', reason: expect.stringContaining('blocked') });
});

test('a page that Facebook has unsubscribed after an hour of failures is subscribed again, and what was written meanwhile is there once', async () => {
  const { operator, client, chatId, channelId, page } = await inWork();
  const { webhook } = parley.facebook.app;
  const right = webhook.url;
  webhook.url = `${parley.base}/webhooks/nowhere`;
  client.sendText('during the outage');
  await webhook.passTime(30 * 60_000);
  await webhook.passTime(31 * 60_000);
  expect(page.isSubscribed).toBe(false);
  webhook.url = right;
  client.sendText('nobody brings this');
  await webhook.settled();

  await endWorker();
  endWorker = await parley.startWorker();
  await eventually('both are there', async () => (await textsOf(operator, chatId)).length === 3);
  expect((await textsOf(operator, chatId)).slice(1)).toEqual(['during the outage', 'nobody brings this']);
  expect(page.isSubscribed).toBe(true);
  client.sendText('brought again');
  await eventually('the webhook works', async () => (await textsOf(operator, chatId)).length === 4);
  await eventually('the channel is well', async () => (await healthOf(channelId)).status === 'ok');
});

describe('with a bot', () => {
  const bot = '555000555000555';

  /** A page whose default app is a bot, and a client who has talked to it. */
  async function withBot() {
    const { queue, operators } = await createTeam(parley, { size: 1 });
    const scene = await facebookChannel(parley, { queueId: queue.id });
    scene.page.defaultApp = bot;
    // What the first look into the page's inbox takes in, Facebook dates to the second.
    await eventually('the page was looked into', async () => (await healthOf(scene.channelId)).status === 'ok');
    const client = scene.page.client({ firstName: 'Ada' });
    client.sendText('Hello, bot');
    const chat = await onlyChatOf(parley, scene.channelId);
    scene.page.appSays(client, bot, 'I am a bot');
    const operator = only(operators);
    await eventually('the bot’s answer is there', async () => (await parley.admin.conversation(chat.id)).length === 2);
    return { ...scene, client, operator, chatId: chat.id };
  }

  async function handedToUs() {
    const scene = await withBot();
    scene.page.pass(scene.client, parley.facebook.app.id);
    await untilOffered(scene.operator, [{ id: scene.chatId }]);
    await scene.operator.accept(scene.chatId);
    return scene;
  }

  test('what a bot and a client say to each other is a chat with no operator, until the bot hands it to us', async () => {
    const { operator, client, chatId, page } = await withBot();
    expect(await operator.chat(chatId)).toMatchObject({ status: 'bot', operator: null });
    expect(await operator.mine()).toEqual({ offered: [], available: [], active: [] });
    page.pass(client, parley.facebook.app.id);
    await untilOffered(operator, [{ id: chatId }]);
    await operator.accept(chatId);
    await operator.say(chatId, 'I am a person');
    await eventually('the client has it', async () => client.received.some(({ text }) => text === 'I am a person'));
    const conversation = await operator.conversation(chatId);
    expect(conversation.map(({ text, answeredBy }) => [text, answeredBy])).toEqual([
      ['Hello, bot', null],
      ['I am a bot', `Another app (${bot})`],
      ['I am a person', null],
    ]);
  });

  test('an operator hands the chat back to the bot, and the bot goes on in it', async () => {
    const { operator, client, chatId, channelId, page } = await handedToUs();
    expect(await operator.call('POST', `/api/chats/${chatId}/hand-back`)).toMatchObject({ status: 200 });
    expect(client.conversation.owner).toBe(bot);
    client.sendText('And now?');
    page.appSays(client, bot, 'Me again');
    await eventually('both are there', async () => (await operator.conversation(chatId)).length === 4);
    expect(await operator.chat(chatId)).toMatchObject({ status: 'bot', operator: null });
    expect(await chatsOf(parley, channelId)).toHaveLength(1);
  });

  test('a chat is asked back from the bot, and comes when the bot gives it', async () => {
    const { operator, client, chatId, page } = await withBot();
    expect(await operator.call('POST', `/api/chats/${chatId}/take-over`)).toMatchObject({ status: 200 });
    expect(parley.facebook.app.threadRequests).toContain(client.id);
    expect(await operator.chat(chatId)).toMatchObject({ status: 'bot' });
    page.pass(client, parley.facebook.app.id);
    await untilOffered(operator, [{ id: chatId }]);
  });

  test('a person who answers in the page’s own inbox takes the chat from the operator', async () => {
    const { operator, client, chatId, page } = await handedToUs();
    page.inboxSays(client, 'I know him, let me');
    await untilStatus(parley, chatId, 'bot');
    const last = await eventually('his answer is there', async () =>
      (await parley.admin.conversation(chatId)).find(({ text }) => text.startsWith('I know him')),
    );
    expect(last).toMatchObject({ answeredBy: 'Page inbox', direction: 'outgoing' });
    expect(client.conversation.owner).toBe(pageInbox);
    expect(await operator.status()).toMatchObject({ load: 0 });
  });

  test('after a day of rest a conversation goes to the default app again, and with us as that to the operators', async () => {
    const { client, chatId, page, operator } = await withBot();
    page.defaultApp = parley.facebook.app.id;
    for (const message of client.conversation.messages) message.at -= 25 * 60 * 60_000;
    client.sendText('Good morning');
    await untilOffered(operator, [{ id: chatId }]);
  });

  test('on a page without a default app every chat is ours', async () => {
    const { queue, operators } = await createTeam(parley, { size: 1 });
    const { page, channelId } = await facebookChannel(parley, { queueId: queue.id });
    const client = page.client();
    client.sendText('Hello');
    page.appSays(client, bot, 'I am a bot');
    await untilOffered(only(operators), [await onlyChatOf(parley, channelId)]);
  });
});
