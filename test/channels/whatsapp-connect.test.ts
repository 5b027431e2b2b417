import type { ConnectOutcome } from '../../channels/contract';
import type { ConnectPace } from '../../channels/whatsapp/connect';
import { siteUrl } from '../support/call-route';
import { eventually } from '../support/eventually';
import type { Fault } from '../support/twilio/faults';
import { adminNumber, channelNumber, channelOf, setUpWhatsApp, type WhatsAppBench } from './whatsapp-bench';

let bench: WhatsAppBench;

beforeEach(async () => {
  bench = await setUpWhatsApp();
});

afterEach(() => bench.standIn.stop());

const webhooksUrl = `${siteUrl}/webhooks/whatsapp`;

function connect(channel = bench.channel, site = { webhooksUrl: null as string | null }): Promise<ConnectOutcome> {
  return bench.provider.connect?.(channel, site) ?? Promise.reject(new Error('it cannot be connected'));
}

/** From the beginning, where Twilio is followed for so long. */
async function followedAt(pace: Partial<ConnectPace>): Promise<void> {
  await bench.standIn.stop();
  bench = await setUpWhatsApp(pace);
}

const letAdminWrite = () => bench.admin.write(bench.sender, 'Hello');
const words = (pattern: RegExp) => ({ kind: 'refused', reason: expect.stringMatching(pattern) });

test('a channel is verified when the confirmation message has arrived', async () => {
  await letAdminWrite();
  expect(await connect()).toEqual({ kind: 'verified', detail: expect.stringMatching(/arrived/) });
  expect(bench.account.sent).toMatchObject([
    { from: `whatsapp:${channelNumber}`, to: `whatsapp:${adminNumber}`, body: expect.stringContaining('Parley') },
  ]);
});

test('the confirmation has its report come to the channel', async () => {
  await followedAt({ followForMs: 100 });
  await letAdminWrite();
  bench.account.reporting = 'held';
  await connect(bench.channel, { webhooksUrl });
  expect(bench.account.sent[0]?.statusCallback).toBe(`${webhooksUrl}/status?connect=${bench.channel.id}`);
});

test('in the sandbox it works the same, once the confirmation number has joined', async () => {
  bench.sender.isSandbox = true;
  await letAdminWrite();
  expect(await connect()).toEqual(words(/has not joined the Twilio sandbox.*send “join”/i));
  await bench.admin.write(bench.sender, 'join able-cat');
  expect(await connect()).toMatchObject({ kind: 'verified' });
});

test.each<[string, () => unknown, RegExp]>([
  ['the token is wrong', () => bench.account.rotateToken(), /auth token/],
  ['the account is suspended', () => (bench.account.state = 'suspended'), /suspended this account/],
  ['the account is closed', () => (bench.account.state = 'closed'), /closed/],
  ['the number is no WhatsApp sender of the account', () => bench.account.senders.clear(), /WhatsApp Senders/],
  ['the confirmation number has not written lately', () => undefined, /from the confirmation number.*connect again/],
  ['the confirmation number has no WhatsApp', () => bench.account.people.clear(), /no WhatsApp account/],
  ['the confirmation number has blocked the channel’s', () => (bench.admin.hasBlocked = true), /Unblock/],
  ['the confirmation number has opted out', () => bench.account.optedOut.add(bench.admin.address), /START/],
])('it is said in words when %s', async (_name, spoil, said) => {
  spoil();
  const outcome = await connect();
  expect(outcome).toEqual(words(said));
  expect(JSON.stringify(outcome)).not.toContain(bench.channel.settings.authToken);
});

test('nothing is sent with credentials that are wrong', async () => {
  bench.account.rotateToken();
  await connect();
  expect(bench.account.calls.map(({ operation }) => operation)).not.toContain('createMessage');
  expect(await connect(channelOf(bench.account))).not.toEqual(words(/auth token/));
});

test('a channel is pending while Twilio has not told yet', async () => {
  await followedAt({ followForMs: 100 });
  await letAdminWrite();
  bench.account.reporting = 'held';
  expect(await connect()).toEqual({ kind: 'pending', detail: expect.stringMatching(/not told yet.*Connect again/) });
  expect(await connect(bench.channel, { webhooksUrl })).toEqual({
    kind: 'pending',
    detail: expect.stringMatching(/as soon as it does/),
  });
});

