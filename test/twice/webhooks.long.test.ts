import { randomUUID } from 'node:crypto';
import { webhookPath } from '../../api/webhooks';
import { createTeam } from '../support/builders';
import { facebookChannel } from '../support/facebook/scene';
import { escapedJson, signatureOf as facebookSignatureOf } from '../support/facebook/webhook';
import { type Form, signatureOf } from '../support/twilio/signing';
import { type Bench, startBench } from './bench';
import { type Attempts, effectOn, expectEffectOfOne } from './effects';
import { shapeOf } from './rows';
import { answered, whatsAppAnswered } from './scenes';

type Answered = Awaited<ReturnType<typeof answered>>;

let bench: Bench;
let otherApi: string;

beforeAll(async () => {
  bench = await startBench();
  otherApi = await bench.parley.startApi();
});

afterAll(() => bench.stop());

/** A call as it is made any number of times. */
interface RouteRequest {
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

interface RouteCase {
  /** Sets the scene, and says what is called in it. */
  request: (route: string) => Promise<RouteRequest>;
  /** The row that even a repeat adds. */
  repeatAdds?: RegExp;
}

/** What the web chat's page asks of its own visitor's conversation. */
function pageCase(body?: (scene: Answered) => object): RouteCase['request'] {
  return async (route) => {
    const scene = await answered(bench);
    return {
      path: pathOf(route).replace(':channelId', scene.channelId),
      headers: {
        'Content-Type': 'application/json',
        'X-Visitor-Token': scene.visitorToken,
        'Sec-Fetch-Site': 'same-origin',
      },
      body: body && JSON.stringify(body(scene)),
    };
  };
}

/** A file that the page brings before the message it is part of. */
async function fileOfPage(route: string): Promise<RouteRequest> {
  const { path, headers } = await pageCase()(route);
  return {
    path: `${path}?messageId=the-same&index=0`,
    headers: { ...headers, 'Content-Type': 'text/plain', 'X-File-Name': 'note.txt' },
    body: 'A note',
  };
}

type AnsweredByWhatsApp = Awaited<ReturnType<typeof whatsAppAnswered>>;

/** What Twilio calls, signed for the address that it was given. */
function twilioCase(
  make: (scene: AnsweredByWhatsApp) => Promise<{ query?: string; form: Form }>,
): RouteCase['request'] {
  return async (route) => {
    const scene = await whatsAppAnswered(bench);
    const { query = '', form } = await make(scene);
    const path = pathOf(route) + query;
    const signature = signatureOf(scene.account.authToken, bench.parley.base + path, form);
    return {
      path,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Twilio-Signature': signature },
      body: new URLSearchParams(form).toString(),
    };
  };
}

/** What a messenger, or a page, tells. Whoever adds a route adds how it is called twice. */
const routeCases: Record<string, RouteCase> = {
  'POST /webhooks/webchat/:channelId/visitors': { request: pageCase(() => ({ name: 'Vera' })) },
  'POST /webhooks/webchat/:channelId/files': { request: fileOfPage },
  'POST /webhooks/webchat/:channelId/receive': {
    request: pageCase(({ visitorToken }) => ({ visitorToken, messageId: 'the same', text: 'Hello again' })),
  },
  'POST /webhooks/webchat/:channelId/typing': {
    request: pageCase(({ visitorToken }) => ({ visitorToken })),
    // Each report says that he types now, and is forgotten within seconds.
    repeatAdds: /^now live_events .*"type":"chat.typing"/,
  },
  'POST /webhooks/webchat/:channelId/seen': {
    request: pageCase(({ visitorToken, answerId }) => ({ visitorToken, messageIds: [answerId] })),
  },
  'POST /webhooks/facebook': {
    async request(route) {
      const { queue } = await createTeam(bench.parley, { size: 1 });
      const { page } = await facebookChannel(bench.parley, { queueId: queue.id });
      const message = { mid: `m_${randomUUID()}`, text: 'Hello again' };
      const time = Date.now();
      const said = { sender: { id: randomUUID() }, recipient: { id: page.id }, timestamp: time, message };
      const body = escapedJson({ object: 'page', entry: [{ id: page.id, time, messaging: [said] }] });
      const signature = facebookSignatureOf(body, bench.parley.facebook.config.appSecret ?? '');
      return {
        path: pathOf(route),
        headers: { 'Content-Type': 'application/json', 'X-Hub-Signature-256': signature },
        body,
      };
    },
  },
  'POST /webhooks/whatsapp': {
    request: twilioCase(async ({ client, sender }) => {
      sender.webhookUrl = null;
      return { form: (await client.write(sender, 'Hello again')).form };
    }),
  },
  'POST /webhooks/whatsapp/status': {
    request: twilioCase(async ({ account, client, sender, answerId }) => {
      const sid = account.sent.at(-1)?.sid ?? '';
      const about: Form = [
        ['MessageSid', sid],
        ['From', sender.address],
        ['To', client.address],
      ];
      return { query: `?message=${answerId}`, form: [...about, ['MessageStatus', 'delivered']] };
    }),
  },
};

function pathOf(route: string): string {
  return route.split(' ')[1] ?? '';
}

function routesOf(method: 'GET' | 'POST'): string[] {
  const routes = bench.parley.deps.providers.flatMap((provider) =>
    (provider.routes ?? []).map((route) => `${route.method} ${webhookPath(provider, route)}`),
  );
  return routes.filter((route) => route.startsWith(method)).sort();
}

test('every route of a provider that takes something in is tried', () => {
  expect(Object.keys(routeCases).sort()).toEqual(routesOf('POST'));
});

test('every route of a provider that shows something leaves nothing, asked again or twice at the same moment', async () => {
  expect(routesOf('GET')).not.toEqual([]);
  const requests = await Promise.all(routesOf('GET').map(requestOf));
  const effect = await effectOn(bench, async () => {
    for (const request of requests) {
      const first = await call(bench.parley.base, 'GET', request);
      expect(first).toMatch(/^2/);
      const others = await Promise.all([bench.parley.base, otherApi].map((base) => call(base, 'GET', request)));
      expect(others).toEqual([first, first]);
    }
  });
  expect(effect).toEqual([]);
});

/** The web chat's page asks of its visitor's conversation; Facebook whether the address is ours. */
async function requestOf(route: string): Promise<RouteRequest> {
  if (route !== 'GET /webhooks/facebook') return pageCase()(route);
  const token = bench.parley.facebook.verifyToken;
  const query = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '42' });
  return { path: `${pathOf(route)}?${query}`, headers: {}, body: undefined };
}

