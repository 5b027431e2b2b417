import type { PollOutcome, PollRequest } from '../../channels/contract';
import type { OpenedChannel } from '../../domain/channel';
import type { IncomingMessage } from '../../domain/inbound';
import { clockAheadAfter } from '../../domain/messenger-clock';
import { siteUrl } from '../support/call-route';
import { only } from '../support/routing-scenes';
import { sampleFiles } from '../support/sample-files';
import type { MessageStatus } from '../support/twilio/message';
import type { Written } from '../support/twilio/person';
import { answerTo, setUpWhatsApp, type WhatsAppBench } from './whatsapp-bench';

const ours = `${siteUrl}/webhooks/whatsapp`;
let bench: WhatsAppBench;

beforeEach(async () => {
  bench = await setUpWhatsApp();
});

afterEach(() => bench.standIn.stop());

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

function poll(request: Partial<PollRequest> = {}): Promise<PollOutcome> {
  const asked = {
    channel: bench.channel,
    cursor: null,
    isFirst: true,
    site: async () => ({ webhooksUrl: ours }),
    signal: new AbortController().signal,
    ...request,
  };
  return bench.provider.poll?.(asked) ?? Promise.reject(new Error('it is not polled'));
}

async function look(request: Partial<PollRequest> = {}): Promise<{ messages: IncomingMessage[]; cursor: string }> {
  const outcome = await poll(request);
  if (outcome.kind !== 'batch' || outcome.cursor === null) throw new Error(JSON.stringify(outcome));
  const messages = outcome.events.flatMap((event) => (event.kind === 'message' ? [event.message] : []));
  return { messages, cursor: outcome.cursor };
}

/** As if the last look had been then. */
const lookedAt = (then: Date) => JSON.stringify({ until: then.toISOString(), next: then.toISOString() });

const write = (body: string, at: Date, from = bench.client): Promise<Written> => from.write(bench.sender, body, { at });
const inOrder = (messages: IncomingMessage[]) =>
  [...messages].sort((a, b) => a.timestamp.getTime() - b.timestamp.getTime() || a.sequence - b.sequence);
const texts = (messages: IncomingMessage[]) => messages.map(({ text }) => text);

describe('a first look', () => {
  test('takes in what Twilio received, oldest first, with its time and id', async () => {
    const at = minutesAgo(2);
    at.setMilliseconds(700);
    const { message } = await write('Hello', at);
    expect((await look()).messages).toEqual([
      {
        clientId: bench.client.id,
        externalId: message.sid,
        type: 'text',
        text: 'Hello',
        timestamp: new Date(at.getTime() - 700),
        sequence: 0,
        attachments: [],
      },
    ]);
  });

  test('takes in what came this very second, too: perhaps nobody was there to be told', async () => {
    await write('just now', new Date());
    expect(texts((await look()).messages)).toEqual(['just now']);
  });

  test('takes in nothing that we sent, that others sent elsewhere, or that was an SMS', async () => {
    const other = bench.account.createSender('+14155550199');
    await write('for us', minutesAgo(3));
    await bench.client.write(other, 'for another number', { at: minutesAgo(2) });
    const { message } = await write('an SMS', minutesAgo(2));
    message.from = bench.client.id;
    expect(texts((await look()).messages)).toEqual(['for us']);
  });

  test('goes back to when the channel was switched on', async () => {
    await write('while it was off', minutesAgo(31));
    await write('while it was on', minutesAgo(20));
    const channel = { ...bench.channel, acceptsFrom: minutesAgo(30) };
    expect(texts((await look({ channel })).messages)).toEqual(['while it was on']);
  });

  test('goes back a day at most', async () => {
    await write('too old', minutesAgo(24 * 60 + 30));
    await write('old', minutesAgo(24 * 60 - 30));
    expect(texts((await look({ cursor: lookedAt(minutesAgo(25 * 60)) })).messages)).toEqual(['old']);
  });

  test('of a message with files takes in these', async () => {
    const { png, pdf } = sampleFiles;
    await bench.client.write(bench.sender, 'Both', { at: minutesAgo(2), files: [png, pdf] });
    const [message] = (await look()).messages;
    expect(message).toMatchObject({ type: 'image', text: 'Both' });
    expect(message?.attachments.map(({ mediaType }) => mediaType)).toEqual(['image/png', 'application/pdf']);
    const outcome = await bench.provider.loadAttachment(bench.channel, message?.attachments[0]?.reference ?? '');
    expect(outcome).toMatchObject({ kind: 'loaded', mediaType: 'image/png' });
    if (outcome.kind === 'loaded') outcome.content.destroy();
  });

  test('keeps a message of which the list tells nothing, such as a location', async () => {
    const { message } = await write('', minutesAgo(2));
    const [found] = (await look()).messages;
    expect(found).toMatchObject({ type: 'unsupported', externalId: message.sid, raw: { MessageSid: message.sid } });
  });
});

