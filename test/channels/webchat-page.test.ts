import { once } from 'node:events';
import type { ProviderResponse } from '../../channels/contract';
import { changeEvents } from '../../channels/webchat/change-events';
import { createWebchatProvider } from '../../channels/webchat/provider';
import { callRoute } from '../support/call-route';
import { FakeDesk, openedChannel } from '../support/provider-desk';

const provider = createWebchatProvider();

function get(path: string, settings: Record<string, unknown> = {}): Promise<ProviderResponse> {
  const channel = openedChannel({ id: 'shop', provider: 'webchat', name: 'Shop', settings });
  return callRoute(provider, new FakeDesk([channel]), { path });
}

describe('the page', () => {
  it('shows the channel’s title and greeting as text', async () => {
    const { status, body } = await get('/shop', { title: 'A & "B"', greeting: '<script>alert(1)</script>' });
    expect(status).toBe(200);
    expect(body).toContain('<h1>A &#38; &#34;B&#34;</h1>');
    expect(body).toContain('&#60;script&#62;alert(1)');
  });

  it('shows the channel’s name when it has no title of its own', async () => {
    expect((await get('/shop')).body).toContain('<h1>Shop</h1>');
  });

  it('may load and run nothing but what comes from here', async () => {
    const { headers } = await get('/shop');
    const policy = headers?.['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
  });

  it('has no script or style in itself, and none from elsewhere', async () => {
    const body = String((await get('/shop')).body);
    expect(body).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
    const addresses = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
    expect(addresses).toHaveLength(2);
    for (const address of addresses) expect(address).toMatch(/^\/webhooks\/webchat\/assets\//);
  });

  it('finds every file that it and its scripts ask for', async () => {
    const wanted = ['chat.css', 'chat.js'];
    for (const name of wanted) {
      const { status, body } = await get(`/assets/${name}`);
      expect({ name, status }).toEqual({ name, status: 200 });
      const imported = [...String(body).matchAll(/from '\.\/([\w-]+\.js)'/g)].map(([, file]) => file ?? '');
      wanted.push(...imported.filter((file) => !wanted.includes(file)));
    }
    expect(wanted.length).toBeGreaterThan(2);
  });

  it('puts nothing that people wrote into markup', async () => {
    for (const name of ['chat.js', 'view.js', 'server.js', 'keep.js']) {
      expect((await get(`/assets/${name}`)).body).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/,
      );
    }
  });

  it('says in words that a chat is not open', async () => {
    const { status, headers, body } = await get('/other');
    expect(status).toBe(404);
    expect(headers?.['content-type']).toContain('text/html');
    expect(body).toContain('not available');
  });
});

describe('the stream of changes', () => {
  it('gives a sign of life while nothing changes, and misses nothing for it', async () => {
    const ending = new AbortController();
    let change = (): void => {};
    const changed = new Promise<void>((resolve) => {
      change = resolve;
    });
    async function* changes(): AsyncGenerator<void> {
      await changed;
      yield;
      await once(ending.signal, 'abort');
    }
    const events = changeEvents({ changes: changes(), signal: ending.signal, silenceMs: 50 });
    const heard: string[] = [];
    for await (const event of events) {
      heard.push(event.split('\n')[0] ?? '');
      if (heard.length === 3) change();
      if (heard.length > 1 && event.startsWith('event: changed')) break;
    }
    ending.abort();
    const signs = heard.slice(1, -1);
    expect(heard).toEqual(['event: changed', ...signs, 'event: changed']);
    expect(signs.length).toBeGreaterThanOrEqual(2);
    expect(new Set(signs)).toEqual(new Set([': still here']));
  });
});
