import { expectRestAfterEach } from '../support/at-rest';
import { type Parley, startParley } from '../support/parley';
import { type ApiChannel, addedChannel } from '../support/twilio/whatsapp-scenes';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
});

expectRestAfterEach(() => parley);
afterAll(() => parley.stop());

const patch = (channelId: string, fields: object) =>
  parley.admin.call<ApiChannel>('PATCH', `/api/channels/${channelId}`, fields);
const connect = (channelId: string) =>
  parley.admin.call<ApiChannel & { code?: string; detail?: string }>('POST', `/api/channels/${channelId}/connect`);
const channelNow = (channelId: string) => parley.admin.ok<ApiChannel>('GET', `/api/channels/${channelId}`);

test('a channel that Twilio or WhatsApp refuses says so in words, stays off, and is connected once that is mended', async () => {
  const { account, sender, admin, channelId } = await addedChannel(parley);
  sender.isSandbox = true;
  const said = /join/;
  expect(await connect(channelId)).toMatchObject({
    status: 422,
    body: { code: 'credentials_refused', detail: expect.stringMatching(said) },
  });
  expect(await channelNow(channelId)).toMatchObject({
    verified: false,
    health: { status: 'failing', detail: expect.stringMatching(said) },
  });
  expect((await patch(channelId, { active: true })).status).toBe(400);

  await admin.write(sender, 'join able-cat');
  expect(await connect(channelId)).toMatchObject({ status: 200, body: { verified: true } });

  // New credentials have to be connected again.
  account.rotateToken();
  await patch(channelId, { active: true });
  const settings = {
    phoneNumber: sender.number,
    confirmationPhoneNumber: admin.id,
    accountSid: account.sid,
    authToken: 'wrong',
  };
  expect(await patch(channelId, { settings })).toMatchObject({ status: 200, body: { verified: false, active: false } });
  expect(await connect(channelId)).toMatchObject({
    status: 422,
    body: { detail: expect.stringMatching(/auth token/) },
  });
});

test('a report that comes later settles a connection that was pending', async () => {
  const { account, channelId } = await addedChannel(parley);
  account.reporting = 'held';
  const pending = connect(channelId);
  await account.untilSent(1);
  const [confirmation] = account.sent;
  if (confirmation === undefined) throw new Error('there is a confirmation');
  // Delivered, but looks at it still show otherwise: the report alone settles it.
  await account.report(confirmation, 'delivered');
  expect(await channelNow(channelId)).toMatchObject({ verified: true });
  account.moveTo(confirmation, 'delivered');
  expect(await pending).toMatchObject({ status: 200, body: { verified: true } });
});
