import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify, type RemoteJWKSet } from 'jose';
import { z } from 'zod';
import { lately } from '../../storage/lately';
import { createIntrospection } from './introspection';
import { askJson, IdentityServerAway } from './wire';

export interface IdentityServerSettings {
  /** The issuer's address, as its discovery document names it. */
  url: string;
  /** What tokens for Parley have in `aud`. */
  clientId: string;
  /** Empty: only tokens that are JWTs are accepted. */
  clientSecret: string;
}

/** What a token that holds says of its bearer. */
export interface VerifiedClaims {
  iss: string;
  sub: string;
  /** Seconds since 1970; null when the issuer does not say. */
  iat: number | null;
  exp: number | null;
  all: Readonly<Record<string, unknown>>;
}

const metadataShape = z.object({
  issuer: z.string(),
  jwks_uri: z.url({ protocol: /^https?$/ }),
  introspection_endpoint: z.url({ protocol: /^https?$/ }).optional(),
  introspection_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});

export type Metadata = z.output<typeof metadataShape>;

/** Signatures with a public key only: with others, whoever knows the client's secret could make tokens. */
const algorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
const clockToleranceSeconds = 10;
/** For as long the issuer's addresses and keys are believed without a look. */
const keysAgeMs = 600_000;
/** A key that is not known is looked for at once, but not more often: anyone can name one. */
const keysCooldownMs = 2_000;
const keysTimeoutMs = 3_000;

/** RFC 9068. Where a server does not say so, an access token is told from an ID token by what it is for. */
const accessTokenTypes: ReadonlySet<unknown> = new Set(['at+jwt', 'application/at+jwt']);
const accessTokenClaims = ['scope', 'scp', 'client_id'];

/** The token's own fault, and not the issuer's. */
const faultsOfToken: ReadonlySet<string> = new Set([
  errors.JOSEAlgNotAllowed.code,
  errors.JOSENotSupported.code,
  errors.JWKSMultipleMatchingKeys.code,
  errors.JWKSNoMatchingKey.code,
  errors.JWSInvalid.code,
  errors.JWSSignatureVerificationFailed.code,
  errors.JWTClaimValidationFailed.code,
  errors.JWTExpired.code,
  errors.JWTInvalid.code,
]);

/** Judges access tokens of one OpenID Connect issuer. Both ways throw IdentityServerAway when it cannot be asked. */
export function createIdentityServer(settings: IdentityServerSettings) {
  let keys: { uri: string; find: RemoteJWKSet } | null = null;
  const metadata = lately(() => discover(settings.url), keysAgeMs);
  const introspect = createIntrospection(settings);

  function keysAt(uri: string): RemoteJWKSet {
    if (keys?.uri !== uri) {
      const find = createRemoteJWKSet(new URL(uri), {
        cooldownDuration: keysCooldownMs,
        cacheMaxAge: keysAgeMs,
        timeoutDuration: keysTimeoutMs,
      });
      keys = { uri, find };
    }
    return keys.find;
  }

  async function claimsOfJwt(token: string): Promise<VerifiedClaims | null> {
    const { issuer, jwks_uri } = await metadata.get();
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keysAt(jwks_uri), {
        issuer,
        audience: settings.clientId,
        algorithms,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp', 'sub'],
      });
      return isAccessToken(protectedHeader.typ, payload) ? verified(issuer, payload) : null;
    } catch (error) {
      if (error instanceof errors.JOSEError && faultsOfToken.has(error.code)) return null;
      throw new IdentityServerAway('its keys cannot be read', { cause: error });
    }
  }

  async function claimsOfOpaque(token: string): Promise<VerifiedClaims | null> {
    if (settings.clientSecret === '') return null;
    const server = await metadata.get();
    const answer = await introspect(server, token);
    return answer && verified(server.issuer, answer);
  }

  return {
    /** Null for a token that is none of this issuer's, is not for Parley, or holds no longer. */
    verify: (token: string): Promise<VerifiedClaims | null> =>
      token.split('.').length === 3 ? claimsOfJwt(token) : claimsOfOpaque(token),
  };
}

async function discover(url: string): Promise<Metadata> {
  const base = withoutSlash(url);
  const found = await askJson(`${base}/.well-known/openid-configuration`, metadataShape);
  if (withoutSlash(found.issuer) !== base) throw new IdentityServerAway('its discovery document names another issuer');
  return found;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function isAccessToken(type: unknown, payload: JWTPayload): boolean {
  return accessTokenTypes.has(type) || accessTokenClaims.some((claim) => payload[claim] !== undefined);
}

/** A token that is bound to its holder's key is no bearer token: its proof would have to be checked as well. */
function verified(issuer: string, claims: JWTPayload): VerifiedClaims | null {
  const { sub, iat, exp, cnf } = claims;
  if (typeof sub !== 'string' || sub === '' || cnf !== undefined) return null;
  return { iss: issuer, sub, iat: iat ?? null, exp: exp ?? null, all: claims };
}

export type IdentityServer = ReturnType<typeof createIdentityServer>;
