import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { digestOf } from './digest';
import type { IdentityServerSettings, Metadata } from './identity-server';
import { askJson, IdentityServerAway } from './wire';

/** For as long a token may be used after the identity server has taken it back. */
const keptMs = 10_000;
const mostKept = 5_000;
/** Anyone can send what looks like a token: more questions than that are not asked at once. */
const mostAtOnce = 50;

const seconds = z.number().finite().optional();
const audience = z.union([z.string(), z.array(z.string())]).optional();

/** RFC 7662. */
const answerShape = z.looseObject({
  active: z.boolean(),
  iss: z.string().optional(),
  sub: z.string().optional(),
  aud: audience,
  client_id: z.string().optional(),
  token_type: z.string().optional(),
  exp: seconds,
  nbf: seconds,
  iat: seconds,
});
type Answer = z.output<typeof answerShape>;

interface Kept {
  claims: JWTPayload | null;
  untilMs: number;
}

/** Asks the issuer what an opaque token is; gives null for one that does not hold or is not for Parley. */
export function createIntrospection(settings: IdentityServerSettings) {
  const kept = new Map<string, Kept>();
  const asking = new Map<string, Promise<JWTPayload | null>>();

  async function ask(server: Metadata, token: string, digest: string): Promise<JWTPayload | null> {
    const answer = await askJson(endpointOf(server), answerShape, requestFor(server, settings, token));
    const claims = holds(answer, server.issuer, settings.clientId) ? (answer as JWTPayload) : null;
    const untilMs = Math.min(Date.now() + keptMs, (claims?.exp ?? Number.POSITIVE_INFINITY) * 1_000);
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    kept.set(digest, { claims, untilMs });
    return claims;
  }

  return async (server: Metadata, token: string): Promise<JWTPayload | null> => {
    const digest = digestOf(token);
    const known = kept.get(digest);
    if (known !== undefined && Date.now() < known.untilMs) return known.claims;
    kept.delete(digest);
    const already = asking.get(digest);
    if (already !== undefined) return already;
    if (asking.size >= mostAtOnce) throw new IdentityServerAway('too many tokens have to be asked about');
    const answer = ask(server, token, digest).finally(() => asking.delete(digest));
    asking.set(digest, answer);
    return answer;
  };
}

function endpointOf(server: Metadata): string {
  if (server.introspection_endpoint === undefined) throw new IdentityServerAway('it has no token introspection');
  return server.introspection_endpoint;
}

/** `client_secret_basic` (RFC 6749, 2.3.1), unless the server takes the secret in the body only. */
function requestFor(server: Metadata, { clientId, clientSecret }: IdentityServerSettings, token: string): RequestInit {
  const methods = server.introspection_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const form = new URLSearchParams({ token, token_type_hint: 'access_token' });
  if (!methods.includes('client_secret_basic') && methods.includes('client_secret_post')) {
    form.set('client_id', clientId);
    form.set('client_secret', clientSecret);
    return { method: 'POST', body: form, headers: { accept: 'application/json' } };
  }
  const pair = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`;
  const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  return { method: 'POST', body: form, headers: { accept: 'application/json', authorization } };
}

function formEncoded(text: string): string {
  return new URLSearchParams({ _: text }).toString().slice(2);
}

/** Refresh tokens are introspected too, but have no type. A token without audience has to be one that Parley's client was given. */
function holds(answer: Answer, issuer: string, clientId: string): boolean {
  const nowSeconds = Date.now() / 1_000;
  const { active, iss = issuer, aud = answer.client_id, exp, nbf, token_type } = answer;
  return (
    active &&
    iss === issuer &&
    token_type?.toLowerCase() === 'bearer' &&
    [aud].flat().includes(clientId) &&
    (exp === undefined || exp > nowSeconds) &&
    (nbf === undefined || nbf <= nowSeconds + 10)
  );
}
