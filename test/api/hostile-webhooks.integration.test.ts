import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ProviderRoute } from '../../channels/contract';
import { createProviders } from '../../channels/registry';
import { readConfig } from '../../config';
import { justAdded } from '../../domain/channel';
import { deliveringMessengers, facebookApp } from '../support/deliveries';
import { openRawCall, type RawCall, rawStatus } from '../support/raw-call';
import { type ApiUnderTest, startApi } from './api-under-test';

/** Stands in everything that is sent here, and must be found nowhere afterwards. */
const mark = 'HOSTILE-MARK';
const nobody = 'http://127.0.0.1:9';
const maxDepth = 100_000;

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
/** A channel of each messenger that calls us, which strangers may know by its id or its source. */
const channels = called.map(({ code: provider, channel }) => ({ id: randomUUID(), provider, ...channel }));
const sourceOf = (code: string) => channels.find(({ provider }) => provider === code)?.source ?? 'none';

interface Target extends Pick<ProviderRoute, 'method' | 'maxBodyBytes' | 'streams'> {
  address: string;
}

/** Every route of every provider there is, with the id of a channel where one belongs. */
const targets: Target[] = providers.flatMap((provider) =>
  (provider.routes ?? []).map(({ method, path, maxBodyBytes, streams }) => ({
    ...{ method, maxBodyBytes, streams },
    address: `/webhooks/${provider.code}${path.replace(/:\w+/g, channels.find((one) => one.provider === provider.code)?.id ?? '')}`,
  })),
);
const posts = targets.filter(({ method }) => method === 'POST');

/** As the messengers write, but for the signature. */
const plausible: Array<[string, string, string]> = [
  ['application/json', JSON.stringify({ visitorToken: mark, messageId: mark, text: mark }), 'a visitor’s message'],
  [
    'application/json',
    JSON.stringify({
      object: 'page',
      entry: [
        {
          ...{ id: sourceOf('facebook'), time: 1_800_000_000_000 },
          messaging: [
            {
              ...{ sender: { id: '5001' }, recipient: { id: sourceOf('facebook') }, timestamp: 1_800_000_000_000 },
              message: { mid: mark, text: mark },
            },
          ],
        },
      ],
    }),
    'a page’s event',
  ],
  [
    'application/x-www-form-urlencoded',
    new URLSearchParams({
      ...{ MessageSid: `SM${'0'.repeat(32)}`, AccountSid: `AC${'0'.repeat(32)}`, NumMedia: '0', Body: mark },
      ...{ From: 'whatsapp:+491701111111', To: `whatsapp:${sourceOf('whatsapp')}`, MessageStatus: 'delivered' },
    }).toString(),
    'a form',
  ],
];

const malformed: Array<[string, string | Buffer, Record<string, string>]> = [
  ['no body', '', {}],
  ['half of an object', `{"text":"${mark}`, {}],
  ['lists in lists', '['.repeat(maxDepth) + ']'.repeat(maxDepth), {}],
  ['objects in objects', `${'{"entry":'.repeat(maxDepth)}1${'}'.repeat(maxDepth)}`, {}],
  ['names of the language', `{"__proto__":{"isPolluted":"${mark}"},"constructor":{"prototype":{"isPolluted":1}}}`, {}],
  ['a form with names of the language', `__proto__[isPolluted]=${mark}&constructor.prototype.isPolluted=1&%zz=%ff`, {}],
  ['ten thousand fields', Array.from({ length: 10_000 }, (_, index) => `f${index}=${mark}`).join('&'), {}],
  ['no UTF-8', Buffer.concat([Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0]), Buffer.from(mark)]), {}],
  ['UTF-16', Buffer.from(`{"text":"${mark}"}`, 'utf16le'), { 'content-type': 'application/json; charset=utf-16le' }],
  ['a type that nobody sends', mark, { 'content-type': 'application/x-shockwave-flash; charset=no-such' }],
  ['no type', mark, { 'content-type': '' }],
  ['a made-up signature', `{"text":"${mark}"}`, { 'x-hub-signature-256': 'sha256=zz', 'x-twilio-signature': mark }],
  ['a compressed body', gzipSync(`{"text":"${mark}"}`), { 'content-encoding': 'gzip' }],
  ['a body that swells', gzipSync(Buffer.alloc(50_000_000, mark)), { 'content-encoding': 'gzip' }],
  ['a body that is not compressed as it says', mark, { 'content-encoding': 'gzip' }],
  ['an encoding that nobody knows', mark, { 'content-encoding': `br, ${mark}` }],
  ['a huge header', '{}', { 'x-huge': mark + 'x'.repeat(12_000) }],
];

