import type { PollOutcome, PollRequest } from '../../channels/contract';
import { siteUrl } from '../support/call-route';
import type { Fault, Operation } from '../support/twilio/faults';
import { channelNumber, channelOf, setUpWhatsApp, type WhatsAppBench } from './whatsapp-bench';

const ours = `${siteUrl}/webhooks/whatsapp`;
const other = 'https://other.example/webhooks/whatsapp';
const here = { kind: 'here' };
const untold = { kind: 'untold' };
const there = { kind: 'elsewhere', address: 'other.example', detail: expect.any(String) };

let bench: WhatsAppBench;

beforeEach(async () => {
  bench = await setUpWhatsApp();
});

afterEach(() => bench.standIn.stop());

type Batch = Extract<PollOutcome, { kind: 'batch' }>;

async function look(changes: Partial<PollRequest> = {}): Promise<Batch> {
  const { signal } = new AbortController();
  const usual = { channel: bench.channel, cursor: null, isFirst: true, site: async () => ({ webhooksUrl: ours }) };
  const outcome = await bench.provider.poll?.({ ...usual, signal, ...changes });
  if (outcome?.kind !== 'batch') throw new Error(`No batch: ${JSON.stringify(outcome)}`);
  return outcome;
}

const asked = (operation: Operation) => bench.account.calls.filter((call) => call.operation === operation).length;

describe('where Twilio hands a number’s messages', () => {
  test.each<[string, string, object]>([
    ['our address', ours, here],
    ['our address with what Twilio is told behind it', `${ours}/#rc=5&rp=all`, here],
    ['another host', other, there],
    ['what is no address', 'none', untold],
  ])('is read from the sender: %s', async (_, webhookUrl, leads) => {
    bench.sender.webhookUrl = webhookUrl;
    expect((await look()).leads).toEqual(leads);
  });

  test('is told with the other host, and what to do', async () => {
    bench.sender.webhookUrl = other;
    const { leads } = await look();
    const detail = leads?.kind === 'elsewhere' ? leads.detail : '';
    expect(detail).toContain('to other.example, so Parley takes none in.');
    expect(detail).toContain(`enter ${ours} in the Twilio console`);
  });

  test('is the sender’s own among many', async () => {
    for (let index = 0; index < 130; index += 1)
      bench.account.createSender(`+1415666${String(index).padStart(4, '0')}`, { webhookUrl: ours });
    bench.account.senders.delete(bench.sender.address);
    bench.account.senders.set(bench.sender.address, { ...bench.sender, webhookUrl: other });
    expect((await look()).leads).toEqual(there);
  });

  test('is what a Messaging Service says that has the sender, unless it leaves that to the sender', async () => {
    bench.sender.webhookUrl = ours;
    const service = bench.account.createService({ senders: [bench.sender], inboundRequestUrl: other });
    expect((await look()).leads).toEqual(there);
    service.defersToSender = true;
    expect((await look()).leads).toEqual(here);
    Object.assign(service, { defersToSender: false, inboundRequestUrl: ours });
    bench.sender.webhookUrl = other;
    expect((await look()).leads).toEqual(here);
    service.inboundRequestUrl = null;
    expect((await look()).leads).toEqual(untold);
    service.senders = [];
    expect((await look()).leads).toEqual(there);
  });

  test('is nobody where the sender has no webhook, which is said', async () => {
    const late = { status: 'ok', detail: expect.stringMatching(/minutes late/) };
    expect(await look()).toMatchObject({ leads: here, health: late });
  });

  test('is not told of the sandbox, and not asked for', async () => {
    const sandbox = bench.account.createSender('+14155238886', { isSandbox: true, webhookUrl: other });
    const channel = channelOf(bench.account, {
      source: sandbox.number,
      settings: { ...bench.channel.settings, phoneNumber: sandbox.number },
    });
    expect((await look({ channel })).leads).toEqual(untold);
    expect(asked('listSenders')).toBe(0);
  });

  test('is not told of a number that is no sender of the account', async () => {
    bench.account.senders.delete(`whatsapp:${channelNumber}`);
    expect((await look()).leads).toEqual(untold);
  });

  test('cannot be told from ours as long as we have no address', async () => {
    bench.sender.webhookUrl = other;
    expect((await look({ site: async () => ({ webhooksUrl: null }) })).leads).toEqual(untold);
  });

  test('is held against our address as it is then, and not as it was minutes before, when the look began to wait', async () => {
    bench.sender.webhookUrl = ours;
    const place = JSON.parse((await look()).cursor ?? '{}') as object;
    const next = new Date(Date.now() + 300);
    const site = async () => ({ webhooksUrl: Date.now() < next.getTime() ? other : ours });
    expect((await look({ cursor: JSON.stringify({ ...place, next }), isFirst: false, site })).leads).toEqual(here);
  });

  test.each<[string, Fault]>([
    ['a refusal', { kind: 'refusal', code: 20404, status: 404 }],
    ['a token without the right to it', { kind: 'refusal', code: 20003, status: 403 }],
    ['credentials that do not count there', { kind: 'refusal', code: 20003, status: 401 }],
    ['a gateway that has no such address', { kind: 'gateway', status: 404 }],
  ])('is not known after %s, and the list is read all the same', async (_, fault) => {
    bench.sender.webhookUrl = other;
    bench.account.failNext('listSenders', fault);
    expect((await look()).leads).toEqual(untold);
    expect(asked('listMessages')).toBe(2);
  });

  test('is the sender’s where Messaging Services are not told', async () => {
    bench.sender.webhookUrl = other;
    bench.account.failNext('listServices', { kind: 'refusal', code: 20003, status: 403 });
    expect((await look()).leads).toEqual(there);
  });

  test('is what it was lately, while Twilio cannot be asked', async () => {
    bench.sender.webhookUrl = other;
    const { cursor } = await look();
    for (const fault of [{ kind: 'refusal', code: 20500, status: 500 }, { kind: 'dropBefore' }] satisfies Fault[]) {
      bench.account.failNext('listSenders', fault);
      expect((await look({ cursor })).leads).toEqual(there);
    }
    bench.account.failNext('listSenders', { kind: '429', retryAfter: 3 });
    expect((await look()).leads).toEqual(untold);
  });
});

describe('the first look', () => {
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const texts = ({ events }: Batch) =>
    events.flatMap((event) => (event.kind === 'message' ? [event.message.text] : []));

  test('begins where the channel was connected: the administrator’s own words before are no client’s', async () => {
    bench.sender.webhookUrl = ours;
    const connectedAt = minutesAgo(10);
    await bench.admin.write(bench.sender, 'join two-words', { at: minutesAgo(11) });
    await bench.admin.write(bench.sender, 'in the very second', { at: connectedAt });
    await bench.client.write(bench.sender, 'a client', { at: minutesAgo(9) });
    const channel = { ...bench.channel, connectedAt };
    expect(texts(await look({ channel }))).toEqual(['a client']);
    const cursor = JSON.stringify({ until: minutesAgo(30).toISOString(), next: minutesAgo(30).toISOString() });
    expect(texts(await look({ channel, cursor }))).toEqual(['a client']);
  });
});
