import type { ApiClient } from '../api-client';
import type { Parley } from '../parley';
import type { StandInPage } from './stand-in-page';

/** What a browser does at the page login; gives the session. */
export async function logInAtFacebook(admin: ApiClient): Promise<string> {
  const { url } = await admin.ok<{ url: string }>('GET', '/api/facebook/login');
  const dialog = await fetch(url, { redirect: 'manual' });
  const back = await fetch(dialog.headers.get('location') ?? '', { redirect: 'manual' });
  const ended = new URL(back.headers.get('location') ?? '', admin.base);
  const session = ended.searchParams.get('session');
  if (session === null) throw new Error(`The login ended with: ${ended.searchParams.get('error')}`);
  return session;
}

/** Logs in, and makes channels of pages, or renews them. */
export async function connectPages(
  admin: ApiClient,
  pages: StandInPage[],
): Promise<Array<{ id: string; name: string }>> {
  const session = await logInAtFacebook(admin);
  const pageIds = pages.map(({ id }) => id);
  return (
    await admin.ok<{ items: Array<{ id: string; name: string }> }>('POST', '/api/facebook/channels', {
      session,
      pageIds,
    })
  ).items;
}

/** A page that is a channel at work, and Facebook's webhook leading here. */
export async function facebookChannel(
  parley: Pick<Parley, 'admin' | 'base' | 'facebook'>,
  { queueId, name = 'Northwind' }: { queueId: string; name?: string },
): Promise<{ page: StandInPage; channelId: string }> {
  const { facebook, admin, base } = parley;
  const page = facebook.createPage({ name });
  const [channel] = await connectPages(admin, [page]);
  if (channel === undefined) throw new Error('The page did not become a channel');
  await admin.ok('PATCH', `/api/channels/${channel.id}`, { active: true, queueId });
  const isVerified = await facebook.app.webhook.verify(`${base}/webhooks/facebook`, facebook.verifyToken);
  if (!isVerified) throw new Error('The webhook was not verified');
  return { page, channelId: channel.id };
}
