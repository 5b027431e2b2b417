import { randomUUID } from 'node:crypto';
import { createQueue, createUser } from '../support/builders';
import { createFakeMessenger } from '../support/fake-messenger';
import { type Parley, startParley } from '../support/parley';

interface ApiChannel {
  id: string;
  active: boolean;
  verified: boolean;
  health: { status: string; detail: string };
}

const messenger = createFakeMessenger();
const confirm = messenger.answers.connect;
let parley: Parley;

beforeAll(async () => {
  parley = await startParley({ providers: [messenger.provider] });
});
afterEach(() => {
  messenger.answers.connect = confirm;
});
afterAll(() => parley.stop());

async function unverified() {
  const { id: queueId } = await createQueue(parley);
  const settings = { number: randomUUID(), verified: false };
  return parley.admin.ok<ApiChannel>('POST', '/api/channels', { provider: 'fake', settings, queueId });
}

const activate = (id: string) => parley.admin.call('PATCH', `/api/channels/${id}`, { active: true });
const connect = (id: string) => parley.admin.call<ApiChannel>('POST', `/api/channels/${id}/connect`);
const look = (id: string) => parley.admin.ok<ApiChannel>('GET', `/api/channels/${id}`);

test('only a channel that its messenger has confirmed can be activated', async () => {
  const channel = await unverified();
  expect(channel).toMatchObject({ verified: false, active: false, health: { status: 'unchecked' } });
  expect(await activate(channel.id)).toMatchObject({ status: 400, body: { errors: { active: expect.any(String) } } });
  expect(await connect(channel.id)).toMatchObject({ status: 200, body: { verified: true } });
  expect((await activate(channel.id)).status).toBe(200);
});

test('what the messenger answered is said in words, and the channel stays unconfirmed', async () => {
  const { id } = await unverified();
  messenger.answers.connect = async () => ({ kind: 'refused', reason: 'The token is wrong.' });
  expect(await connect(id)).toMatchObject({
    status: 422,
    body: { code: 'credentials_refused', detail: 'The token is wrong.' },
  });
  expect(await look(id)).toMatchObject({
    verified: false,
    health: { status: 'failing', detail: 'The token is wrong.' },
  });

  messenger.answers.connect = async () => ({ kind: 'unreachable', reason: 'The messenger does not answer.' });
  expect(await connect(id)).toMatchObject({ status: 503, body: { code: 'messenger_unreachable' } });
  expect(await look(id)).toMatchObject({ verified: false, health: { status: 'unreachable' } });

  messenger.answers.connect = async () => ({ kind: 'pending', detail: 'The confirmation is on its way.' });
  expect(await connect(id)).toMatchObject({ status: 200, body: { verified: false, health: { status: 'unchecked' } } });
});

test('a channel that a report confirms while the messenger is asked is not said to be out of reach', async () => {
  const { id } = await unverified();
  messenger.answers.connect = async () => {
    const channel = await parley.storage.channels.open(id);
    if (channel !== null)
      await parley.storage.channels.settleConnection(channel, { verified: true, detail: 'Arrived.' });
    return { kind: 'unreachable', reason: 'It does not answer.' };
  };
  await connect(id);
  expect(await look(id)).toMatchObject({
    verified: true,
    health: { status: 'inactive', detail: expect.stringMatching(/activate it/) },
  });
});

test('a confirmed channel is not asked for again', async () => {
  const { id } = await unverified();
  await connect(id);
  messenger.answers.connect = async () => ({ kind: 'refused', reason: 'Asked again.' });
  expect(await connect(id)).toMatchObject({ status: 200, body: { verified: true } });
});

test('new credentials have to be confirmed anew: until then the channel is off', async () => {
  const { id } = await unverified();
  await connect(id);
  await activate(id);
  await parley.admin.ok('PATCH', `/api/channels/${id}`, { settings: { verified: false } });
  expect(await look(id)).toMatchObject({ verified: false, active: false });
  await connect(id);
  expect((await activate(id)).status).toBe(200);
});

test('whoever may not manage channels cannot connect them', async () => {
  const { id } = await unverified();
  const operator = await createUser(parley);
  expect((await operator.call('POST', `/api/channels/${id}/connect`)).status).toBe(403);
});
