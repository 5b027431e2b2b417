import type { SendOutcome } from '../../channels/contract';
import { expectRestAfterEach } from '../support/at-rest';
import { eventually } from '../support/eventually';
import { createFakeMessenger, fakeChannel, fakeClient } from '../support/fake-messenger';
import { onlyChatOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { untilOffered } from '../support/routing-scenes';

const messenger = createFakeMessenger();
let parley: Parley;

beforeAll(async () => {
  parley = await startParley({ providers: [messenger.provider] });
  await parley.startWorker();
});

expectRestAfterEach(() => parley);
const { findSent } = messenger.provider;
beforeEach(() => {
  messenger.sent.length = 0;
  if (findSent) messenger.provider.findSent = findSent;
});
afterAll(() => parley.stop());

async function inWork() {
  const scene = await fakeChannel(parley);
  const client = fakeClient(parley, scene.channelId);
  await client.write('Hello');
  const chat = await onlyChatOf(parley, scene.channelId);
  await untilOffered(scene.operator, [chat]);
  await scene.operator.accept(chat.id);
  const answerThat = (what: string, is: { deliveryStatus: string; failure?: object | null }) =>
    eventually(what, async () => {
      const last = (await scene.operator.conversation(chat.id)).at(-1);
      return last?.deliveryStatus === is.deliveryStatus && (is.failure === undefined || last.failure !== null) && last;
    });
  return { ...scene, client, chatId: chat.id, answerThat };
}

/** The messenger answers the first call so, and later ones as it should. */
function firstAnswer(outcome: SendOutcome): void {
  let calls = 0;
  messenger.answers.send = async ({ id }) => {
    calls += 1;
    return calls === 1 ? outcome : { kind: 'sent', externalId: `sent-${id}` };
  };
}

test('what the messenger turns out to have is not sent again, and not marked', async () => {
  const { operator, chatId, answerThat } = await inWork();
  firstAnswer({ kind: 'unknown', reason: 'The connection broke.' });
  messenger.answers.findSent = async () => ({ kind: 'sent', externalId: 'found' });
  await operator.say(chatId, 'Once');
  expect(await answerThat('it is sent', { deliveryStatus: 'sent' })).toMatchObject({
    ...{ externalId: 'found', possiblyRepeated: false },
  });
  expect(messenger.sent).toHaveLength(1);
});

test('what the messenger does not know of is sent once more, and marked', async () => {
  const { operator, chatId, answerThat } = await inWork();
  firstAnswer({ kind: 'unknown', reason: 'The connection broke.' });
  messenger.answers.findSent = async () => ({ kind: 'not_found' });
  await operator.say(chatId, 'Maybe twice');
  expect(await answerThat('it is sent', { deliveryStatus: 'sent' })).toMatchObject({ possiblyRepeated: true });
  expect(messenger.sent).toHaveLength(2);
});

test('while a messenger that nobody can look into is ill, the one repeat is kept for when it is well', async () => {
  const { operator, chatId, answerThat } = await inWork();
  delete messenger.provider.findSent;
  let isWell = false;
  messenger.answers.probe = async () =>
    isWell ? { kind: 'well' } : { kind: 'later', afterMs: 100, reason: 'It has a fault.' };
  firstAnswer({ kind: 'unknown', reason: 'It answers 502.' });
  await operator.say(chatId, 'Patiently');
  const waiting = await answerThat('it waits', { deliveryStatus: 'pending', failure: {} });
  expect(waiting).toMatchObject({
    failure: { code: 'trying_again', reason: 'It has a fault.' },
    possiblyRepeated: false,
  });
  expect(messenger.sent).toHaveLength(1);
  isWell = true;
  expect(await answerThat('it is sent', { deliveryStatus: 'sent' })).toMatchObject({
    ...{ failure: null, possiblyRepeated: true },
  });
  expect(messenger.sent).toHaveLength(2);
});

test('what is in doubt and sent again by hand is looked for first, and stays marked', async () => {
  const { operator, chatId, answerThat } = await inWork();
  messenger.answers.findSent = async () => ({ kind: 'not_found' });
  messenger.answers.send = async () => ({ kind: 'unknown', reason: 'It answers 502.' });
  await operator.say(chatId, 'In doubt');
  const failed = await answerThat('it fails', { deliveryStatus: 'failed' });
  expect(failed).toMatchObject({ failure: { code: 'delivery_unknown' }, possiblyRepeated: true });
  const resend = () => operator.ok('POST', `/api/chats/${chatId}/messages/${failed.id}/resend`);
  const { length: before } = messenger.sent;
  await resend();
  const again = await answerThat('it fails again', { deliveryStatus: 'failed' });
  expect(again).toMatchObject({ failure: { code: 'delivery_unknown' }, possiblyRepeated: true });
  expect(messenger.sent.length - before).toBeLessThanOrEqual(1);

  messenger.answers.findSent = async () => ({ kind: 'sent', externalId: 'there all along' });
  const { length: sentBefore } = messenger.sent;
  await resend();
  expect(await answerThat('it is found', { deliveryStatus: 'sent' })).toMatchObject({
    ...{ externalId: 'there all along', failure: null, possiblyRepeated: true },
  });
  expect(messenger.sent).toHaveLength(sentBefore);
});

test('with expired credentials answers wait, without asking the messenger each time, and go out in order after the renewal', async () => {
  const { operator, channelId, chatId, answerThat } = await inWork();
  const health = { status: 'unauthorized', detail: 'The token has expired.' } as const;
  messenger.answers.send = async () => ({ kind: 'waits', reason: 'The token has expired.', health });
  await operator.say(chatId, 'One');
  const waiting = await answerThat('it waits', { deliveryStatus: 'pending', failure: {} });
  expect(waiting.failure).toEqual({ code: 'waiting_for_channel', reason: 'The token has expired.' });
  expect(await parley.admin.ok('GET', `/api/channels/${channelId}`)).toMatchObject({ health });
  await operator.say(chatId, 'Two');
  const { length: asked } = messenger.sent;
  expect(asked).toBe(1);

  messenger.answers.send = async ({ id }) => ({ kind: 'sent', externalId: `sent-${id}` });
  await parley.admin.ok('PATCH', `/api/channels/${channelId}`, { settings: {} });
  await eventually('both are sent', async () => {
    const [, ...answers] = await operator.conversation(chatId);
    return answers.every(({ deliveryStatus }) => deliveryStatus === 'sent');
  });
  expect(messenger.sent.slice(asked).map(({ text }) => text)).toEqual(['One', 'Two']);
});
