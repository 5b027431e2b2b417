import { createChannelAlarms } from '../../messaging/channel-alarms';
import { createQueue, createTeam } from '../support/builders';
import { eventually } from '../support/eventually';
import { connectPages } from '../support/facebook/scene';
import { chatsOf, onlyChatOf, textsOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { type ApiChannel, addedChannel } from '../support/twilio/whatsapp-scenes';
import { startSite } from '../support-contract/twilio-bench';

let parley: Parley;
/** Another installation, which answers 200. */
let other: Awaited<ReturnType<typeof startSite>>;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
  other = await startSite((_call, answer) => answer(200));
});

afterAll(async () => {
  await parley.stop();
  await other.stop();
});

const channelNow = (id: string) => parley.admin.ok<ApiChannel>('GET', `/api/channels/${id}`);
const patch = (id: string, fields: object) => parley.admin.ok('PATCH', `/api/channels/${id}`, fields);

const untilHealth = (id: string, status: string) =>
  eventually(`the channel is ${status}`, async () => {
    const { health } = await channelNow(id);
    return health.status === status && health;
  });

const hostOf = ({ base }: { base: string }) => new URL(base).host;

test('a WhatsApp number whose messages go to another installation takes none in, until a delivery arrives here', async () => {
  const { client, sender, channelId } = await addedChannel(parley);
  const ours = sender.webhookUrl;
  sender.webhookUrl = `${other.base}/webhooks/whatsapp`;
  await parley.admin.ok('POST', `/api/channels/${channelId}/connect`);
  expect((await client.write(sender, 'for the other one')).delivery).toMatchObject({ status: 200 });
  await patch(channelId, { active: true });

  const { detail } = await untilHealth(channelId, 'conflict');
  expect(detail).toContain(`to ${hostOf(other)}, so Parley takes none in.`);
  expect(detail).toContain(`enter ${ours} in the Twilio console`);
  const inRussian = await parley.admin.call<ApiChannel>('GET', `/api/channels/${channelId}`, undefined, {
    'Accept-Language': 'ru',
  });
  expect(inRussian.body.health.detail).toMatch(/^Сообщения этого номера Twilio передаёт на .*SiteUrl\.$/);
  expect(await chatsOf(parley, channelId)).toEqual([]);

  sender.webhookUrl = ours;
  expect((await client.write(sender, 'for us')).delivery).toMatchObject({ status: 200 });
  const chat = await onlyChatOf(parley, channelId);
  expect(textsOf(await parley.admin.conversation(chat.id))).toEqual(['for us']);
  expect((await untilHealth(channelId, 'ok')).detail).toBe('Receiving messages.');
});

test('what was written before a number was connected is no client’s', async () => {
  const { admin, client, sender, channelId } = await addedChannel(parley);
  await admin.write(sender, 'join two-words');
  // Twilio tells whole seconds.
  await eventually(
    'another second has begun',
    async () => Date.now() - (sender.lastWords.get(admin.address)?.getTime() ?? 0) > 1_100,
  );
  await parley.admin.ok('POST', `/api/channels/${channelId}/connect`);
  await patch(channelId, { active: true });
  await client.write(sender, 'a client');
  const chat = await onlyChatOf(parley, channelId);
  await untilHealth(channelId, 'ok');
  expect(textsOf(await parley.admin.conversation(chat.id))).toEqual(['a client']);
  expect(await chatsOf(parley, channelId)).toHaveLength(1);
});

test('pages whose messages go to another installation take none in, until a delivery arrives here', async () => {
  const { webhook } = parley.facebook.app;
  const { queue } = await createTeam(parley, { size: 1 });
  const page = parley.facebook.createPage({ name: 'Northwind' });
  const [channel] = await connectPages(parley.admin, [page]);
  const channelId = channel?.id ?? '';
  webhook.url = `${other.base}/webhooks/facebook`;
  const client = page.client({ firstName: 'Ada' });
  client.sendText('for the other one');
  await webhook.settled();
  await patch(channelId, { active: true, queueId: queue.id });

  const { detail } = await untilHealth(channelId, 'conflict');
  expect(detail).toContain(`to ${hostOf(other)}, so Parley takes none in.`);
  expect(await chatsOf(parley, channelId)).toEqual([]);

  webhook.url = `${parley.base}/webhooks/facebook`;
  client.sendText('for us');
  const chat = await onlyChatOf(parley, channelId);
  expect(textsOf(await parley.admin.conversation(chat.id))).toEqual(['for us']);
  await untilHealth(channelId, 'ok');
});

