import type { PollOutcome, PollRequest } from '../../channels/contract';
import type { InboundEvent } from '../../domain/inbound';
import type { Fault } from '../support/facebook/faults';
import { sampleFiles } from '../support/sample-files';
import { age, type FacebookBench, hourMs, minuteMs, setUpFacebook } from './facebook-bench';

let bench: FacebookBench;

beforeEach(async () => {
  bench = await setUpFacebook();
});

afterEach(() => bench.standIn.stop());

async function poll(changes: Partial<PollRequest> = {}): Promise<PollOutcome> {
  const signal = new AbortController().signal;
  const outcome = await bench.provider.poll?.({
    channel: bench.channel,
    cursor: null,
    signal,
    isFirst: true,
    ...changes,
  });
  if (!outcome) throw new Error('Facebook has a safety net');
  return outcome;
}

async function batch(changes: Partial<PollRequest> = {}) {
  const outcome = await poll(changes);
  if (outcome.kind !== 'batch') throw new Error(`No batch: ${JSON.stringify(outcome)}`);
  return outcome;
}

function textsIn(events: InboundEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'message' || event.kind === 'echo' ? [event.message.text] : []));
}

const cursorOf = (agoMs: number) => JSON.stringify({ lookedAt: new Date(Date.now() - agoMs).toISOString() });

describe('a look into the page’s inbox', () => {
  it('brings what clients wrote, in its order, over all pages of all conversations', async () => {
    bench.standIn.app.largestPage = 2;
    const others = [1, 2, 3, 4].map(() => bench.page.client());
    for (const other of others) for (const text of ['a', 'b', 'c']) other.sendText(text);
    for (let index = 0; index < 6; index += 1) bench.client.sendText(`${index}`);
    const { events } = await batch();
    const ofOne = (id: string) => events.filter((event) => event.kind === 'message' && event.message.clientId === id);
    expect(textsIn(ofOne(bench.client.id))).toEqual(['Hello', '0', '1', '2', '3', '4', '5']);
    for (const other of others) expect(textsIn(ofOne(other.id))).toEqual(['a', 'b', 'c']);
    const keys = events.map((event) => (event.kind === 'message' ? event.message : null));
    for (const [index, key] of keys.entries()) {
      const before = keys[index - 1];
      if (!before || !key) continue;
      const isLater = key.timestamp > before.timestamp || key.sequence > before.sequence;
      expect(isLater).toBe(true);
    }
  });

  it('brings them with the ids that webhooks give, and with their files', async () => {
    const picture = bench.client.sendFile(sampleFiles.png);
    const document = bench.client.sendFile(sampleFiles.pdf);
    const sticker = bench.client.sendSticker();
    const { events } = await batch();
    expect(events.slice(1)).toMatchObject([
      {
        kind: 'message',
        message: { externalId: picture.mid, type: 'image', attachments: [{ mediaType: 'image/png' }] },
      },
      { message: { externalId: document.mid, type: 'file', attachments: [{ fileName: 'contract.pdf' }] } },
      { message: { externalId: sticker.mid, type: 'sticker', attachments: [{ reference: sticker.sticker }] } },
    ]);
    const [first] = events.slice(1);
    const file = first?.kind === 'message' ? first.message.attachments[0] : undefined;
    expect(await bench.provider.loadAttachment(bench.channel, file?.reference ?? '')).toMatchObject({ kind: 'loaded' });
  });

  it('brings answers that were given elsewhere, once it is sure that they are not ours on their way', async () => {
    bench.page.inboxSays(bench.client, 'long ago');
    age(bench.client, 11 * minuteMs);
    bench.page.inboxSays(bench.client, 'just now');
    const { events } = await batch();
    expect(events.filter(({ kind }) => kind === 'echo')).toMatchObject([
      { message: { text: 'long ago', clientId: bench.client.id, authorName: 'Page inbox' } },
    ]);
  });

  it('goes back to somewhat before the last look, and no further', async () => {
    age(bench.client, 2 * hourMs);
    bench.client.sendText('ten minutes ago');
    age(bench.client, 10 * minuteMs);
    bench.client.sendText('now');
    expect(textsIn((await batch({ cursor: cursorOf(5 * minuteMs) })).events)).toEqual(['ten minutes ago', 'now']);
    expect(textsIn((await batch({ cursor: null })).events)).toEqual(['Hello', 'ten minutes ago', 'now']);
    const { cursor } = await batch();
    const { lookedAt } = JSON.parse(cursor ?? '{}') as { lookedAt: string };
    expect(Math.abs(Date.now() - Date.parse(lookedAt))).toBeLessThan(minuteMs);
  });

  it('leaves alone what was written before the page was connected, and while the channel was switched off', async () => {
    age(bench.client, 2 * hourMs);
    bench.client.sendText('an hour ago');
    age(bench.client, hourMs);
    bench.client.sendText('now');
    const settings = { ...bench.channel.settings, connectedAt: new Date(Date.now() - 90 * minuteMs).toISOString() };
    const connected = { ...bench.channel, settings };
    expect(textsIn((await batch({ channel: connected })).events)).toEqual(['an hour ago', 'now']);
    const switchedOn = { ...bench.channel, acceptsFrom: new Date(Date.now() - minuteMs) };
    expect(textsIn((await batch({ channel: switchedOn })).events)).toEqual(['now']);
  });

  it('waits some minutes for the next, and ends at once when it is told to', async () => {
    const ending = new AbortController();
    const outcome = poll({ isFirst: false, cursor: 'here', signal: ending.signal });
    setTimeout(() => ending.abort(), 50);
    expect(await outcome).toEqual({ kind: 'batch', events: [], cursor: 'here' });
    expect(bench.standIn.app.calls).toEqual([]);
  });
});