/** The answer as far as it is the same for a repeat: a visitor's token is his own. */
async function call(base: string, method: string, { path, headers, body }: RouteRequest): Promise<string> {
  const leaving = new AbortController();
  const sent = body === undefined ? {} : { body };
  const response = await fetch(`${base}${path}`, { method, headers, signal: leaving.signal, ...sent });
  // A stream of events is left after the first one.
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  const text = isStream ? await firstPiece(response) : await response.text();
  leaving.abort();
  return `${response.status} ${shapeOf(text).replace(/"visitorToken":"[^"]+"/, '"visitorToken":"<token>"')}`;
}

async function firstPiece({ body }: Response): Promise<string> {
  const piece = await body?.getReader().read();
  return new TextDecoder().decode(piece?.value);
}

const table = Object.entries(routeCases);

test.each(table)('%s, called again or twice at the same moment, has the effect of one call', async (route, one) => {
  const answers: string[] = [];
  const bases = [bench.parley.base, otherApi] as const;
  const setScene = async (): Promise<Attempts> => {
    const request = await one.request(route);
    const callAt = (base: string) => async () => void answers.push(await call(base, 'POST', request));
    return [callAt(bases[0]), callAt(bases[1])];
  };
  await expectEffectOfOne(bench, setScene, one.repeatAdds);
  expect(answers[0]).toMatch(/^2/);
  expect(answers).toEqual(Array(4).fill(answers[0]));
});
