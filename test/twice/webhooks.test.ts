import { webhookPath } from '../../api/webhooks';
import { type Bench, startBench } from './bench';
import { type Answered, answered, effectOn, onceOf } from './effects';
import { shapeOf } from './rows';

let bench: Bench;
let otherApi: string;

beforeAll(async () => {
  bench = await startBench();
  otherApi = await bench.parley.startApi();
});

afterAll(() => bench.stop());

interface RouteCase {
  body?: (scene: Answered) => object;
  /** The row that even a repeat adds. */
  repeatAdds?: RegExp;
}

/** What a messenger, or a page, tells. Whoever adds a route adds how it is called twice. */
const routeCases: Record<string, RouteCase> = {
  'POST /webhooks/webchat/:channelId/visitors': { body: () => ({ name: 'Vera' }) },
  'POST /webhooks/webchat/:channelId/receive': {
    body: ({ visitorToken }) => ({ visitorToken, messageId: 'the same', text: 'Hello again' }),
  },
  'POST /webhooks/webchat/:channelId/typing': {
    body: ({ visitorToken }) => ({ visitorToken }),
    // Each report says that he types now, and is forgotten within seconds.
    repeatAdds: /^now live_events .*"type":"chat.typing"/,
  },
  'POST /webhooks/webchat/:channelId/seen': {
    body: ({ visitorToken, answerId }) => ({ visitorToken, messageIds: [answerId] }),
  },
};

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
  const scene = await answered(bench);
  expect(routesOf('GET')).not.toEqual([]);
  const effect = await effectOn(bench, async () => {
    for (const route of routesOf('GET')) {
      const first = await call(bench.parley.base, route, scene, {});
      expect(first).toMatch(/^2/);
      const others = await Promise.all([bench.parley.base, otherApi].map((base) => call(base, route, scene, {})));
      expect(others).toEqual([first, first]);
    }
  });
  expect(effect).toEqual([]);
});

/** The answer as far as it is the same for a repeat: a visitor's token is his own. */
async function call(base: string, route: string, scene: Answered, { body }: RouteCase): Promise<string> {
  const [method = '', path = ''] = route.split(' ');
  const leaving = new AbortController();
  const response = await fetch(`${base}${path.replace(':channelId', scene.channelId)}`, {
    method,
    headers: { 'Content-Type': 'application/json', 'X-Visitor-Token': scene.visitorToken },
    signal: leaving.signal,
    ...(body === undefined ? {} : { body: JSON.stringify(body(scene)) }),
  });
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
  const scene = await answered(bench);
  let first = '';
  const effectOfOne = await effectOn(bench, async () => {
    first = await call(bench.parley.base, route, scene, one);
  });
  expect(first).toMatch(/^2/);
  const further = await effectOn(bench, async () => {
    expect(await call(otherApi, route, scene, one)).toBe(first);
  });
  expect(further).toEqual(one.repeatAdds === undefined ? [] : [expect.stringMatching(one.repeatAdds)]);

  const other = await answered(bench);
  const effectOfTwo = await effectOn(bench, async () => {
    const answers = await Promise.all([bench.parley.base, otherApi].map((base) => call(base, route, other, one)));
    expect(answers).toEqual([first, first]);
  });
  expect(onceOf(effectOfTwo, one.repeatAdds)).toEqual(effectOfOne);
});
