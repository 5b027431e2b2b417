import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
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
    expect(addresses).toHaveLength(3);
    for (const address of addresses) expect(address).toMatch(/^\/webhooks\/webchat\/assets\//);
  });

  it('has its files, its calls and its cookie below the path of SiteUrl, and keeps what it knows by the same key', async () => {
    const at = async (root: string) => {
      const channel = openedChannel({ id: 'shop', provider: 'webchat', name: 'Shop', settings: {} });
      const desk = new FakeDesk([channel]);
      const body = String((await callRoute(provider, desk, { path: '/shop', root })).body);
      const given = await callRoute(provider, desk, { path: '/shop/visitors', root, body: { cookie: true } });
      const setup = JSON.parse((/data-setup="([^"]+)"/.exec(body)?.[1] ?? '').replaceAll('&#34;', '"')) as object;
      return { setup, assets: body.match(/"[^"]*\/assets\//g), cookie: given.headers?.['set-cookie'] };
    };
    for (const root of ['', '/0']) {
      const { setup, assets, cookie } = await at(root);
      expect(setup).toMatchObject({ base: `${root}/webhooks/webchat/shop`, key: '/webhooks/webchat/shop' });
      expect(assets).toEqual(Array(3).fill(`"${root}/webhooks/webchat/assets/`));
      expect(cookie).toContain(`; Path=${root}/webhooks/webchat/shop;`);
    }
  });

  it('finds every file that it and its scripts ask for', async () => {
    const wanted = ['chat.css', 'chat.js'];
    for (const name of wanted) {
      const { status, body } = await get(`/assets/${name}`);
      expect({ name, status }).toEqual({ name, status: 200 });
      const imported = [...String(body).matchAll(/(?:\bfrom |\bimport\()['"]([^'"]*)['"]/g)].map(
        ([, file]) => file ?? '',
      );
      for (const file of imported) expect(file).toMatch(/^\.\/[\w.-]+\.js$/);
      wanted.push(...imported.map((file) => file.slice(2)).filter((file) => !wanted.includes(file)));
    }
    for (const name of ['links.js', 'long-text.js', 'linkify-it.js', 'uc.micro.js']) expect(wanted).toContain(name);
  });

  it('loads what finds addresses only when a text may have one', async () => {
    const eager = ['chat.js'];
    for (const name of eager) {
      const script = String((await get(`/assets/${name}`)).body);
      const imported = [...script.matchAll(/\bfrom '\.\/([\w.-]+\.js)'/g)].map(([, file]) => file ?? '');
      eager.push(...imported.filter((file) => !eager.includes(file)));
    }
    expect(eager).toContain('view.js');
    expect(eager).not.toContain('links.js');
    expect(eager).not.toContain('linkify-it.js');
  });

  it('has no field that cuts what is pasted into it', async () => {
    expect((await get('/shop')).body).not.toMatch(/maxlength/i);
  });

  it('puts nothing that people wrote into markup', async () => {
    for (const name of readdirSync('channels/webchat/page').filter((file) => file.endsWith('.js'))) {
      expect(readFileSync(`channels/webchat/page/${name}`, 'utf8')).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/,
      );
    }
  });

  it.each([
    [{}, '*'],
    [{ origins: [] }, '*'],
    [
      { origins: ['https://shop.example', 'https://*.shop.example:8443'] },
      "'self' https://shop.example https://*.shop.example:8443",
    ],
  ])('with the settings %j is shown in frames of %s', async (settings, ancestors) => {
    const policy = (await get('/shop', settings)).headers?.['content-security-policy'];
    expect(policy?.split('; ')).toContain(`frame-ancestors ${ancestors}`);
  });

  it.each([
    ['ru', undefined, 'Напишите нам'],
    ['en', 'ru', 'Напишите нам'],
    ['ru', 'de-DE,de;q=0.9', 'Напишите нам'],
    ['ru', 'de,en;q=0.7,ru;q=0.3', 'Write to us'],
    ['de', undefined, 'Write to us'],
  ])('of a channel in %s, for a browser that wants %s, says %s', async (language, acceptLanguage, greeting) => {
    const channel = openedChannel({ id: 'shop', provider: 'webchat', name: 'Shop', language });
    const headers: Record<string, string> = acceptLanguage ? { 'Accept-Language': acceptLanguage } : {};
    const { body } = await callRoute(provider, new FakeDesk([channel]), { path: '/shop', headers });
    expect(body).toContain(`<p class="greeting">${greeting}`);
  });

  it('says in words that a chat is not open', async () => {
    const { status, headers, body } = await get('/other');
    expect(status).toBe(404);
    expect(headers?.['content-type']).toContain('text/html');
    expect(body).toContain('not available');
  });
});

describe('the script for other sites', () => {
  it('may be loaded by any of them, and ends in no script of theirs what people wrote', async () => {
    const title = '</script>\u2028<script>alert(1)</script>';
    const { status, headers, body } = await get('/shop/embed.js', { title, color: '#7a1fa2', side: 'left' });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(String(body)).not.toMatch(/<\/?script|\u2028|\{\{/);
    const setup = JSON.parse(/const setup = (\{.*\});/.exec(String(body))?.[1] ?? 'null');
    expect(setup).toMatchObject({
      base: '/webhooks/webchat/shop',
      look: { title, accent: '#7a1fa2', onAccent: '#ffffff', side: 'left' },
    });
  });

  it('says nothing of the other sites that are allowed', async () => {
    const { body } = await get('/shop/embed.js', { origins: ['https://secret-project.example'] });
    expect(body).not.toContain('secret-project');
  });

  it('of a chat that is not open does nothing', async () => {
    const { status, body } = await get('/other/embed.js');
    expect(status).toBe(404);
    expect(
      String(body)
        .replace(/^\/\/.*$/gm, '')
        .trim(),
    ).toBe('');
  });
});

describe('the settings', () => {
  it.each([
    ['origins', ['https://shop.example/path']],
    ['origins', ['shop.example']],
    ['origins', ["https://a.example; script-src 'unsafe-inline'"]],
    ['origins', ['*']],
    ['color', 'red'],
    ['color', '#fff; x'],
  ])('with %s as %j are refused in a sentence', async (name, value) => {
    expect(await provider.register({ [name]: value })).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(/^Write it as .+/),
    });
  });

  it.each(['#000000', '#ffffff', '#777777', '#7a1fa2', '#ffd84d', '#00a0ff'])(
    'take the colour %s, on which the words can be read',
    async (color) => {
      const { body } = await get('/shop/embed.js', { color });
      const { accent, onAccent } = JSON.parse(/const setup = (\{.*\});/.exec(String(body))?.[1] ?? 'null').look;
      const luminanceOf = (hex: string) =>
        [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
          const part = Number.parseInt(hex.slice(1 + 2 * index, 3 + 2 * index), 16) / 255;
          return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        }, 0);
      const [dark = 0, light = 0] = [luminanceOf(accent), luminanceOf(onAccent)].sort((a, b) => a - b);
      expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
    },
  );
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
