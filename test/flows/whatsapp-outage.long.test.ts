import { ApiClient } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { connectedSince, createQueue, setSetting } from '../support/builders';
import { eventually } from '../support/eventually';
import { chatsOf, textsOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { only } from '../support/routing-scenes';
import { sampleFiles } from '../support/sample-files';
import { leadTo, whatsAppInWork } from '../support/twilio/whatsapp-scenes';
import { startSite } from '../support-contract/twilio-bench';

let parley: Parley;
let endWorker: () => Promise<void>;

beforeAll(async () => {
  parley = await startParley();
  endWorker = await parley.startWorker();
});
expectRestAfterEach(() => parley);
afterAll(() => parley.stop());

test('what clients write while Parley is down is there when it is back: all of it, once, in order; and what became of answers', async () => {
  const { client, sender, operator, account, channelId, chatId } = await whatsAppInWork(parley, 'before');
  const other = account.person('+4915112345679', 'Grace');
  account.reporting = 'held';
  for (const text of ['Arrives', 'Does not']) await operator.say(chatId, text);
  await eventually('both answers are with Twilio', async () => {
    const answers = (await operator.conversation(chatId)).filter(({ direction }) => direction === 'outgoing');
    return answers.length === 2 && answers.every(({ deliveryStatus }) => deliveryStatus === 'sent');
  });
  await endWorker();
  await parley.endApi(parley.base);

  for (const [body, hasBlocked] of [
    ['Arrives', false],
    ['Does not', true],
  ] as const) {
    client.hasBlocked = hasBlocked;
    await account.deliver(only(account.sent.filter((message) => message.body === body)));
  }
  const bodies = Array.from({ length: 12 }, (_, index) => `meanwhile ${index}`);
  for (const body of bodies) {
    const { delivery } = await client.write(sender, body);
    expect(delivery).toMatchObject({ status: 0, attempts: 2 });
  }
  await other.write(sender, 'From somebody new');
  await client.write(sender, 'with a picture', { files: [sampleFiles.jpeg] });
  // Twilio's list tells whole seconds: what is said within one has no order.
  const over = Math.ceil((Date.now() + 1) / 1_000) * 1_000;
  await eventually('that second is over', async () => Date.now() >= over);

  // It is back, at another address, which Twilio knows before anybody looks where it leads: in between it would lead to another site.
  const base = await parley.startApi();
  const admin = new ApiClient(base, parley.admin.token);
  await setSetting({ admin, anonymous: admin }, 'SiteUrl', base);
  leadTo(sender, base);
  await parley.startWorker();
  expect((await client.write(sender, 'afterwards')).delivery).toMatchObject({ status: 200 });

  const all = ['before', ...bodies, 'with a picture', 'afterwards'];
  const conversation = await eventually('all of it is there', async () => {
    const messages = await new ApiClient(base, operator.token).conversation(chatId);
    const incoming = messages.filter(({ direction }) => direction === 'incoming');
    return incoming.length >= all.length && incoming;
  });
  expect(textsOf(conversation)).toEqual(all);
  expect(conversation.at(-2)).toMatchObject({ type: 'image', attachments: [{ mediaType: 'image/jpeg' }] });
  const statuses = await eventually('it is known of both answers', async () => {
    const messages = await new ApiClient(base, operator.token).conversation(chatId);
    const answers = messages.filter(({ direction }) => direction === 'outgoing');
    return answers.every(({ deliveryStatus }) => deliveryStatus !== 'sent') && answers;
  });
  expect(statuses).toMatchObject([
    { text: 'Arrives', deliveryStatus: 'delivered', failure: null },
    { text: 'Does not', deliveryStatus: 'failed', failure: { code: 'blocked_by_client' } },
  ]);
  const chats = await eventually('both clients have a chat', async () => {
    const found = await chatsOf({ admin }, channelId);
    return found.length === 2 && found;
  });
  expect(chats.find(({ id }) => id !== chatId)?.lastMessage?.text).toBe('From somebody new');
});

test('in the sandbox, of which Twilio tells nothing, only what came while Parley was down is fetched', async () => {
  const standIn = await startParley();
  const end = await standIn.startWorker();
  const other = await startSite((_call, answer) => answer(200));
  const account = standIn.twilio.createAccount();
  const sender = account.createSender('+14155238886', { isSandbox: true });
  const [admin, client] = [account.person('+4915100000001', 'Admin'), account.person('+4915112345678', 'Vera')];
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  for (const person of [admin, client]) await person.write(sender, 'join two-words', { at: minutesAgo(3) });
  const { id: queueId } = await createQueue(standIn);
  const { id } = await standIn.admin.ok<{ id: string }>('POST', '/api/channels', {
    ...{ provider: 'whatsapp', queueId, language: 'en' },
    settings: {
      ...{ phoneNumber: sender.number, confirmationPhoneNumber: admin.id },
      ...{ accountSid: account.sid, authToken: account.authToken },
    },
  });
  await standIn.admin.ok('POST', `/api/channels/${id}/connect`);
  await connectedSince(standIn, id, minutesAgo(30));
  await standIn.admin.ok('PATCH', `/api/channels/${id}`, { active: true });
  sender.webhookUrl = `${other.base}/webhooks/whatsapp`;
  const toOther = await client.write(sender, 'answered by the other installation', { at: minutesAgo(2) });
  expect(toOther.delivery).toMatchObject({ status: 200 });

  await end();
  await standIn.endApi(standIn.base);
  await client.write(sender, 'during the outage');
  const base = await standIn.startApi();
  await client.write(sender, 'again for the other one', { at: minutesAgo(1) });
  await standIn.startWorker();
  const owner = new ApiClient(base, standIn.admin.token);
  const [chat] = await eventually('the chat is there', async () => {
    const chats = await chatsOf({ admin: owner }, id);
    return chats.length > 0 && chats;
  });
  expect(textsOf(await owner.conversation(chat?.id ?? ''))).toEqual(['during the outage']);
  await standIn.stop();
  await other.stop();
});