test('a message that WhatsApp has taken and not refused counts as arrived: the phone may be switched off', async () => {
  await letAdminWrite();
  bench.account.reporting = 'held';
  const outcome = connect();
  const message = await eventually('the confirmation is sent', async () => bench.account.sent[0]);
  bench.account.moveTo(message, 'sent');
  expect(await outcome).toEqual({ kind: 'verified', detail: expect.stringMatching(/has taken/) });
});

test('a message that WhatsApp takes and then refuses is refused', async () => {
  await followedAt({ sentHoldsAfterMs: 20_000 });
  await letAdminWrite();
  bench.account.reporting = 'held';
  const outcome = connect();
  const message = await eventually('the confirmation is sent', async () => bench.account.sent[0]);
  bench.account.moveTo(message, 'sent');
  await eventually('it is looked at', async () =>
    bench.account.calls.some(({ operation }) => operation === 'fetchMessage'),
  );
  bench.account.moveTo(message, 'undelivered', 63024);
  expect(await outcome).toEqual(words(/no WhatsApp account/));
});

test('looks that fail are repeated', async () => {
  await letAdminWrite();
  bench.account.failNext('fetchMessage', { kind: 'refusal', code: 20500, status: 500 }, 2);
  expect(await connect()).toMatchObject({ kind: 'verified' });
});

test.each<[string, () => unknown]>([
  ['is away', () => bench.standIn.goDown()],
  ['has a fault', () => bench.account.failNext('fetchAccount', { kind: 'refusal', code: 20500, status: 500 })],
  ['does not answer', () => bench.account.failNext('createMessage', { kind: 'dropBefore' })],
  [
    'leaves it open, and does not say',
    () => {
      bench.account.failNext('createMessage', { kind: 'dropAfter' });
      bench.account.failNext('listMessages', { kind: 'dropBefore' });
    },
  ],
])('nothing is settled while Twilio %s', async (_name, spoil) => {
  await spoil();
  expect(await connect()).toEqual({ kind: 'unreachable', reason: expect.stringMatching(/Connect again/) });
});

test.each<[string, Fault]>([
  ['breaks off', { kind: 'dropAfter' }],
  ['is a gateway’s', { kind: 'spoilt', answer: { status: 502, body: '<h1>Bad gateway</h1>' }, taken: true }],
  ['is none of Twilio’s', { kind: 'spoilt', answer: { status: 200, body: {} }, taken: true }],
])('a confirmation message whose answer %s is looked for, and followed, and not sent again', async (_name, fault) => {
  await letAdminWrite();
  bench.account.failNext('createMessage', fault);
  expect(await connect()).toEqual({ kind: 'verified', detail: expect.stringMatching(/arrived/) });
  expect(bench.account.sent).toHaveLength(1);
});

test('a channel is registered by its number, without asking Twilio, and has yet to be connected', async () => {
  await bench.standIn.goDown();
  expect(await bench.provider.register(bench.channel.settings)).toEqual({
    kind: 'registered',
    source: channelNumber,
    name: `WhatsApp ${channelNumber}`,
    verified: false,
    settings: bench.channel.settings,
  });
});

test.each([
  ['+49 (0)151 23456789', '+4915123456789'],
  ['0049 151 23456789', '+4915123456789'],
  ['+44 (0)20 7946 0958', '+442079460958'],
  ['+39 06 698 1234', '+39066981234'],
])('a number that is written as %s is %s', async (confirmationPhoneNumber, confirmed) => {
  const settings = { ...bench.channel.settings, confirmationPhoneNumber };
  expect(await bench.provider.register(settings)).toMatchObject({ settings: { confirmationPhoneNumber: confirmed } });
});

test('numbers may be typed as people write them', async () => {
  const settings = { ...bench.channel.settings, phoneNumber: ' whatsapp:+1 (415) 555-0100', authToken: ' token ' };
  expect(await bench.provider.register(settings)).toMatchObject({
    source: channelNumber,
    settings: { authToken: 'token' },
  });
});

test.each([
  ['nothing', {}, /number of the channel is missing.*account SID is missing.*auth token is missing/],
  ['a number without its country', { phoneNumber: '415 555 0100' }, /with its country/],
  ['letters', { confirmationPhoneNumber: '+49 CALL ME' }, /with its country/],
  ['an API key', { accountSid: `SK${'a'.repeat(32)}` }, /SK are API keys/],
  ['the same number twice', { confirmationPhoneNumber: channelNumber }, /another number/],
])('%s in place of settings is refused in words', async (_name, changes, said) => {
  const settings = Object.keys(changes).length === 0 ? {} : { ...bench.channel.settings, ...changes };
  expect(await bench.provider.register(settings)).toEqual(words(said));
});
