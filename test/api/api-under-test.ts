import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import type { Connection } from 'mongoose';
import { createApp } from '../../api/app';
import type { ApiDeps } from '../../api/deps';
import { createHttpServer } from '../../api/listen';
import { createPasswords } from '../../api/passwords';
import { buildDeps } from '../../api/server';
import { createSiteProbe } from '../../api/site-probe';
import type { Provider } from '../../channels/contract';
import type { Chore } from '../../domain/chore';
import type { Permission, User } from '../../domain/user';
import { createLog } from '../../log';
import { createTemporalClient } from '../../messaging/temporal-client';
import { closeWhenQuiet } from '../../messaging/temporal-patience';
import type { RoutingRule } from '../../routing/contract';
import { routingRules } from '../../routing/registry';
import { connectDatabase } from '../../storage/database';
import { openInstallation } from '../../storage/installation';
import { createStorage } from '../../storage/storage';
import { withoutPresets } from '../support/without-presets';

export interface Answer<B = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: B;
}

export interface Call {
  token?: string | undefined;
  /** Sent as JSON; a string, bytes or a form as they are. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** A cost that tests can pay. */
const cheap = { N: 2 ** 10, r: 8, p: 1 };

export function testDatabaseUri(name: string): string {
  const given = process.env.TEST_MONGODB_URI;
  if (given === undefined) throw new Error('TEST_MONGODB_URI is not set: run the tests through jest.config.js.');
  const uri = new URL(given);
  uri.pathname = `/${name}-${randomUUID().slice(0, 8)}`;
  return uri.href;
}

/** The whole API over a database of its own; only what follows from changes is noted instead of done, and Temporal is away. */
export async function startApi(options: {
  name: string;
  providers?: Provider[];
  /** In place of the registered ones. */
  routingRules?: RoutingRule[];
  trustedProxies?: number;
  /** Whether what an installation has from its beginning comes by itself. */
  hasPresets?: boolean;
  /** How long slow callers are waited for, where that is not as usual. */
  patience?: { headersMs: number; bodyMs: number };
}) {
  const database: Connection = await connectDatabase(testDatabaseUri(options.name));
  const installation = await openInstallation(database, randomBytes(32).toString('base64'));
  const storage = createStorage(database, installation);
  await storage.prepare();
  if (options.hasPresets !== true) await withoutPresets(storage);
  const temporal = createTemporalClient({ address: '127.0.0.1:1', namespace: 'default' });
  const logged: string[] = [];
  const destination = new Writable({
    write(line, _encoding, done) {
      logged.push(String(line));
      done();
    },
  });
  const log = createLog({ name: 'test', level: 'debug', destination });
  const passwords = createPasswords(cheap);
  const providers = options.providers ?? [];
  const chores: Chore[] = [];
  const deps: ApiDeps = {
    ...buildDeps(
      {
        storage,
        installation,
        temporal,
        taskQueue: 'test',
        providers,
        routingRules: options.routingRules ?? routingRules,
        log,
      },
      { trustedProxies: options.trustedProxies ?? 0, passwords },
    ),
    // What tests call their site lies nowhere; only what they start here is reached.
    siteProbe: createSiteProbe(installation.fingerprint, async (url, init) => {
      if (!String(url).startsWith('http://127.0.0.1')) throw new TypeError('fetch failed');
      return fetch(url, init);
    }),
    consequences: { perform: async (stored) => void chores.push(...stored.map(({ chore }) => chore)) },
  };
  const { patience } = options;
  const { app, endStreams } = createApp(deps, patience && { bodyPatienceMs: patience.bodyMs });
  const server = createHttpServer(app, patience && { headersMs: patience.headersMs, lookMs: 50 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const signIn = async (user: Pick<User, 'id'>): Promise<string> =>
    (await storage.sessions.open(user.id, '127.0.0.1')).token;

  async function addUser(
    permissions: Permission[] = [],
    password = 'a fine password',
  ): Promise<User & { token: string }> {
    const id = randomUUID();
    const user = { id, login: `user-${id}`, name: `User ${id.slice(0, 4)}`, permissions, roleIds: [] };
    const hash = await passwords.hash(password);
    await storage.inTransaction(async (tx) => {
      await storage.users.create(user, hash, tx);
      await storage.operators.create(user, tx);
    });
    return { ...user, token: await signIn(user) };
  }

  async function call<B = Record<string, unknown>>(method: string, path: string, given: Call = {}): Promise<Answer<B>> {
    const { token, body, headers = {} } = given;
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body) || body instanceof FormData;
    const response = await fetch(root + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw ? (body as string | FormData) : JSON.stringify(body) }),
      redirect: 'manual',
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as B };
  }

  /** Everything that is stored, but for what every request leaves behind. */
  async function stored(): Promise<string> {
    const passing = new Set(['sessions', 'idempotency_keys', 'login_attempts', 'chores']);
    const names = (await database.listCollections()).map(({ name }) => name).filter((name) => !passing.has(name));
    const rows = await Promise.all(
      names.sort().map(async (name) => [name, await database.collection(name).find().sort({ _id: 1 }).toArray()]),
    );
    return JSON.stringify(rows);
  }

  async function end(): Promise<void> {
    endStreams();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await closeWhenQuiet(temporal);
    if (database.readyState === 1) await database.dropDatabase();
    await database.close();
  }

  return { root, deps, storage, installation, database, chores, logged, addUser, signIn, call, stored, end };
}

export type ApiUnderTest = Awaited<ReturnType<typeof startApi>>;
