import { type ProviderResponse, UnreadablePayload } from '../../channels/contract';
import { callRoute, jsonOf, type RouteCall } from '../support/call-route';
import { FakeDesk } from '../support/provider-desk';
import { aStableWord, type ProviderSuite, partOf } from './provider-suite';

const maxDepth = 100_000;

/** What a caller who holds the secret may send all the same, by mistake or malice. */
const malformedBodies: Array<[string, string | Buffer]> = [
  ['nothing', ''],
  ['half of an object', '{"object":"page","entry":[{'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a number', '1e999'],
  ['lists in lists', '['.repeat(maxDepth) + ']'.repeat(maxDepth)],
  ['objects in objects', `${'{"a":'.repeat(maxDepth)}1${'}'.repeat(maxDepth)}`],
  ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])],
  ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
  ['names of the language', '{"__proto__":{"isPolluted":true},"constructor":{"prototype":{"isPolluted":true}}}'],
  ['a form', 'a=1&a=2&__proto__[isPolluted]=true&%zz=%ff&=&&'],
];

function changed(body: string | Buffer | object): Buffer {
  const bytes = Buffer.from(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 2) ^ 1, bytes.length - 2);
  return bytes;
}

/** Routes: each proves who is calling, and nothing is acknowledged before it is durable (domain 2.1, 2.2). */
export function describeRoutes(suite: ProviderSuite): void {
  let desk: FakeDesk;
  const call = (request: RouteCall): Promise<ProviderResponse> => callRoute(suite.provider, desk, request);
  const genuine = (text: string, id = 'first') => partOf(suite.harness.routes).genuine(desk, { id, text });
  const texts = () => desk.messages.map(({ text }) => text);

  function expectRefused(response: ProviderResponse, path: string): void {
    expect({ path, status: response.status }).toEqual({ path, status: 403 });
    expect(response.headers?.['content-type']).toBe('application/problem+json');
    expect(jsonOf(response)).toMatchObject({ status: 403, code: aStableWord });
    suite.expectNoSecret(response);
    expect(desk.received).toEqual([]);
  }

  suite.describePart('routes', 'routes', () => {
    beforeEach(() => {
      desk = new FakeDesk([suite.harness.channel]);
    });

    it('have paths and operation ids of their own', () => {
      const routes = suite.provider.routes ?? [];
      expect(new Set(routes.map(({ operationId }) => operationId)).size).toBe(routes.length);
      expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
      for (const { path } of routes) expect(path).toMatch(/^(\/[\w.:-]+)*$/);
    });

    it('answer 403 to who cannot prove who he is, and leave nothing behind', async () => {
      for (const request of partOf(suite.harness.routes).unauthenticated) {
        expectRefused(await call(request), request.path);
      }
    });

    it('take in what the messenger delivers', async () => {
      expect((await call(genuine('Hello'))).status).toBeLessThan(300);
      expect(texts()).toEqual(['Hello']);
    });

    it('take a repeated delivery for the message that it repeats', async () => {
      for (const text of ['Hello', 'Hello', 'Hello']) await call(genuine(text));
      await call(genuine('And more', 'second'));
      expect(texts()).toEqual(['Hello', 'And more']);
    });

    it('acknowledge nothing that could not be made durable', async () => {
      desk.receiveFailure = new Error('The store is away');
      await expect(call(genuine('Hello'))).rejects.toThrow('The store is away');
      expect(texts()).toEqual([]);
    });

    it.each(malformedBodies)('stand %s', async (_name, body) => {
      const request = partOf(suite.harness.routes).genuineBody(desk, body);
      const status = await call(request).then(
        (response) => response.status,
        (error: unknown) => (error instanceof UnreadablePayload ? 400 : Promise.reject(error)),
      );
      // A messenger repeats what it gets a 5xx for, and unsubscribes us after an hour of them.
      expect(status).toBeLessThan(500);
      expect(desk.messages).toEqual([]);
      expect(Reflect.get({}, 'isPolluted')).toBeUndefined();
    });
  });

  suite.describePart('signatures', 'signatures', () => {
    beforeEach(() => {
      desk = new FakeDesk([suite.harness.channel]);
    });

    it('do not fit a body of which one bit was changed', async () => {
      const request = genuine('Hello');
      expectRefused(await call({ ...request, body: changed(request.body ?? '') }), request.path);
    });

    it('of another length are refused like any other', async () => {
      const { headers = {}, ...request } = genuine('Hello');
      const cut = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, /signature/i.test(name) ? value.slice(0, -3) : value]),
      );
      expectRefused(await call({ ...request, headers: cut }), request.path);
    });
  });
}
