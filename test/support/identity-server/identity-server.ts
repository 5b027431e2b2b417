import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export const clientId = 'parley';
export const clientSecret = 'a secret: of 100 % & more';

export interface TokenRequest {
  username: string;
  claims?: Record<string, unknown>;
  /** The audience of a JWT; without it the token is opaque. */
  resource?: string;
  /** Seconds that it holds. */
  lifetime?: number;
  /** The client that is given the token, where it is not Parley's. */
  client?: string;
}

export type IdentityServer = Awaited<ReturnType<typeof startIdentityServer>>;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return address.port;
}

async function newKey(kid: string): Promise<{ kid: string; sign: CryptoKey; jwk: object }> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { kid, sign: privateKey, jwk: { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' } };
}

/** A real issuer, oidc-provider, that can be ended and started again, and changes its keys when it is told to. */
export async function startIdentityServer() {
  const port = await freePort();
  const root = `http://127.0.0.1:${port}`;
  let key = await newKey('first');
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    const env = {
      ...{ PATH: process.env.PATH, PORT: String(port), CLIENT_ID: clientId, CLIENT_SECRET: clientSecret },
      KEYS: JSON.stringify({ keys: [key.jwk] }),
    };
    const started = fork(join(__dirname, 'main.mjs'), {
      env,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let complaint = '';
    started.stderr?.on('data', (text) => {
      complaint += text;
    });
    const isReady = await Promise.race([
      once(started, 'message').then(() => true),
      once(started, 'exit').then(() => false),
    ]);
    if (!isReady) throw new Error(`The identity server did not start: ${complaint}`);
    child = started;
  }

  async function tell(message: object): Promise<{ calls: Record<string, number> }> {
    if (child === null) throw new Error('The identity server is away.');
    child.send(message);
    const [answer] = await once(child, 'message');
    return answer as { calls: Record<string, number> };
  }

  await start();
  return {
    root,
    start,

    async stop(): Promise<void> {
      const ending = child;
      child = null;
      if (ending === null) return;
      const ended = once(ending, 'exit');
      ending.kill();
      await ended;
    },

    /** From now on it signs with another key, and knows the one before no more. */
    async rotateKeys(): Promise<void> {
      key = await newKey('second');
      await tell({ keys: { keys: [key.jwk] } });
    },

    /** How often a path of its was called. */
    callsOf: async (path: string): Promise<number> => (await tell({})).calls[path] ?? 0,

    async issue({ username, claims, resource, lifetime, client = clientId }: TokenRequest): Promise<string> {
      const form = new URLSearchParams({ grant_type: 'password', username });
      if (claims !== undefined) form.set('claims', JSON.stringify(claims));
      if (resource !== undefined) form.set('resource', resource);
      if (lifetime !== undefined) form.set('lifetime', String(lifetime));
      const pair = [client, clientSecret].map(encodeURIComponent).join(':');
      const response = await fetch(`${root}/token`, {
        method: 'POST',
        body: form,
        headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
      });
      const body = (await response.json()) as { access_token?: string };
      if (body.access_token === undefined) throw new Error(`No token: ${JSON.stringify(body)}`);
      return body.access_token;
    },

    /** A JWT as the issuer would never make it, though signed with its key. */
    sign: (payload: JWTPayload, header: { typ?: string } = { typ: 'at+jwt' }): Promise<string> =>
      new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header }).sign(key.sign),
  };
}
