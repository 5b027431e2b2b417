import { Problem } from '../../domain/problem';
import type { Tx } from '../../storage/database';
import type { ApiDeps } from '../deps';
import type { Caller, FindCaller } from '../http/authenticate';
import { createIssuedAccounts } from './accounts';
import { digestOf } from './digest';
import { createIdentityServer, type IdentityServer } from './identity-server';
import { IdentityServerAway } from './wire';

type Deps = Pick<ApiDeps, 'storage' | 'consequences' | 'log'>;

const retryAfterSeconds = 2;

/** Finds who calls: by a token of /api/login, or by an access token of the identity server, when one is set (domain 1.11). */
export function createFindCaller(deps: Deps): FindCaller {
  const { storage, log } = deps;
  const accounts = createIssuedAccounts(deps);
  let current: { settings: string; server: IdentityServer } | null = null;

  /** As the settings stand now: a change holds at the next request. */
  async function identityServer(): Promise<IdentityServer | null> {
    const [url, clientId, clientSecret] = await Promise.all([
      storage.settings.get('IdentityServerUrl'),
      storage.settings.get('IdentityServerClientId'),
      storage.settings.get('IdentityServerClientSecret'),
    ]);
    if (url === '' || clientId === '') return null;
    const settings = JSON.stringify([url, clientId, clientSecret]);
    if (current?.settings !== settings) {
      current = { settings, server: createIdentityServer({ url, clientId, clientSecret }) };
    }
    return current.server;
  }

  async function ofSession(token: string): Promise<Caller | null> {
    const session = await storage.sessions.use(token);
    const user = session && (await storage.users.get(session.userId));
    if (session === null || user === null) return null;
    const { id } = session;
    const isOpen = (tx?: Tx) => storage.sessions.isOpen(id, tx);
    return { user, session: { id, isOpen, isKept: isOpen, end: (tx) => storage.sessions.end(id, tx) } };
  }

  async function ofIdentityServer(token: string): Promise<Caller | null> {
    const server = await identityServer();
    const claims = server && (await server.verify(token));
    if (claims === null || (await storage.refusedTokens.has(digestOf(token)))) return null;
    const user = await accounts.userOf(claims);
    if (user === null) return null;
    const endsAtMs = claims.exp === null ? null : claims.exp * 1_000;
    return {
      user,
      session: {
        id: null,
        isOpen: async () => (endsAtMs === null || Date.now() < endsAtMs) && (await ofIdentityServer(token)) !== null,
        isKept: async (tx) => !(await storage.refusedTokens.has(digestOf(token), tx)),
        end: (tx) => storage.refusedTokens.add(digestOf(token), endsAtMs, tx),
      },
    };
  }

  return async (token) => {
    if (storage.sessions.isOurs(token)) return ofSession(token);
    try {
      return await ofIdentityServer(token);
    } catch (error) {
      if (!(error instanceof IdentityServerAway)) throw error;
      log.warn({ err: error }, 'the identity server cannot be asked');
      throw new Problem(
        'identity_server_unreachable',
        'The identity server cannot be asked at the moment whether the token holds. Try again soon.',
        { retryAfterSeconds },
      );
    }
  };
}