describe('a channel that is not well', () => {
  interface Told {
    text: string;
    link: string | null;
    chatId: string | null;
  }
  const toldOf = async (channelId: string, language = 'en') => {
    const { body } = await parley.admin.call<{ items: Told[] }>('GET', '/api/notifications?limit=200', undefined, {
      'Accept-Language': language,
    });
    return body.items.filter(({ link }) => link === `/api/channels/${channelId}`);
  };
  const failing = { status: 'failing' as const, detail: 'Parley keeps trying.' };
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  /** As if the channel had not been well since then. */
  const unwellSince = (id: string, since: Date) =>
    parley.storage.channels.model.updateOne({ _id: id }, { $set: { 'unwell.since': since } });
  const alarms = () => createChannelAlarms(parley.deps);

  async function webchat(): Promise<string> {
    const { id: queueId } = await createQueue(parley);
    const channel = { provider: 'webchat', name: 'Shop', settings: {}, queueId, active: true, language: 'en' };
    return (await parley.admin.ok<{ id: string }>('POST', '/api/channels', channel)).id;
  }

  test('is told of after five minutes, once, whichever processes look, in the reader’s language', async () => {
    const id = await webchat();
    await parley.storage.channels.setHealth(id, failing);
    await unwellSince(id, minutesAgo(4));
    await alarms().tellUnwell();
    expect(await toldOf(id)).toEqual([]);

    await unwellSince(id, minutesAgo(6));
    await Promise.all([alarms().tellUnwell(), alarms().tellUnwell(), alarms().tellUnwell()]);
    const text = 'The channel “Shop” has not been well for five minutes: Parley keeps trying.';
    expect(await toldOf(id)).toMatchObject([{ text, chatId: null }]);
    const inRussian = 'Канал «Shop» уже пять минут не в порядке. Parley повторяет попытки.';
    expect(await toldOf(id, 'ru')).toMatchObject([{ text: inRussian }]);

    await parley.storage.channels.setHealth(id, { ...failing, detail: 'Ask the client to send it again.' });
    await alarms().tellUnwell();
    expect(await toldOf(id)).toHaveLength(1);
  });

  test('is told of again when it was well in between', async () => {
    const id = await webchat();
    for (const since of [6, 5.5]) {
      await parley.storage.channels.setHealth(id, failing);
      await unwellSince(id, minutesAgo(since));
      await alarms().tellUnwell();
      await parley.storage.channels.setHealth(id, { status: 'ok', detail: 'Receiving messages.' });
    }
    await alarms().tellUnwell();
    expect(await toldOf(id)).toHaveLength(2);
  });

  test('is nobody’s business while it is switched off', async () => {
    const id = await webchat();
    await parley.storage.channels.setHealth(id, failing);
    await unwellSince(id, minutesAgo(6));
    await patch(id, { active: false });
    await alarms().tellUnwell();
    await patch(id, { active: true });
    await alarms().tellUnwell();
    expect(await toldOf(id)).toEqual([]);
  });

  test('credentials that end are told of once, within a week of their end', async () => {
    const id = await webchat();
    const channel = await parley.storage.channels.get(id);
    if (channel === null) throw new Error('there is no such channel');
    const inDays = (days: number) => new Date(Date.now() + days * 24 * 3_600_000);
    const detail = 'The login at Facebook ends on 2030-01-01: log in again before that day.';
    await alarms().tellEnding(channel, { at: inDays(8), detail });
    expect(await toldOf(id)).toEqual([]);
    const at = inDays(6);
    await Promise.all(
      [1, 2].map(() =>
        alarms()
          .tellEnding(channel, { at, detail })
          .catch(() => undefined),
      ),
    );
    await alarms().tellEnding(channel, { at, detail });
    expect(await toldOf(id)).toMatchObject([{ text: `The channel “Shop” will soon stop working: ${detail}` }]);
  });
});
