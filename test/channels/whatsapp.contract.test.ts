import type { WhatsAppPayload } from '../../channels/whatsapp/parse';
import { brokenContent } from '../contracts/broken-content';
import { describeProvider } from '../contracts/provider-contract';
import type { ProviderHarness } from '../contracts/provider-harness';
import { type RouteCall, siteUrl } from '../support/call-route';
import { sampleFiles } from '../support/sample-files';
import { type Form, signatureOf } from '../support/twilio/signing';
import { attachmentOf, channelOf, setUpWhatsApp } from './whatsapp-bench';
import { messageForm } from './whatsapp-forms';

const longAgoMs = 100 * 24 * 60 * 60 * 1000;
const formType = { 'content-type': 'application/x-www-form-urlencoded' };

function payload(
  fields: Record<string, string>,
  receivedAt = '2027-01-15T08:00:00.000Z',
  sequence = 0,
): WhatsAppPayload {
  return { kind: 'message', receivedAt, sequence, form: messageForm(fields) };
}

function report(fields: Record<string, string>): WhatsAppPayload {
  return { kind: 'report', messageId: null, form: { From: 'whatsapp:+14155550100', ...messageForm(fields) } };
}

/** A call of the webhook with these very bytes, signed as Twilio signs the fields that they hold. */
function signed(authToken: string, body: string | Buffer): RouteCall {
  const form = [...new URLSearchParams(body.toString())] as Form;
  const signature = signatureOf(authToken, `${siteUrl}/webhooks/whatsapp`, form);
  return { method: 'POST', path: '', body, headers: { ...formType, 'x-twilio-signature': signature } };
}

async function makeHarness(): Promise<ProviderHarness> {
  const { standIn, account, provider, sender, client, admin, channel } = await setUpWhatsApp();
  await client.write(sender, 'Hello');
  const written = async (bytes: Buffer) => {
    const { form } = await client.write(sender, '', { files: [{ bytes, mediaType: 'text/plain' }] });
    return form.find(([name]) => name === 'MediaUrl0')?.[1] ?? '';
  };
  const unsigned = new URLSearchParams(messageForm({})).toString();
  const headers = { ...formType, 'x-twilio-signature': 'c2lnbmVkIGJ5IG5vYm9keQ==' };
  const picture = attachmentOf(sampleFiles.png);
  const order = account.createTemplate({
    body: 'Order {{1}} is on its way, {{2}}.',
    variables: { 1: '42', 2: 'Vera' },
  });
  return {
    provider,
    channel,
    clientId: client.id,
    payloads: {
      text: (text) => payload({ Body: text }),
      unknownKind: payload({ MessageType: 'hologram', Body: '' }),
      inOrder: [
        payload({ MessageSid: 'SM1' }, '2027-01-15T08:00:00.000Z', 0),
        payload({ MessageSid: 'SM2' }, '2027-01-15T08:00:00.000Z', 1),
        payload({ MessageSid: 'SM3' }, '2027-01-15T08:00:00.001Z', 0),
      ],
      others: [
        payload({ NumMedia: '1', MediaUrl0: 'https://api.twilio.com/x', MediaContentType0: 'image/png', Body: 'See' }),
        payload({ MessageType: 'location', Latitude: '52.5', Longitude: '13.4', Label: 'Here', Body: '' }),
        payload({ MessageType: 'button', ButtonText: 'Yes', ButtonPayload: 'yes', Body: 'Yes' }),
        payload({ OriginalRepliedMessageSid: 'SM22222222222222222222222222222222' }),
        report({ MessageStatus: 'delivered', SmsStatus: 'delivered' }),
        report({ MessageStatus: 'undelivered', SmsStatus: 'undelivered', ErrorCode: '63016' }),
      ],
    },
    secretSettings: ['authToken'],
    revocation: { revoke: async () => account.rotateToken() },
    attachments: {
      good: async () => ({ reference: await written(Buffer.from('the content')), content: Buffer.from('the content') }),
      lost: async () => `${await written(Buffer.from('x'))}0`,
      later: async () => {
        account.failNext('fetchMedia', { kind: '429', retryAfter: 3 });
        return written(Buffer.from('x'));
      },
      broken: async () => {
        account.failNext('fetchFile', { kind: 'dropAfter' });
        return written(Buffer.alloc(100_000, 'content '));
      },
    },
    outgoingFiles: {
      good: async () => picture,
      unreadable: async () => ({ ...picture, open: brokenContent }),
      taken: () => account.sent.filter(({ mediaUrls }) => mediaUrls.length > 0).length,
    },
    sendingTrouble: {
      refuse: async () => void account.optedOut.add(client.address),
      refuseForNow: async () => account.failNext('createMessage', { kind: '429', retryAfter: 3 }),
      goAway: () => standIn.goDown(),
      loseAnswer: async () => account.failNext('createMessage', { kind: 'dropAfter' }),
      spoilAnswer: async (answer) => account.failNext('createMessage', { kind: 'spoilt', answer, taken: true }),
    },
    findSent: {
      loseAnswer: async () => account.failNext('createMessage', { kind: 'dropAfter' }),
      goAway: () => standIn.goDown(),
    },
    replyWindow: {
      close: async () => void sender.lastWords.set(client.address, new Date(Date.now() - longAgoMs)),
      report: async () => {
        await account.changes.until(
          () => account.sent[0]?.errorCode != null,
          () => 'its fate',
        );
        const { sid = '', status = '', errorCode = null, to = '', from = '' } = account.sent[0] ?? {};
        const form = { MessageSid: sid, MessageStatus: status, ErrorCode: String(errorCode), To: to, From: from };
        return { kind: 'report', messageId: null, form };
      },
    },
    templates: { approved: { id: order.sid, values: { 1: '7', 2: 'Vera' } }, goAway: () => standIn.goDown() },
    connecting: {
      unverified: async () => {
        await admin.write(sender, 'I am here');
        return channelOf(account, { verified: false });
      },
      refused: async () => {
        const unverified = channelOf(account, { verified: false });
        account.rotateToken();
        return unverified;
      },
      goAway: () => standIn.goDown(),
    },
    safetyNet: {
      missed: async (count) => {
        const forms: Form[] = [];
        for (let index = 0; index < count; index += 1) forms.push((await client.write(sender, `missed ${index}`)).form);
        return forms.map((form, sequence) => {
          const receivedAt = new Date().toISOString();
          return { kind: 'message', receivedAt, sequence, form: Object.fromEntries(form) };
        });
      },
      leadTo: async (address) => {
        sender.webhookUrl = address;
      },
      goAway: () => standIn.goDown(),
    },
    routes: {
      unauthenticated: [
        { method: 'POST', path: '', headers, body: unsigned },
        { method: 'POST', path: '/status', headers, body: unsigned },
        { method: 'POST', path: '', headers: formType, body: unsigned },
      ],
      genuine: (_desk, { id, text }) => {
        const form = messageForm({ MessageSid: `SM${id}`, SmsMessageSid: `SM${id}`, Body: text });
        return signed(account.authToken, new URLSearchParams(form).toString());
      },
      genuineBody: (_desk, body) => signed(account.authToken, body),
    },
    stop: () => standIn.stop(),
  };
}

describeProvider('whatsapp', makeHarness, {
  without: {
    credentials: 'Twilio is asked when the channel is connected (domain 7.1)',
    profiles: 'Twilio tells a name with each message, and nothing else',
    threads: 'nobody else answers for the number',
    polling: 'Twilio calls us',
  },
});
