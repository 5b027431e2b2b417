import { Readable } from 'node:stream';
import type { OutgoingAttachment, OutgoingMessage, Provider } from '../../channels/contract';
import type { ConnectPace } from '../../channels/whatsapp/connect';
import { createWhatsAppProvider } from '../../channels/whatsapp/provider';
import type { OpenedChannel } from '../../domain/channel';
import { siteUrl } from '../support/call-route';
import { openedChannel } from '../support/provider-desk';
import type { StandInAccount } from '../support/twilio/account';
import type { StandInPerson } from '../support/twilio/person';
import type { StandInSender } from '../support/twilio/sender';
import { startTwilioStandIn, type TwilioStandIn } from '../support/twilio/twilio-stand-in';

export const channelNumber = '+14155550100';
export const adminNumber = '+4915100000001';

/** A provider, its Twilio with an account and a number, a channel of it, and two people: a client, and who has the confirmation number. */
export interface WhatsAppBench {
  standIn: TwilioStandIn;
  provider: Provider;
  account: StandInAccount;
  sender: StandInSender;
  client: StandInPerson;
  admin: StandInPerson;
  channel: OpenedChannel;
}

/** Looks come quickly; followed for longer than any step takes. */
const connectPace = { followForMs: 30_000, lookEveryMs: 20, sentHoldsAfterMs: 150 };

export function channelOf(account: StandInAccount, changes: Partial<OpenedChannel> = {}): OpenedChannel {
  return openedChannel({
    provider: 'whatsapp',
    source: channelNumber,
    settings: {
      phoneNumber: channelNumber,
      confirmationPhoneNumber: adminNumber,
      accountSid: account.sid,
      authToken: account.authToken,
    },
    ...changes,
  });
}

/** `pace`: of connecting, where it matters. */
export async function setUpWhatsApp(pace: Partial<ConnectPace> = {}): Promise<WhatsAppBench> {
  const standIn = await startTwilioStandIn();
  const account = standIn.createAccount();
  return {
    standIn,
    account,
    provider: createWhatsAppProvider({ apiRoot: standIn.root, connecting: { ...connectPace, ...pace } }),
    sender: account.createSender(channelNumber),
    client: account.person('+4915112345678', 'Vera Weiss'),
    admin: account.person(adminNumber, 'Admin'),
    channel: channelOf(account),
  };
}

export function answerTo(clientId: string, changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    id: 'our-id',
    clientId,
    type: 'text',
    text: 'Good morning',
    replyToExternalId: null,
    attachments: [],
    template: null,
    lastIncomingAt: new Date(),
    site: { webhooksUrl: `${siteUrl}/webhooks/whatsapp` },
    ...changes,
  };
}

export function attachmentOf(file: {
  bytes: Buffer;
  fileName: string;
  mediaType: string;
  url?: string | null;
}): OutgoingAttachment {
  const { bytes, url = `${siteUrl}/files/1`, fileName, mediaType } = file;
  return {
    ...{ fileName, mediaType, size: bytes.length, url },
    open: () => Readable.from([bytes], { objectMode: false }),
  };
}
