import type { PollOutcome, PollRequest } from '../../channels/contract';
import type { InboundEvent } from '../../domain/inbound';
import { clockAheadAfter } from '../../domain/messenger-clock';
import { siteUrl } from '../support/call-route';
import type { Fault } from '../support/facebook/faults';
import { sampleFiles } from '../support/sample-files';
import { age, type FacebookBench, hourMs, minuteMs, setUpFacebook } from './facebook-bench';

const ours = `${siteUrl}/webhooks/facebook`;
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
    site: async () => ({ webhooksUrl: ours }),
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

  it('takes a message of blanks for an empty one', async () => {
    bench.client.sendText(' \u3164');
    expect((await batch()).events.at(-1)).toMatchObject({
      message: { notice: 'empty_message', type: 'unsupported', text: '' },
    });
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

  it('leaves alone what was written before the channel was there, whatever its settings know of that', async () => {
    age(bench.client, 2 * hourMs);
    bench.client.sendText('an hour ago');
    age(bench.client, hourMs);
    const settings = { ...bench.channel.settings, connectedAt: undefined };
    const channel = { ...bench.channel, settings, connectedAt: new Date(Date.now() - 90 * minuteMs) };
    expect(textsIn((await batch({ channel })).events)).toEqual(['an hour ago']);
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
  it('is subscribed again, says so, and is looked into at once, also for what was written just now', async () => {
    bench.page.subscriptions.clear();
    const { events, health } = await batch({ isFirst: false, atOnce: true });
    expect(health).toEqual({ status: 'ok', detail: expect.stringMatching(/subscribed again/) });
    expect(bench.page.isSubscribed).toBe(true);
    expect(textsIn(events)).toEqual(['Hello']);
  });

  it('is subscribed again when a part of it is missing', async () => {
    bench.page.subscriptions.set(bench.standIn.app.id, ['messages']);
    expect((await batch()).health?.detail).toMatch(/subscribed again/);
    expect(bench.page.subscriptions.get(bench.standIn.app.id)).toContain('standby');
  });

  it('says why it cannot be subscribed', async () => {
    bench.page.subscriptions.clear();
    bench.standIn.failNext('subscribed_apps', { kind: 'error', code: 2 });
    expect(await poll()).toMatchObject({ kind: 'trouble', health: { status: 'failing' } });
    expect(bench.page.isSubscribed).toBe(false);
  });
});

describe('a field that Facebook never lists', () => {
  const attempts = () =>
    bench.standIn.app.calls.filter(({ method, edge }) => method === 'POST' && edge === 'subscribed_apps').length;
  const nextOf = (cursor: string | null) =>
    (JSON.parse(cursor ?? '{}') as { subscribing?: { attempts: number; next: string } }).subscribing;
  /** The same place, the pause being over. */
  const later = (cursor: string | null) => {
    const place = JSON.parse(cursor ?? '{}') as object;
    return JSON.stringify({ ...place, subscribing: { ...nextOf(cursor), next: new Date().toISOString() } });
  };

  beforeEach(() => {
    bench.standIn.app.webhook.url = ours;
    bench.standIn.app.unlisted = ['message_edits'];
    bench.page.subscriptions.set(bench.standIn.app.id, ['messages']);
  });

  it('is told of in the health, and the inbox is looked into all the same', async () => {
    const { events, health } = await batch();
    expect(health).toEqual({ status: 'failing', detail: expect.stringMatching(/does not list message_edits among/) });
    expect(textsIn(events)).toEqual(['Hello']);
  });

  it('is asked for again with growing pauses, hours apart in the end, and not before', async () => {
    let { cursor } = await batch();
    const pauses: number[] = [];
    for (let look = 1; look <= 9; look += 1) {
      expect(attempts()).toBe(look);
      ({ cursor } = await batch({ cursor }));
      expect(attempts()).toBe(look);
      pauses.push(Math.round((Date.parse(nextOf(cursor)?.next ?? '') - Date.now()) / minuteMs));
      ({ cursor } = await batch({ cursor: later(cursor) }));
    }
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360]);
  });

  it('is asked for no sooner because the inbox cannot be read meanwhile', async () => {
    bench.standIn.failNext('conversations', { kind: 'notJson' });
    const first = await poll();
    expect(first).toMatchObject({ kind: 'trouble', health: { status: 'failing' } });
    const cursor = (first.kind === 'trouble' && first.cursor) || null;
    expect(nextOf(cursor)?.attempts).toBe(1);
    await batch({ cursor });
    expect(attempts()).toBe(1);
  });

  it('is forgotten when it is there after all', async () => {
    const { cursor } = await batch();
    bench.standIn.app.unlisted = [];
    const mended = await batch({ cursor: later(cursor) });
    expect(mended.health?.status).toBe('ok');
    expect(nextOf(mended.cursor)).toBeUndefined();
    expect((await batch({ cursor: mended.cursor })).health).toBeUndefined();
  });

  it('is told of with Facebook’s reason where it refuses', async () => {
    bench.standIn.failNext('POST subscribed_apps', { kind: 'error', code: 100 });
    const { events, health } = await batch();
    expect(health).toEqual({ status: 'failing', detail: expect.stringMatching(/Facebook refused it \(error 100\)/) });
    expect(textsIn(events)).toEqual(['Hello']);
  });
});

