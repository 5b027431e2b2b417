import type { OpenedChannel } from '../../domain/channel';
import type { ProviderDesk, ProviderRequest, ProviderResponse, ProviderRoute } from '../contract';
import { problem } from '../shared/problem';
import type { Receipt } from '../shared/receipt-clock';
import { idOf } from './address';
import { settlementOf } from './connect-report';
import { field, isForm, readForm, type TwilioForm } from './form';
import { parseWhatsApp } from './parse';
import { settingsOf } from './settings';
import { isSigned } from './signature';

/** WhatsApp's longest text, 4,096 characters of up to twelve bytes each, and a filled-in form beside it. */
const maxMessageBytes = 256 * 1024;
const maxReportBytes = 16 * 1024;

/** TwiML that has Twilio do nothing: answers go out by its API. */
const nothingToDo: ProviderResponse = {
  status: 200,
  headers: { 'content-type': 'text/xml; charset=utf-8' },
  body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
};

const noForm = problem('unsupported_media_type', 'Twilio sends forms: application/x-www-form-urlencoded.');
const tooManyFields = problem('invalid_request', 'No message of Twilio’s has so many fields.');
const notTwilio = problem(
  'forbidden',
  'This is not signed by Twilio for a channel of this installation. Check the channel’s auth token, and whether SiteUrl is the address that Twilio was given.',
);

interface Call {
  request: ProviderRequest;
  desk: ProviderDesk;
  channel: OpenedChannel;
  form: TwilioForm;
}

/**
 * Only for who proves with the auth token of the channel named in `whose` that he is Twilio. Of anybody else nothing is
 * kept, nor is he told whether there is such a channel. A channel that takes no part is served all the same: Twilio is
 * told no error, and the desk drops what it brings.
 */
function forTwilio(whose: 'To' | 'From', answer: (call: Call) => Promise<ProviderResponse>) {
  return async (request: ProviderRequest, desk: ProviderDesk): Promise<ProviderResponse> => {
    if (!isForm(request.headers['content-type'])) return noForm;
    const form = readForm(request.rawBody);
    if (form === null) return tooManyFields;
    const source = idOf(field(form, whose));
    const signature = request.headers['x-twilio-signature'];
    if (source === null || signature === undefined) return notTwilio;
    const channel = await desk.channelBySource(source);
    const settings = channel && settingsOf(channel);
    if (!channel || !settings) return notTwilio;
    if (!isSigned({ urls: request.urls, signature, form }, settings.authToken)) return notTwilio;
    return answer({ request, desk, channel, form });
  };
}

/** What Twilio calls: with a client's message, and with what became of ours. */
export function whatsAppRoutes(stamp: () => Receipt): ProviderRoute[] {
  return [
    {
      method: 'POST',
      path: '',
      operationId: 'ReceiveWhatsAppMessage',
      summary: 'Takes in a message that Twilio received; answered when it is durable',
      maxBodyBytes: maxMessageBytes,
      handle: forTwilio('To', async ({ desk, channel, form }) => {
        await desk.receive(channel, parseWhatsApp({ kind: 'message', form, ...stamp() }));
        return nothingToDo;
      }),
    },
    {
      method: 'POST',
      path: '/status',
      operationId: 'ReceiveWhatsAppStatus',
      summary: 'Takes in what Twilio tells of a message of ours',
      maxBodyBytes: maxReportBytes,
      handle: forTwilio('From', async ({ request, desk, channel, form }) => {
        const { message, connect } = request.query;
        if (connect === undefined) {
          await desk.receive(channel, parseWhatsApp({ kind: 'report', form, messageId: message || null }));
        } else if (connect === channel.id) {
          const settlement = settlementOf(form);
          if (settlement) await desk.settleConnection(channel, settlement);
        }
        return { status: 204 };
      }),
    },
  ];
}
