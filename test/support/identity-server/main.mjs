// A real OpenID Connect issuer in a process of its own: oidc-provider is a package of ES modules, which Jest does not load.
// Anybody gets a token here by naming himself, and says in `claims` what the token is to say of him: for tests only.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const { PORT = '4000', KEYS, CLIENT_ID = 'parley', CLIENT_SECRET = 'parley-secret' } = process.env;
const issuer = `http://127.0.0.1:${PORT}`;

const client = (id) => ({
  client_id: id,
  client_secret: CLIENT_SECRET,
  grant_types: ['password'],
  redirect_uris: [],
  response_types: [],
});

const configuration = (keys) => ({
  clients: [client(CLIENT_ID), client('another')],
  ...(keys === undefined ? {} : { jwks: keys }),
  features: {
    introspection: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: { enabled: true },
  },
  extraTokenClaims: (ctx) => JSON.parse(ctx.oidc.params.claims ?? '{}'),
});

/** With `resource`, a JWT for it; else an opaque token of the client that asks. */
async function issueToken({ oidc }) {
  const { provider, params } = oidc;
  const accountId = params.username;
  const grant = new provider.Grant({ accountId, clientId: oidc.client.clientId });
  const token = new provider.AccessToken({
    ...{ accountId, client: oidc.client, grantId: await grant.save(), gty: 'password', scope: 'chats' },
    expiresIn: Number(params.lifetime ?? 3_600),
  });
  if (params.resource !== undefined) {
    const { resource: audience } = params;
    token.resourceServer = new provider.ResourceServer(audience, {
      audience,
      scope: 'chats',
      accessTokenFormat: 'jwt',
    });
  }
  return { access_token: await token.save(), token_type: token.tokenType, expires_in: token.expiration };
}

function answering(keys) {
  const provider = new Provider(issuer, configuration(keys));
  const handle = async (ctx) => {
    ctx.body = await issueToken(ctx);
  };
  provider.registerGrantType('password', handle, ['username', 'claims', 'lifetime', 'resource']);
  provider.on('server_error', (_ctx, error) => console.error(error));
  return provider.callback();
}

let answer = answering(KEYS === undefined ? undefined : JSON.parse(KEYS));
const calls = {};
const server = createServer((request, response) => {
  calls[request.url] = (calls[request.url] ?? 0) + 1;
  answer(request, response);
});
server.listen(Number(PORT), '127.0.0.1', () => {
  if (process.send === undefined) console.log(`The identity server is ${issuer}.`);
  else process.send({ ready: true });
});

process.on('message', ({ keys }) => {
  if (keys !== undefined) answer = answering(keys);
  process.send({ calls });
});
process.on('disconnect', () => process.exit());
