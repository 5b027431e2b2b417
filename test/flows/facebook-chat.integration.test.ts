import type { ApiClient } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { createTeam } from '../support/builders';
import { eventually } from '../support/eventually';
import { connectPages, facebookChannel } from '../support/facebook/scene';
import type { StandInClient } from '../support/facebook/stand-in-client';
import { onlyChatOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { only, untilOffered } from '../support/routing-scenes';
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

/** A client's first message has become a chat, and the operator has it in work. */
async function inWork() {
  const scene = await channel();
  const client = scene.page.client({ firstName: 'Ada', lastName: 'Lind' });
  client.sendText('Grüße 👋 https://x.example/a');
  const chat = await onlyChatOf(parley, scene.channelId);
  await untilOffered(scene.operator, [chat]);
  await scene.operator.accept(chat.id);
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
  const [answer] = await eventually('it is sent', async () => client.received.length > 0 && client.received);
  client.react(answer?.mid ?? '', '❤️');
  await eventually('the reaction is there', async () => {
    const messages = await operator.conversation(chatId);
    return messages.some((message) => message.text === 'Fine' && 'reaction' in message && message.reaction === '❤️');
  });
});

test('a connection that breaks after Facebook took the message: it is found there, and not sent again', async () => {
  const { operator, client, chatId, page } = await inWork();
  // Without echoes, only the page's inbox tells.
  page.subscriptions.set(parley.facebook.app.id, ['messages']);
  parley.facebook.failNext('messages', { kind: 'dropAfter' });
  await operator.say(chatId, 'once');
  const sent = await eventually('it is settled', async () => {
    const message = (await operator.conversation(chatId)).find(({ text }) => text === 'once');
    return message?.deliveryStatus === 'sent' && message;
  });
  expect(sent).toMatchObject({ possiblyRepeated: false, externalId: client.received[0]?.mid });
  expect(received(client)).toEqual(['once']);
});

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
