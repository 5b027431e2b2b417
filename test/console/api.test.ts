import { createApi } from '../../console/app/api';
import { ApiError } from '../../console/app/api-error';
import { sayProblem } from '../../console/app/say-problem';
import { language, languages } from '../../console/words/language';

interface Asked {
  url: string;
  method: string | undefined;
  headers: Record<string, string>;
  body: unknown;
}

function apiThat(answer: (asked: Asked) => Response | Promise<Response>, token: string | null = 'the-token') {
  const asked: Asked[] = [];
  const refused: string[] = [];
  const api = createApi({
    token: () => token,
    onUnauthenticated: (one) => refused.push(one),
    fetch: async (url, init) => {
      const one = {
        url: String(url),
        method: init?.method,
        headers: Object.fromEntries(new Headers(init?.headers)),
        body: init?.body,
      };
      asked.push(one);
      return answer(one);
    },
  });
  return { api, asked, refused };
}

function problem(status: number, body: Record<string, unknown>, headers: Record<string, string> = {}): Response {
  return Response.json({ status, detail: 'A sentence.', ...body }, { status, headers });
}

async function thrownBy(work: Promise<unknown>): Promise<ApiError> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof ApiError)) throw new Error(`an ApiError was to be thrown, and not ${String(thrown)}`);
  return thrown;
}

test('a call asks for the language that was chosen, whatever the browser would ask for', async () => {
  const { api, asked } = apiThat(() => Response.json({ items: [] }));
  for (const chosen of languages) {
    language.value = chosen;
    await api.get('/api/queues');
    await api.post('/api/login', {});
  }
  language.value = 'en';
  expect(asked.map(({ headers }) => headers['accept-language'])).toEqual(['en', 'en', 'ru', 'ru']);
});

test('a refusal is told in the sentence of the API, and where it said none in one of the console', async () => {
  const { api } = apiThat(({ url }) =>
    url === '/api/ours' ? problem(409, { code: 'name_taken' }) : new Response('<h1>Bad Gateway</h1>', { status: 502 }),
  );
  expect(sayProblem(await thrownBy(api.get('/api/ours')))).toBe('A sentence.');
  expect(sayProblem(await thrownBy(api.get('/api/of-a-proxy')))).toMatch(/^Parley cannot be reached\./);
  expect(sayProblem(new Error('a fault of the page'))).toMatch(/^Something failed in Parley\./);
});

test('a call carries the token, and of the query what is not empty', async () => {
  const { api, asked } = apiThat(() => Response.json({ items: [] }));
  await api.get('/api/chats', { query: { view: 'all', q: '', status: null, limit: 20 } });
  expect(asked).toMatchObject([
    { method: 'GET', url: '/api/chats?view=all&limit=20', headers: { authorization: 'Bearer the-token' } },
  ]);
});

test('each POST has a key of its own, unless it repeats another', async () => {
  const { api, asked } = apiThat(() => new Response(null, { status: 204 }));
  await api.post('/api/a', { text: 'x' });
  await api.post('/api/a', { text: 'x' });
  await api.post('/api/a', { text: 'x' }, { idempotencyKey: 'same' });
  const keys = asked.map(({ headers }) => headers['idempotency-key']);
  expect(new Set(keys).size).toBe(3);
  expect(keys[2]).toBe('same');
  expect(asked[0]?.body).toBe('{"text":"x"}');
});

test('a refusal is told with its code, its sentence and what is wrong by field', async () => {
  const { api } = apiThat(() =>
    problem(400, { code: 'invalid_request', errors: { name: 'must not be empty' } }, { 'Retry-After': '7' }),
  );
  expect(await thrownBy(api.post('/api/queues', {}))).toMatchObject({
    ...{ status: 400, code: 'invalid_request', message: 'A sentence.', retryAfterSeconds: 7, isPassing: false },
    errors: { name: 'must not be empty' },
  });
});

test('no answer, half an answer and a proxy’s page are all the same to the reader: unreachable', async () => {
  const answers: Array<() => Response> = [
    () => {
      throw new TypeError('Failed to fetch');
    },
    () => new Response('{"items": ['),
    () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
  ];
  for (const answer of answers) {
    const error = await thrownBy(apiThat(answer).api.get('/api/chats'));
    expect(error.code).toBe('unreachable');
  }
});

test('a token that is refused is reported; a wrong password is not', async () => {
  const refuse = () => problem(401, { code: 'unauthenticated' });
  const signedIn = apiThat(refuse);
  await thrownBy(signedIn.api.get('/api/chats'));
  expect(signedIn.refused).toEqual(['the-token']);
  const stranger = apiThat(refuse, null);
  await thrownBy(stranger.api.post('/api/login', {}));
  expect(stranger.refused).toEqual([]);
});

test('what was given up on is no failure of the service', async () => {
  const { api } = apiThat(() => {
    throw new DOMException('given up', 'AbortError');
  });
  await expect(api.get('/api/chats')).rejects.toMatchObject({ name: 'AbortError' });
});

test('a short list is fetched to its end', async () => {
  const { api, asked } = apiThat(({ url }) =>
    Response.json(
      url.includes('cursor=2') ? { items: ['c'], nextCursor: null } : { items: ['a', 'b'], nextCursor: '2' },
    ),
  );
  expect(await api.all('/api/queues')).toEqual(['a', 'b', 'c']);
  expect(asked).toHaveLength(2);
});