describe('what became of answers', () => {
  test('is told as Twilio lists it, with the reason of a failure', async () => {
    const { account, client, channel, provider } = bench;
    account.reporting = 'held';
    const answered = async (status: MessageStatus, errorCode: number | null = null) => {
      await provider.send(channel, answerTo(client.id));
      const message = only(account.sent.slice(-1));
      account.moveTo(message, status, errorCode);
      return message.sid;
    };
    const delivered = await answered('delivered');
    await answered('sent');
    const refused = await answered('undelivered', 63032);

    const outcome = await poll();
    const reports = outcome.kind === 'batch' ? outcome.events.filter(({ kind }) => kind === 'delivery') : [];
    const of = { kind: 'delivery', clientId: client.id };
    expect(reports).toEqual([
      {
        ...of,
        externalId: refused,
        status: 'failed',
        failure: { code: 'blocked_by_client', reason: expect.stringContaining('blocked this number') },
      },
      { ...of, externalId: delivered, status: 'delivered' },
    ]);
  });
});

describe('the order of messages', () => {
  test('is Twilio’s, also of those that came within a second', async () => {
    const at = minutesAgo(2);
    at.setMilliseconds(0);
    const bodies = Array.from({ length: 12 }, (_, index) => `message ${index}`);
    for (const [index, body] of bodies.entries()) await write(body, new Date(at.getTime() + index * 130));
    const { messages } = await look();
    expect(texts(messages)).toEqual(bodies);
    expect(texts(inOrder([...messages].reverse()))).toEqual(bodies);
  });

  test('is the same at each look: one that shows up late comes after those of its second', async () => {
    const at = minutesAgo(2);
    await write('one', at);
    await write('two', at);
    const first = await look();
    await write('three', at);
    const second = await look({ cursor: first.cursor });
    expect(texts(inOrder([...first.messages, ...second.messages.slice(2)]))).toEqual(['one', 'two', 'three']);
    expect(second.messages.slice(0, 2)).toEqual(first.messages);
  });
});

describe('after an outage', () => {
  test('of hours, everything since the last look is taken in, an hour at a time and without waiting', async () => {
    const bodies: string[] = [];
    for (let minutes = 300; minutes > 0; minutes -= 7) {
      bodies.push(`${minutes} minutes ago`);
      await write(`${minutes} minutes ago`, minutesAgo(minutes));
    }
    const seen = new Map<string, string>();
    let cursor = lookedAt(minutesAgo(301));
    let looks = 0;
    for (let isFirst = true; seen.size < bodies.length; isFirst = false) {
      const { messages, cursor: next } = await look({ cursor, isFirst });
      for (const { externalId, text } of messages) seen.set(externalId, text);
      cursor = next;
      looks += 1;
    }
    expect([...seen.values()]).toEqual(bodies);
    expect(looks).toBeLessThanOrEqual(7);
  });

  test('of many messages, all pages of Twilio’s list are read', async () => {
    const at = minutesAgo(5).getTime();
    for (let index = 0; index < 1_203; index += 1) await write(`${index}`, new Date(at + index * 100));
    const { messages } = await look();
    expect(texts(messages)).toEqual(Array.from({ length: 1_203 }, (_, index) => `${index}`));
    // The last is for answers.
    expect(bench.account.calls.filter(({ operation }) => operation === 'listMessages')).toHaveLength(4);
  });
});

describe('later looks', () => {
  test('wait, and end at once when told to', async () => {
    const { cursor } = await look();
    const before = bench.account.calls.length;
    const ending = new AbortController();
    const waiting = poll({ cursor, isFirst: false, signal: ending.signal });
    const early = await Promise.race([
      waiting,
      new Promise((resolve) => setTimeout(() => resolve('still waiting'), 300)),
    ]);
    expect(early).toBe('still waiting');
    ending.abort();
    expect(await waiting).toEqual({ kind: 'batch', events: [], cursor });
    expect(bench.account.calls).toHaveLength(before);
  });

  test('do not wait when somebody wants to know', async () => {
    const { cursor } = await look();
    const before = bench.account.calls.length;
    await look({ cursor, isFirst: false, atOnce: true });
    expect(bench.account.calls).toHaveLength(2 * before);
  });

  test('leave to the webhook what may still be on its way by it, and take it in the next time', async () => {
    await write('on its way', new Date());
    const first = await look({ cursor: lookedAt(minutesAgo(5)), isFirst: false });
    expect(first.messages).toEqual([]);
    const later = await look({ cursor: first.cursor, isFirst: true });
    expect(texts(later.messages)).toEqual(['on its way']);
  });

  test('do not stumble over a cursor that is none', async () => {
    await write('Hello', minutesAgo(2));
    for (const cursor of ['{odd', '{"until":"yesterday"}', '7'])
      expect(texts((await look({ cursor })).messages)).toEqual(['Hello']);
  });
});

