import { randomBytes } from 'node:crypto';
import { GraphError } from './graph-error';
import type { Manager, StandInApp } from './stand-in-app';

const sixtyDays = 60 * 24 * 60 * 60;

type Values = Record<string, string | undefined>;

/** Where the browser is sent after the person was asked for consent. */
export function dialogTarget(app: StandInApp, query: Values): string {
  const { client_id: clientId, redirect_uri: redirectUri, state, response_type: type, scope = '' } = query;
  if (clientId !== app.id) throw new GraphError(101, 'Invalid App ID');
  if (redirectUri === undefined || !URL.canParse(redirectUri)) throw new GraphError(191, 'Invalid redirect_uri');
  if (type !== 'code' || !scope.includes('pages_messaging')) throw new GraphError(100, 'Invalid Scopes');
  const target = new URL(redirectUri);
  if (state !== undefined) target.searchParams.set('state', state);
  if (app.manager.denies) {
    target.searchParams.set('error', 'access_denied');
    target.searchParams.set('error_reason', 'user_denied');
    target.searchParams.set('error_description', 'Permissions error');
    return target.href;
  }
  const code = `AQ${randomBytes(30).toString('base64url')}`;
  app.codes.set(code, { manager: app.manager, redirectUri, isUsed: false });
  target.searchParams.set('code', code);
  return `${target.href}#_=_`;
}

function newToken(app: StandInApp, manager: Manager, isLong: boolean): string {
  const token = `EAA${randomBytes(60).toString('base64url').replace(/[-_]/g, 'Y')}`;
  app.userTokens.set(token, { manager, isLong, isExpired: false });
  return token;
}

/** `GET /oauth/access_token`: a code for a token of an hour, or such a token for one of sixty days. */
export function accessToken(app: StandInApp, values: Values): object {
  if (values.client_id !== app.id) throw new GraphError(101, 'Error validating application. Invalid application ID.');
  if (values.client_secret !== app.secret) throw new GraphError(1, 'Error validating client secret.');
  if (values.grant_type === 'fb_exchange_token') {
    const known = app.userTokens.get(values.fb_exchange_token ?? '');
    if (!known || known.isExpired) throw new GraphError(190, 'Error validating access token.', { subcode: 463 });
    return { access_token: newToken(app, known.manager, true), token_type: 'bearer', expires_in: sixtyDays };
  }
  const issued = app.codes.get(values.code ?? '');
  if (!issued) throw new GraphError(100, 'Invalid verification code format.');
  if (issued.isUsed) throw new GraphError(100, 'This authorization code has been used.', { subcode: 36009 });
  if (issued.redirectUri !== values.redirect_uri) {
    const message =
      'Error validating verification code. Please make sure your redirect_uri is identical to the one you used.';
    throw new GraphError(100, message, { subcode: 36008 });
  }
  issued.isUsed = true;
  return { access_token: newToken(app, issued.manager, false), token_type: 'bearer', expires_in: 3600 };
}
