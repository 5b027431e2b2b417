import { randomUUID } from 'node:crypto';
import { createProviders } from '../../channels/registry';
import { readConfig } from '../../config';
import { justAdded } from '../../domain/channel';
import { type DeliveringMessenger, type Delivery, deliveringMessengers, facebookApp } from '../support/deliveries';
import { type ApiUnderTest, startApi } from './api-under-test';

const nobody = 'http://127.0.0.1:9';
const clients = 20;
const genuine = 100;
const forgedForEach = 3;

const providers = createProviders(
  readConfig({
    TELEGRAM_API_ROOT: nobody,
    TWILIO_API_ROOT: nobody,
    FACEBOOK_GRAPH_ROOT: nobody,
    FACEBOOK_APP_ID: facebookApp.appId,
    FACEBOOK_APP_SECRET: facebookApp.appSecret,
    FACEBOOK_VERIFY_TOKEN: facebookApp.verifyToken,
  }),
);
const called = deliveringMessengers.filter(({ code }) => providers.some((provider) => provider.code === code));

describe('a burst of signed deliveries, in the middle of a flood from the same address', () => {
  let api: ApiUnderTest;

  beforeAll(async () => {
    api = await startApi({ name: 'signed', providers });
  });
  afterAll(() => api.end());

  async function makeChannel({ code: provider, channel }: DeliveringMessenger): Promise<string> {
    const id = randomUUID();
    await api.storage.inTransaction((tx) =>
      api.storage.channels.create(
        {
          ...{ id, provider, ...channel, name: 'Open', active: true, queueId: 'queue', language: 'en', verified: true },
          ...{ ...justAdded({ verified: true }), health: { status: 'ok', detail: '', checkedAt: new Date() } },
        },
        tx,
      ),
    );
    return id;
  }

  const send = async ({ path, headers, body }: Delivery): Promise<number> => {
    const response = await fetch(api.root + path, { method: 'POST', headers, body });
    await response.arrayBuffer();
    return response.status;
  };

  /** The same call by somebody who does not have the secret. */
  function forged({ path, headers, body }: Delivery): Delivery {
    const wrong = Object.entries(headers).map(([name, value]) => [name, /signature/.test(name) ? `${value}A` : value]);
    return {
      path,
      headers: Object.fromEntries(wrong),
      body: body.replace(/"visitorToken":"[^"]*"/, '"visitorToken":"A.A"'),
    };
  }

  it.each(called.map((messenger) => [messenger.code, messenger] as const))(
    'of %s is taken in to the last one, and nothing of the flood',
    async (_code, messenger) => {
      const channelId = await makeChannel(messenger);
      const make = await messenger.prepare({ base: api.root, channelId, clients });
      const deliveries = Array.from({ length: genuine }, (_, n) => make({ client: n % clients, text: `message ${n}` }));
      const flood = deliveries.flatMap((delivery) => Array.from({ length: forgedForEach }, () => forged(delivery)));
      const [answers, refusals] = await Promise.all([Promise.all(deliveries.map(send)), Promise.all(flood.map(send))]);
      expect(new Set(refusals)).toEqual(new Set([403]));
      expect(new Set(answers)).toEqual(new Set([200]));
      const stored = await api.storage.messages.model.find({ channelId }).lean();
      expect(stored.map(({ text }) => text).sort()).toEqual(deliveries.map((_, n) => `message ${n}`).sort());
    },
  );
});
