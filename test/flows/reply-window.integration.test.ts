import type { Template } from '../../channels/contract';
import { expectRestAfterEach } from '../support/at-rest';
import { eventually } from '../support/eventually';
import { createFakeMessenger, fakeChannel, fakeClient } from '../support/fake-messenger';
import { onlyChatOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { untilOffered } from '../support/routing-scenes';

const hourMs = 60 * 60_000;
const reminder: Template = {
  id: 'HX1',
  name: 'reminder',
  language: 'en',
  text: 'Dear {{1}}, see you on {{2}}.',
  variables: ['1', '2'],
};

const messenger = createFakeMessenger();
let parley: Parley;

beforeAll(async () => {
  parley = await startParley({ providers: [messenger.provider] });
  await parley.startWorker();
});

expectRestAfterEach(() => parley);
beforeEach(() => {
  messenger.answers.templates = async () => ({ kind: 'templates', templates: [reminder] });
});
afterAll(() => parley.stop());

const sentAs = (text: string) => messenger.sent.find((message) => message.text === text);

/** A chat in work whose client wrote last so long ago. */
async function inWork({ hoursAgo }: { hoursAgo: number }) {
  const scene = await fakeChannel(parley);
  const client = fakeClient(parley, scene.channelId);
  const wroteAt = new Date(Date.now() - hoursAgo * hourMs);
  await client.write('Hello', wroteAt);
  const chat = await onlyChatOf(parley, scene.channelId);
  await untilOffered(scene.operator, [chat]);
  await scene.operator.accept(chat.id);
  const write = (body: object) => scene.operator.call<object>('POST', `/api/chats/${chat.id}/messages`, body);
  return { ...scene, client, wroteAt, chatId: chat.id, path: `/api/chats/${chat.id}`, write };
}

test('it is known before sending until when any text may be sent, and until when a person may answer', async () => {
  const { operator, wroteAt, path } = await inWork({ hoursAgo: 1 });
  expect(await operator.ok('GET', `${path}/reply-window`)).toEqual({
    isOpen: true,
    freeTextUntil: new Date(wroteAt.getTime() + 24 * hourMs).toISOString(),
    answerableUntil: new Date(wroteAt.getTime() + 48 * hourMs).toISOString(),
    maxFiles: 1,
    limits: { maxTextLength: 100, files: [], otherFiles: { maxBytes: 100, maxCaptionLength: 100, refusal: null } },
    hasTemplates: true,
  });
});

test('the sender learns when the client last wrote', async () => {
  const { wroteAt, write } = await inWork({ hoursAgo: 30 });
  expect((await write({ text: 'A person answers' })).status).toBe(202);
  const sent = await eventually('it is sent', async () => sentAs('A person answers'));
  expect(sent.lastIncomingAt).toEqual(wroteAt);
});

test('outside the window a text is refused with the reason, and nothing of it is stored; the client’s next message opens it', async () => {
  const { operator, client, chatId, path, write } = await inWork({ hoursAgo: 49 });
  expect(await operator.ok('GET', `${path}/reply-window`)).toMatchObject({ isOpen: false });
  expect(await write({ text: 'Too late' })).toMatchObject({
    status: 409,
    body: { code: 'reply_window_closed', detail: expect.stringContaining('approved template') },
  });
  expect(await operator.conversation(chatId)).toHaveLength(1);
  await client.write('Hello again');
  expect((await write({ text: 'In time' })).status).toBe(202);
});

test('an approved template goes out at any time, with its variables filled in', async () => {
  const { operator, chatId, path, write } = await inWork({ hoursAgo: 100 });
  expect(await operator.ok('GET', `${path}/templates`)).toEqual({ items: [reminder], nextCursor: null });
  const template = { id: 'HX1', variables: { '1': 'Vera', '2': 'Monday' } };
  expect(await write({ template })).toMatchObject({
    status: 202,
    body: { text: 'Dear Vera, see you on Monday.', template },
  });
  const sent = await eventually('it is sent', async () => sentAs('Dear Vera, see you on Monday.'));
  expect(sent).toMatchObject({ template, text: 'Dear Vera, see you on Monday.' });
  const answer = await eventually('it shows as sent', async () => {
    const last = (await operator.conversation(chatId)).at(-1);
    return last?.deliveryStatus === 'sent' && last;
  });
  expect(answer.text).toBe('Dear Vera, see you on Monday.');
});

describe('in a chat in which nothing is stored', () => {
  let scene: Awaited<ReturnType<typeof inWork>>;

  beforeAll(async () => {
    scene = await inWork({ hoursAgo: 1 });
  });

  test.each<{ what: string; body: object; field: string }>([
    { what: 'an unknown template', body: { template: { id: 'HX2' } }, field: 'template.id' },
    {
      what: 'a missing variable',
      body: { template: { id: 'HX1', variables: { '1': 'Vera' } } },
      field: 'template.variables.2',
    },
    {
      what: 'a variable that it has not',
      body: { template: { id: 'HX1', variables: { '1': 'V', '2': 'M', '3': 'x' } } },
      field: 'template.variables.3',
    },
    {
      what: 'a template with a text',
      body: { text: 'And', template: { id: 'HX1', variables: {} } },
      field: 'template',
    },
  ])('$what is refused by field, and nothing of it is stored', async ({ body, field }) => {
    const { operator, chatId, write } = scene;
    expect(await write(body)).toMatchObject({
      status: 422,
      body: { code: 'message_refused', errors: { [field]: expect.any(String) } },
    });
    expect(await operator.conversation(chatId)).toHaveLength(1);
  });

  test('templates that the messenger does not tell now are a 503 with the reason', async () => {
    const { operator, path, write } = scene;
    messenger.answers.templates = async () => ({ kind: 'unavailable', reason: 'The messenger does not answer.' });
    const unavailable = {
      status: 503,
      body: { code: 'messenger_unreachable', detail: 'The messenger does not answer.' },
    };
    expect(await operator.call('GET', `${path}/templates`)).toMatchObject(unavailable);
    expect(await write({ template: { id: 'HX1', variables: {} } })).toMatchObject(unavailable);
  });
});

test('a failed answer is sent again only within the window', async () => {
  const { operator, client, chatId, write } = await inWork({ hoursAgo: 47 });
  const send = messenger.answers.send;
  messenger.answers.send = async () => ({ kind: 'refused', failure: { code: 'blocked', reason: 'Blocked.' } });
  const { body } = await write({ text: 'Just in time' });
  const { id } = body as { id: string };
  await eventually('it failed', async () => (await operator.conversation(chatId)).at(-1)?.deliveryStatus === 'failed');
  messenger.answers.send = send;
  const resend = () => operator.call('POST', `/api/chats/${chatId}/messages/${id}/resend`);
  const wroteAt = await parley.storage.messages.lastIncomingAt({
    channelId: (await parley.storage.chats.get(chatId))?.channelId ?? '',
    clientId: client.clientId,
  });
  await parley.storage.messages.model.updateMany(
    { clientId: client.clientId, direction: 'incoming' },
    { $set: { timestamp: new Date((wroteAt?.getTime() ?? 0) - 2 * hourMs) } },
  );
  expect(await resend()).toMatchObject({ status: 409, body: { code: 'reply_window_closed' } });
  await client.write('I am back');
  expect((await resend()).status).toBe(202);
  await eventually('it is sent', async () =>
    (await operator.conversation(chatId)).some((message) => message.id === id && message.deliveryStatus === 'sent'),
  );
});