describe('a page of which Facebook brings nothing any more', () => {
  it('is subscribed again, says so, and is looked into at once', async () => {
    bench.page.subscriptions.clear();
    const outcome = await poll();
    expect(outcome).toEqual({
      kind: 'trouble',
      health: { status: 'failing', detail: expect.stringMatching(/subscribed again/) },
      retryAfterMs: 1_000,
    });
    expect(bench.page.isSubscribed).toBe(true);
    expect(textsIn((await batch({ isFirst: false, atOnce: true })).events)).toEqual(['Hello']);
  });

  it('is subscribed again when a part of it is missing', async () => {
    bench.page.subscriptions.set(bench.standIn.app.id, ['messages']);
    expect(await poll()).toMatchObject({ kind: 'trouble' });
    expect(bench.page.subscriptions.get(bench.standIn.app.id)).toContain('standby');
  });

  it('says why it cannot be subscribed', async () => {
    bench.page.subscriptions.clear();
    bench.standIn.failNext('subscribed_apps', { kind: 'error', code: 2 });
    expect(await poll()).toMatchObject({ kind: 'trouble', health: { status: 'failing' } });
    expect(bench.page.isSubscribed).toBe(false);
  });
});

describe('a look in trouble', () => {
  it.each<[string, Fault, string, number]>([
    ['an expired login', { kind: 'error', code: 190, subcode: 463 }, 'unauthorized', 60_000],
    ['too many requests', { kind: 'rate', minutes: 3 }, 'rate_limited', 180_000],
    ['a fault of Facebook’s', { kind: 'error', code: 2, status: 500 }, 'failing', 10_000],
    ['a gateway’s page', { kind: 'notJson' }, 'failing', 10_000],
    ['a broken connection', { kind: 'dropBefore' }, 'unreachable', 10_000],
    ['a missing permission', { kind: 'error', code: 200 }, 'failing', 10_000],
  ])('tells the health and when to look again after %s', async (_, fault, status, retryAfterMs) => {
    for (const edge of ['subscribed_apps', 'conversations']) {
      bench.standIn.failNext(edge, fault);
      const detail = expect.stringMatching(/^.{20,}\.$/);
      expect(await poll()).toEqual({ kind: 'trouble', health: { status, detail }, retryAfterMs });
    }
  });

  it('says so when Facebook is away, and when a channel has no token', async () => {
    expect(await poll({ channel: { ...bench.channel, settings: {} } })).toMatchObject({
      health: { status: 'unauthorized' },
    });
    await bench.standIn.goDown();
    expect(await poll()).toMatchObject({ kind: 'trouble', health: { status: 'unreachable' } });
  });
});