describe('trouble', () => {
  test.each<[string, () => unknown, object, number]>([
    ['a wrong token', () => bench.account.rotateToken(), { status: 'unauthorized', detail: /auth token/ }, 30_000],
    [
      'too many requests',
      () => bench.account.failNext('listMessages', { kind: '429', retryAfter: 7 }),
      { status: 'rate_limited', detail: /7 seconds/ },
      7_000,
    ],
    [
      'a fault of Twilio’s',
      () => bench.account.failNext('listMessages', { kind: 'refusal', code: 20500, status: 500 }),
      { status: 'failing', detail: /500/ },
      30_000,
    ],
    ['Twilio being away', () => bench.standIn.goDown(), { status: 'unreachable', detail: /cannot be reached/ }, 30_000],
    [
      'another server in its place',
      () => bench.account.failNext('listMessages', { kind: 'gateway', status: 200 }),
      { status: 'failing', detail: /TWILIO_API_ROOT/ },
      30_000,
    ],
  ])('such as %s is told as the channel’s health', async (_name, spoil, health, retryAfterMs) => {
    await spoil();
    const outcome = await poll();
    const { status, detail } = health as { status: string; detail: RegExp };
    expect(outcome).toEqual({
      kind: 'trouble',
      health: { status, detail: expect.stringMatching(detail) },
      retryAfterMs,
    });
    expect(JSON.stringify(outcome)).not.toContain(bench.channel.settings.authToken);
  });

  test('with the files of one message leaves nothing out: the whole look is repeated', async () => {
    await write('before', minutesAgo(3));
    await bench.client.write(bench.sender, '', { at: minutesAgo(2), files: [sampleFiles.png] });
    bench.account.failNext('listMedia', { kind: 'refusal', code: 20500, status: 500 });
    expect(await poll()).toMatchObject({ kind: 'trouble' });
    expect((await look()).messages.map(({ type }) => type)).toEqual(['text', 'image']);
  });

  test('a message whose files Twilio has deleted is taken in without them', async () => {
    await bench.client.write(bench.sender, 'a caption', { at: minutesAgo(2), files: [sampleFiles.png] });
    bench.account.failNext('listMedia', { kind: 'refusal', code: 20404, status: 404 });
    expect((await look()).messages).toMatchObject([{ type: 'text', text: 'a caption' }]);
  });
});

describe.each([
  ['ahead of ours', 600_000],
  ['behind ours', -600_000],
])('with Twilio’s clock %s', (_how, ms) => {
  const writeNow = (body: string) => bench.client.write(bench.sender, body);
  /** The channel as it is after a look. */
  async function measured(): Promise<OpenedChannel> {
    bench.standIn.clock.setAhead(ms);
    const outcome = await poll();
    const clock = outcome.kind === 'batch' ? outcome.clock : undefined;
    if (clock === undefined) throw new Error('a look tells the clock');
    return { ...bench.channel, clockAheadMs: clockAheadAfter(undefined, clock) };
  }

  test('what came this very second is taken in, and what came after a look at the next one', async () => {
    const channel = await measured();
    await writeNow('just now');
    const first = await look({ channel });
    expect(texts(first.messages)).toEqual(['just now']);
    await writeNow('later');
    const second = await look({ channel, cursor: first.cursor });
    expect(texts(second.messages)).toEqual(['just now', 'later']);
  });

  test('what was written while the channel was off is left out, and what right after it was switched on is not', async () => {
    const channel = await measured();
    const byTwilio = (agoMs: number) => new Date(bench.standIn.clock.now().getTime() - agoMs);
    await write('while it was off', byTwilio(60_000));
    const acceptsFrom = new Date(Date.now() - 10_000);
    await write('right after', byTwilio(9_000));
    expect(texts((await look({ channel: { ...channel, acceptsFrom } })).messages)).toEqual(['right after']);
  });
});
