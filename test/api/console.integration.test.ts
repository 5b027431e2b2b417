import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import express from 'express';
import { mountConsole } from '../../api/console/console';
import { readConsoleFiles } from '../../api/console/files';
import { type ApiUnderTest, startApi } from './api-under-test';

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApi({ name: 'console' });
});
afterAll(() => api.end());

/** Without what fetch does by itself: following, unpacking. */
async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(api.root + path, {
    headers: { 'accept-encoding': 'identity', ...headers },
    redirect: 'manual',
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

async function assetPath(): Promise<string> {
  const [, path = ''] = /src="([^"]+\.js)"/.exec((await get('/console')).text) ?? [];
  return path;
}

it('is where the service’s address leads', async () => {
  const { status, headers } = await get('/');
  expect([status, headers.get('location')]).toEqual([302, '/console']);
});

it('is one page at each of its places, never kept, with a policy that lets nothing in from elsewhere', async () => {
  const page = await get('/console');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  for (const path of ['/console/', '/console/inbox', '/console/inbox/some-chat?x=1', '/console/..%2f..%2fpackage.json'])
    expect(await get(path)).toMatchObject({ status: 200, text: page.text });
});

it('has no script or style in its page, and none from elsewhere', async () => {
  const { text } = await get('/console');
  expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
  const addresses = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
  expect(addresses.length).toBeGreaterThan(1);
  for (const address of addresses) expect(address).toMatch(/^\/console\/assets\/[\w.-]+$/);
});

it('has files that are kept for good, compressed as the browser can take them', async () => {
  const path = await assetPath();
  const plain = await get(path);
  expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(plain.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  for (const encoding of ['br', 'gzip']) {
    const response = await fetch(api.root + path, { headers: { 'accept-encoding': encoding } });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('vary')).toContain('Accept-Encoding');
    expect(await response.text()).toBe(plain.text);
  }
  // As browsers ask; fetch would add that it wants no 304.
  const asked = request(api.root + path, { headers: { 'if-none-match': plain.headers.get('etag') ?? '' } });
  const [again] = await once(asked.end(), 'response');
  again.resume();
  expect(again.statusCode).toBe(304);
});

it('says that a file of an older release is gone', async () => {
  expect(await get('/console/assets/index-older.js')).toMatchObject({ status: 404 });
});

it('weighs less than 200 kB compressed, all areas together', () => {
  const files = [...(readConsoleFiles() ?? new Map())];
  const scripts = files.filter(([name]) => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(0);
  let bytes = 0;
  for (const [, { content, gzip, brotli }] of scripts) {
    const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex');
    expect([hash(gunzipSync(gzip ?? '')), hash(brotliDecompressSync(brotli ?? ''))]).toEqual([
      hash(content),
      hash(content),
    ]);
    bytes += gzip?.length ?? 0;
  }
  expect(bytes).toBeLessThan(200_000);
});

it('says what to do when it was not built', async () => {
  const app = express();
  mountConsole(app, async () => '', null);
  let told: unknown;
  app.use((error: unknown, _asked: express.Request, response: express.Response, _next: express.NextFunction) => {
    told = error;
    response.status(404).end();
  });
  const server = app.listen(0);
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await fetch(`http://127.0.0.1:${port}/console`);
  server.close();
  expect(String(told)).toContain('npm run build');
});
