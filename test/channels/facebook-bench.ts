import { Readable } from 'node:stream';
import type { OutgoingAttachment, OutgoingMessage } from '../../channels/contract';
import { createFacebookProvider, type FacebookProvider } from '../../channels/facebook/provider';
import type { OpenedChannel } from '../../domain/channel';
import { type FacebookStandIn, startFacebookStandIn } from '../support/facebook/facebook-stand-in';
import type { StandInClient } from '../support/facebook/stand-in-client';
import type { StandInPage } from '../support/facebook/stand-in-page';
import { openedChannel } from '../support/provider-desk';
import type { SampleFile } from '../support/sample-files';

/** A provider, its Facebook, a page that is a channel since a week, and a client who has written to it. */
export interface FacebookBench {
  standIn: FacebookStandIn;
  page: StandInPage;
  client: StandInClient;
  provider: FacebookProvider;
  channel: OpenedChannel;
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
const weekMs = 7 * 24 * hourMs;

export async function setUpFacebook(): Promise<FacebookBench> {
  const standIn = await startFacebookStandIn();
  const page = standIn.createPage();
  const provider = createFacebookProvider(standIn.config);
  const client = page.client({ firstName: 'Vera' });
  client.sendText('Hello');
  const connectedAt = new Date(Date.now() - weekMs).toISOString();
  const settings = { pageId: page.id, pageAccessToken: page.accessToken, connectedAt };
  await provider.register(settings);
  standIn.app.calls.length = 0;
  const channel = openedChannel({ provider: 'facebook', source: page.id, settings });
  return { standIn, page, client, provider, channel };
}

export function answerTo(client: StandInClient, changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    ...{ id: 'our-id', clientId: client.id, type: 'text', text: 'Hello', replyToExternalId: null, attachments: [] },
    ...{ template: null, lastIncomingAt: new Date(), site: { webhooksUrl: null } },
    ...changes,
  };
}

export function attachmentOf({ bytes, fileName, mediaType }: SampleFile): OutgoingAttachment {
  return { fileName, mediaType, size: bytes.length, open: () => Readable.from([bytes]), url: null };
}

/** Moves all that was written so far into the past. */
export function age(client: StandInClient, ms: number): void {
  for (const message of client.conversation.messages) message.at -= ms;
}
