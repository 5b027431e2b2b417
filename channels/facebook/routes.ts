import {
  type ProviderDesk,
  type ProviderRequest,
  type ProviderResponse,
  type ProviderRoute,
  UnreadablePayload,
} from '../contract';
import { problem } from '../shared/problem';
import type { FacebookApp } from './app';
import { parseEntry } from './parse';
import { type FacebookEntries, facebookDelivery } from './payload';
import { isSameWord, isSigned } from './signature';

/** Facebook puts up to a thousand events into a delivery. */
const maxBodyBytes = 4 * 1024 * 1024;

const taken: ProviderResponse = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'EVENT_RECEIVED' };

/** Answers the question by which Facebook finds out whether this address is ours. */
function verify({ query }: ProviderRequest, { verifyToken }: FacebookApp): ProviderResponse {
  const challenge = query['hub.challenge'];
  const isAsked = query['hub.mode'] === 'subscribe' && challenge !== undefined;
  if (!isAsked || verifyToken === undefined || !isSameWord(query['hub.verify_token'] ?? '', verifyToken))
    return problem('forbidden', 'The verify token is not the one in FACEBOOK_VERIFY_TOKEN.');
  // As plain text that no browser takes for a page: what is echoed is the caller's.
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: challenge };
}

function jsonIn(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    throw new UnreadablePayload('This is no JSON.');
  }
}

/** The entries of one page as one, so that events of the same moment keep the places in which they came. */
function entryOf(pageId: string, entries: FacebookEntries): unknown {
  const own = entries.filter(({ id }) => id === pageId);
  const messaging = own.flatMap((entry) => entry.messaging ?? []);
  return { ...own[0], messaging, standby: own.flatMap((entry) => entry.standby ?? []) };
}

/** What is of pages that are no channel is acknowledged and dropped: the app may serve others than Parley too. */
async function takeIn(entries: FacebookEntries, { appId }: FacebookApp, desk: ProviderDesk): Promise<void> {
  const pageIds = new Set(entries.flatMap(({ id }) => (id === undefined ? [] : [id])));
  await Promise.all(
    [...pageIds].map(async (pageId) => {
      const channel = await desk.channelBySource(pageId);
      const events = channel === null ? [] : parseEntry(entryOf(pageId, entries), appId);
      if (channel !== null && events.length > 0) await desk.receive(channel, events);
    }),
  );
}

/** Signed is the body as it came. Storing is all that is done before the answer, which Facebook wants within five seconds. */
async function receive(request: ProviderRequest, app: FacebookApp, desk: ProviderDesk): Promise<ProviderResponse> {
  const { rawBody, headers } = request;
  if (app.appSecret === undefined || !isSigned(rawBody, headers['x-hub-signature-256'], app.appSecret))
    return problem('forbidden', 'The signature is not that of the Facebook app set up here.');
  const delivery = facebookDelivery.safeParse(jsonIn(rawBody));
  if (!delivery.success) throw new UnreadablePayload('This is no delivery of Facebook’s webhooks.');
  // An app's webhook may be set to bring events of other things than pages, such as Instagram's.
  if (delivery.data.object === 'page') await takeIn(delivery.data.entry, app, desk);
  return taken;
}

export function facebookRoutes(app: FacebookApp): ProviderRoute[] {
  return [
    {
      method: 'GET',
      path: '',
      operationId: 'FacebookVerify',
      summary: 'Facebook asks whether the webhook’s address is ours',
      maxBodyBytes: 0,
      handle: async (request) => verify(request, app),
    },
    {
      method: 'POST',
      path: '',
      operationId: 'FacebookReceive',
      summary: 'Facebook brings what happened on pages',
      maxBodyBytes,
      handle: (request, desk) => receive(request, app, desk),
    },
  ];
}
