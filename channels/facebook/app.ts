import { createHmac } from 'node:crypto';

/** Pinned: another version changes answers. Facebook keeps a version for two years at least. */
const graphVersion = 'v25.0';

const graphHost = 'https://graph.facebook.com';
const dialogHost = 'https://www.facebook.com';

/** The Facebook app that pages are connected with (FACEBOOK_…); without id and secret there is no page. */
export interface FacebookApp {
  /** Base address of the Graph API: no path, no version. */
  graphRoot: string;
  appId: string | undefined;
  appSecret: string | undefined;
  verifyToken: string | undefined;
}

/** An app with which the Graph API can be called. */
export type ReadyApp = FacebookApp & { appId: string; appSecret: string };

export function isReady(app: FacebookApp): app is ReadyApp {
  return app.appId !== undefined && app.appSecret !== undefined;
}

export const missingApp =
  'The Facebook app is not set up here: set FACEBOOK_APP_ID and FACEBOOK_APP_SECRET (App settings, Basic, in Meta’s developer console), and start Parley again.';

export function graphAddress({ graphRoot }: FacebookApp, path: string): string {
  return `${graphRoot}/${graphVersion}${path}`;
}

/** Where people log in: a host of its own, unless the Graph API is somebody else’s than Facebook’s. */
export function dialogAddress({ graphRoot }: FacebookApp): string {
  return `${graphRoot === graphHost ? dialogHost : graphRoot}/${graphVersion}/dialog/oauth`;
}

/** The app's own token, for what is about the app and no page. */
export function appTokenOf({ appId, appSecret }: ReadyApp): string {
  return `${appId}|${appSecret}`;
}

/** Shows that a call comes from whoever knows the app’s secret: a token that leaked is of no use to others. */
export function proofOf({ appSecret }: ReadyApp, token: string): string {
  return createHmac('sha256', appSecret).update(token).digest('hex');
}