describe('webhooks before a hostile internet', () => {
  let api: ApiUnderTest;
  let atStart: string;

  beforeAll(async () => {
    api = await startApi({ name: 'hostile', providers, patience: { headersMs: 600, bodyMs: 600 } });
    await api.storage.inTransaction(async (tx) => {
      for (const channel of channels)
        await api.storage.channels.create(
          {
            ...{ ...channel, name: 'Open', active: true, queueId: 'queue', language: 'en', verified: true },
            ...{ ...justAdded({ verified: true }), health: { status: 'ok', detail: '', checkedAt: new Date() } },
          },
          tx,
        );
    });
    atStart = await everyRow();
  });

  afterAll(() => api.end());

  /** Nothing but a count remains, and whoever comes next is served. */
  afterEach(async () => {
    expect(await everyRow()).toBe(atStart);
    expect(api.logged.join('')).not.toContain(mark);
    expect(api.logged.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
    expect(Reflect.get({}, 'isPolluted')).toBeUndefined();
    expect((await fetch(`${api.root}/health/live`)).status).toBe(200);
  });

  async function everyRow(): Promise<string> {
    const names = (await api.database.listCollections()).map(({ name }) => name).filter((name) => name !== profile);
    const rows = await Promise.all(names.sort().map((name) => api.database.collection(name).find().toArray()));
    return JSON.stringify([names, rows]);
  }

  const profile = 'system.profile';
  const call = async (address: string, init: RequestInit) => {
    const response = await fetch(api.root + address, init);
    await response.arrayBuffer();
    return response.status;
  };
  const send = (address: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    call(address, { method: 'POST', body: body as string, headers });
  const refusals = async () => {
    const { values } = await api.deps.metrics.webhookRefusals.get();
    return values.reduce((sum, { value }) => sum + value, 0);
  };
  const heads = (address: string, more: string[] = []) =>
    [`POST ${address} HTTP/1.1`, 'Host: parley', 'Content-Type: application/json', ...more].join('\r\n');

  const expectAmong = (status: number | null, statuses: number[], what: string) =>
    expect({ what, statuses }).toEqual({ what, statuses: expect.arrayContaining([status]) });

  it('has routes to try', () => {
    expect(posts.length).toBeGreaterThan(3);
    expect(new Set(targets.map(({ address }) => address.split('/')[2]))).toContain('webchat');
  });

  it.each(plausible)('counts and forgets %s without a signature (%#)', async (type, body) => {
    for (const { address } of posts) {
      if (address.endsWith('/visitors')) continue;
      const before = await refusals();
      expectAmong(await send(address, body, { 'content-type': type }), [400, 403, 415], address);
      expect(await refusals()).toBe(before + 1);
    }
  });

  it.each(malformed)('stands %s', async (_name, body, headers) => {
    for (const { address, maxBodyBytes } of posts) {
      const status = await send(address, body, headers);
      const isTooLarge = Buffer.byteLength(body) > maxBodyBytes;
      const expected = headers['content-encoding'] ? [413, 415] : isTooLarge ? [413, 415] : [201, 400, 403, 415];
      expectAmong(status, expected, address);
      // Only who asks for a visitor's token gets something without proving who he is: it is kept nowhere.
      if (status === 201) expect(address).toMatch(/\/visitors$/);
    }
  });

  it('reads no more of a body than may be there, whatever is said of its length', async () => {
    for (const { method, address, maxBodyBytes, streams } of targets) {
      const tooMuch = mark.repeat(Math.ceil((maxBodyBytes + 1) / mark.length));
      const head = heads(address).replace('POST', method);
      const piece = `${tooMuch.length.toString(16)}\r\n${tooMuch}\r\n`;
      const lies = [
        `${head}\r\nContent-Length: 99999999999\r\n\r\n`,
        `${head}\r\nTransfer-Encoding: chunked\r\n\r\n${piece}`,
      ];
      // Who is a stranger is told so before his file is read.
      const refusals = streams ? [403, 413] : [413];
      for (const lie of lies) expectAmong(await rawStatus(api.root, lie), refusals, address);
    }
  });

  it.each([
    ['more than it said', (line: string) => `${line}\r\nContent-Length: 2\r\n\r\n{}${mark}`],
    ['two lengths', (line: string) => `${line}\r\nContent-Length: 2\r\nContent-Length: 20\r\n\r\n{}`],
    [
      'a length and pieces',
      (line: string) => `${line}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['no length that is one', (line: string) => `${line}\r\nContent-Length: -1\r\n\r\n{}`],
    ['pieces that are none', (line: string) => `${line}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n${mark}`],
    ['headers without end', (line: string) => `${line}\r\nX-Huge: ${mark}${'x'.repeat(20_000)}\r\n\r\n`],
    ['five thousand headers', (line: string) => `${line}\r\n${`X-Many: ${mark}\r\n`.repeat(5_000)}\r\n`],
    [
      'its names twice',
      (line: string) => `${line}\r\nX-Visitor-Token: a\r\nX-Visitor-Token: ${mark}\r\nContent-Length: 2\r\n\r\n{}`,
    ],
    ['no HTTP', () => `${mark}\r\n\r\n`],
    ['something else than a path', () => `POST http://[::${mark} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`],
  ])('refuses whoever sends %s', async (_name, bytes) => {
    for (const { address } of posts) {
      const status = await rawStatus(api.root, bytes(heads(address)));
      if (address.endsWith('/visitors') && status === 201) continue;
      expectAmong(status, [400, 403, 404, 415, 431], address);
    }
  });

  it('stands addresses and methods that nobody declares', async () => {
    const names = [`%E0%A4%A${mark}`, `..%2f..%2f${mark}`, '__proto__', mark.repeat(500), `%00${mark}`];
    for (const { address, method } of targets)
      for (const name of names) {
        const id = channels.find((channel) => address.includes(channel.id))?.id;
        if (id === undefined) continue;
        const status = await call(address.replace(id, name), method === 'POST' ? { method, body: '{}' } : {});
        expectAmong(status, [400, 403, 404], `${address} ${name}`);
      }
    for (const { address } of targets) {
      const query = `?__proto__[isPolluted]=${mark}&${`a=${mark}&`.repeat(400)}`;
      for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND']) {
        const line = heads(address + query).replace('POST', method);
        expect(await rawStatus(api.root, `${line}\r\nContent-Length: 0\r\n\r\n`)).toBe(405);
      }
    }
    for (const path of ['/webhooks', '/webhooks/', `/webhooks/${mark}`, `/WEBHOOKS/${mark}/x`])
      expect(await call(path, { method: 'POST', body: mark })).toBe(404);
  });

  describe('slow senders', () => {
    const dripping = new Set<NodeJS.Timeout>();
    afterEach(() => {
      for (const timer of dripping) clearInterval(timer);
      dripping.clear();
    });

    /** A byte at a time, for as long as the connection is open. */
    function drip(head: string): RawCall {
      const slow = openRawCall(api.root);
      slow.write(head);
      const timer = setInterval(() => slow.write('x'), 50);
      dripping.add(timer);
      void slow.closed.then(() => clearInterval(timer));
      return slow;
    }

    it('of headers are cut off, of bodies told and cut off', async () => {
      const [{ address = '' } = {}] = posts;
      const ofHeaders = [drip(`${heads(address)}\r\nX-Slow: ${mark}`), drip('P'), openRawCall(api.root)];
      const read = posts.filter(({ streams }) => !streams);
      const unread = posts.filter(({ streams }) => streams);
      expect(unread).toHaveLength(1);
      const ofFiles = unread.map((post) => drip(`${heads(post.address)}\r\nContent-Length: 2000\r\n\r\n${mark}`));
      const ofBodies = read.map((post) => drip(`${heads(post.address)}\r\nContent-Length: 2000\r\n\r\n{"a":"${mark}`));
      const ofPieces = read.map((post) => drip(`${heads(post.address)}\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n`));
      for (const slow of [...ofBodies, ...ofPieces]) expect(await slow.answered).toMatch(/^HTTP\/1\.1 408 /);
      for (const slow of ofFiles) expect(await slow.answered).toMatch(/^HTTP\/1\.1 403 /);
      for (const slow of [...ofHeaders, ...ofBodies, ...ofPieces, ...ofFiles]) await slow.closed;
    });

    it('of what else strangers may send are told and cut off too', async () => {
      const slow = drip(`${heads('/api/login')}\r\nContent-Length: 2000\r\n\r\n{"login":"${mark}`);
      expect(await slow.answered).toMatch(/^HTTP\/1\.1 408 .*request_timeout/s);
      await slow.closed;
    });

    const many = 500;
    const beginnings = () => {
      const [{ address = '' } = {}] = posts;
      const line = heads(address);
      return Array.from({ length: many }, (_, index) =>
        index % 2 === 0 ? `${line}\r\nX-Slow: ` : `${line}\r\nContent-Length: 2000\r\n\r\n`,
      );
    };

    it('are all cut off, however many they are', async () => {
      await Promise.all(beginnings().map((head) => drip(head).closed));
    });

    it('hold nobody else up, however many they are', async () => {
      const forLongMs = 300_000;
      const patient = await startApi({
        ...{ name: 'patient', providers },
        patience: { headersMs: forLongMs, bodyMs: forLongMs },
      });
      const slow = beginnings().map((head) => {
        const call = openRawCall(patient.root);
        call.write(head);
        return call;
      });
      try {
        for (let call = 0; call < 10; call += 1) expect((await fetch(`${patient.root}/health/live`)).status).toBe(200);
        expect(slow.filter(({ socket }) => socket.closed)).toEqual([]);
      } finally {
        for (const { socket } of slow) socket.destroy();
        await patient.end();
      }
    });
  });

  it('refuses a flood of unsigned calls without writing anything, and with one reading a call at most', async () => {
    const { db } = api.database;
    const before = await refusals();
    await db?.setProfilingLevel('all');
    const each = 40;
    const flooded = posts.filter(({ address }) => !address.endsWith('/visitors'));
    for (const { address } of flooded)
      for (const [type, body] of plausible)
        await Promise.all(Array.from({ length: each }, () => send(address, body, { 'content-type': type })));
    await db?.setProfilingLevel('off');
    const calls = each * flooded.length * plausible.length;
    const done = await api.database.collection(profile).find().toArray();
    const reads = done.filter(({ op, ns }) => op === 'query' && !String(ns).endsWith(profile));
    const others = done.filter(({ op, ns }) => !['query', 'command'].includes(op) && !String(ns).endsWith(profile));
    expect(others).toEqual([]);
    expect(reads.length).toBeLessThanOrEqual(calls);
    expect(await refusals()).toBe(before + calls);
  });
});