describe('where Facebook hands what happens on pages', () => {
  it('is read with the app’s own token, without a proof', async () => {
    bench.standIn.app.webhook.url = ours;
    expect((await batch()).leads).toEqual({ kind: 'here' });
    const { app } = bench.standIn;
    const call = app.calls.find(({ edge }) => edge === 'subscriptions');
    expect(call).toMatchObject({ method: 'GET', authorization: `Bearer ${app.id}|${app.secret}` });
    expect(call?.path).toBe(`/v25.0/${app.id}/subscriptions`);
  });

  it.each<[string, string, object]>([
    ['another host', 'https://other.example/webhooks/facebook', { kind: 'elsewhere', address: 'other.example' }],
    ['another path of our host', `${siteUrl}/bot`, { kind: 'elsewhere', address: `${new URL(siteUrl).host}/bot` }],
    ['our address, otherwise written', `${ours.replace('https', 'HTTPS')}/`, { kind: 'here' }],
  ])('is compared with our address: %s', async (_, url, leads) => {
    bench.standIn.app.webhook.url = url;
    expect((await batch()).leads).toMatchObject(leads);
  });

  it('is told with the other host, and what to do', async () => {
    bench.standIn.app.webhook.url = 'https://other.example/webhooks/facebook';
    const { leads } = await batch();
    const detail = leads?.kind === 'elsewhere' ? leads.detail : '';
    expect(detail).toMatch(/to other\.example, so Parley takes none in\..* enter https:\/\/.*\/webhooks\/facebook/);
  });

  it('is nobody where no webhook is set or it is switched off, which is said', async () => {
    const late = { status: 'ok', detail: expect.stringMatching(/minutes late/) };
    expect(await batch()).toMatchObject({ leads: { kind: 'here' }, health: late });
    Object.assign(bench.standIn.app.webhook, { url: 'https://other.example/', isActive: false });
    expect(await batch()).toMatchObject({ leads: { kind: 'here' }, health: late });
  });

  it.each<[string, Fault]>([
    ['a refusal', { kind: 'error', code: 15 }],
    ['a missing permission', { kind: 'error', code: 200, status: 403 }],
    ['a secret that does not count', { kind: 'error', code: 190, status: 401 }],
  ])('is not known after %s, and the look goes on', async (_, fault) => {
    bench.standIn.app.webhook.url = 'https://other.example/';
    bench.standIn.failNext('subscriptions', fault);
    expect(await batch()).toMatchObject({ leads: { kind: 'untold' }, events: [{ kind: 'message' }] });
  });

  it('is what it was lately, while Facebook cannot be asked', async () => {
    bench.standIn.app.webhook.url = 'https://other.example/';
    const { cursor } = await batch();
    bench.standIn.failNext('subscriptions', { kind: 'notJson' });
    expect((await batch({ cursor })).leads).toMatchObject({ kind: 'elsewhere', address: 'other.example' });
    bench.standIn.failNext('subscriptions', { kind: 'dropBefore' });
    expect((await batch({ cursor: null })).leads).toEqual({ kind: 'untold' });
  });

  it('cannot be told from ours as long as we have no address', async () => {
    bench.standIn.app.webhook.url = 'https://other.example/';
    expect((await batch({ site: async () => ({ webhooksUrl: null }) })).leads).toEqual({ kind: 'untold' });
  });
});

describe('a login that ends', () => {
  const withEnd = (days: number) => {
    const loginEndsAt = new Date(Date.now() + days * 24 * hourMs).toISOString();
    return { channel: { ...bench.channel, settings: { ...bench.channel.settings, loginEndsAt } }, at: loginEndsAt };
  };

  it('is told of in its last week, and not before', async () => {
    const { channel, at } = withEnd(6.9);
    const { ends, health } = await batch({ channel });
    expect(ends?.at.toISOString()).toBe(at);
    expect(health).toEqual({ status: 'ok', detail: `Receiving messages. ${ends?.detail}` });
    expect((await batch({ channel: withEnd(7.1).channel })).ends).toBeUndefined();
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
      expect(await poll()).toMatchObject({ kind: 'trouble', health: { status, detail }, retryAfterMs });
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

describe.each([
  ['ahead of ours', 20 * minuteMs],
  ['behind ours', -20 * minuteMs],
])('with Facebook’s clock %s', (_how, ms) => {
  /** The channel as it is after a look. */
  async function measured() {
    bench.standIn.app.clock.setAhead(ms);
    const { clock } = await batch();
    if (clock === undefined) throw new Error('a look tells the clock');
    return { ...bench.channel, clockAheadMs: clockAheadAfter(undefined, clock) };
  }

  it('a look brings what came since the one before, this very second too', async () => {
    const channel = await measured();
    bench.client.sendText('just now');
    const { events } = await batch({ channel, cursor: cursorOf(minuteMs) });
    expect(textsIn(events)).toContain('just now');
  });

  it('what was written while the channel was off is left out, and what right after it was switched on is not', async () => {
    const channel = await measured();
    bench.client.sendText('while it was off');
    age(bench.client, minuteMs);
    bench.client.sendText('right after');
    const acceptsFrom = new Date(Date.now() - 10_000);
    expect(textsIn((await batch({ channel: { ...channel, acceptsFrom } })).events)).toEqual(['right after']);
  });
});
