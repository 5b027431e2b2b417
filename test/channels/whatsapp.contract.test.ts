import type { WhatsAppPayload } from '../../channels/whatsapp/parse';
import { describeProvider } from '../contracts/provider-contract';
import type { ProviderHarness } from '../contracts/provider-harness';
import { setUpWhatsApp } from './whatsapp-bench';
import { messageForm } from './whatsapp-forms';

function payload(
  fields: Record<string, string>,
  receivedAt = '2027-01-15T08:00:00.000Z',
  sequence = 0,
): WhatsAppPayload {
  return { kind: 'message', receivedAt, sequence, form: messageForm(fields) };
}

async function makeHarness(): Promise<ProviderHarness> {
  const { standIn, account, provider, sender, client, channel } = await setUpWhatsApp();
  await client.write(sender, 'Hello');
  account.failNext('listMessages', { kind: 'hang' });
  const written = async (bytes: Buffer) => {
    const { form } = await client.write(sender, '', { files: [{ bytes, mediaType: 'text/plain' }] });
    return form.find(([name]) => name === 'MediaUrl0')?.[1] ?? '';
  };
  const unsigned = new URLSearchParams(messageForm({})).toString();
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': 'c2lnbmVkIGJ5IG5vYm9keQ==',
  };
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
    },
    secretSettings: ['authToken'],
    attachments: {
      good: async () => ({ reference: await written(Buffer.from('the content')), content: Buffer.from('the content') }),
      lost: async () => `${await written(Buffer.from('x'))}0`,
      later: async () => {
        account.failNext('fetchMedia', { kind: '429', retryAfter: 3 });
        return written(Buffer.from('x'));
      },
    },
    sendingTrouble: {
      refuse: async () => void account.optedOut.add(client.address),
      refuseForNow: async () => account.failNext('createMessage', { kind: '429', retryAfter: 3 }),
      goAway: () => standIn.goDown(),
      loseAnswer: async () => account.failNext('createMessage', { kind: 'dropAfter' }),
    },
    routes: {
      unauthenticated: [
        { method: 'POST', path: '', headers, body: unsigned },
        { method: 'POST', path: '/status', headers, body: unsigned },
        { method: 'POST', path: '', headers: { 'content-type': headers['content-type'] }, body: unsigned },
      ],
    },
    stop: () => standIn.stop(),
  };
}

describeProvider('whatsapp', makeHarness, {
  without: {
    credentials: 'Twilio is asked when the channel is connected (domain 7.1)',
    profiles: 'Twilio tells a name with each message, and nothing else',
  },
});
