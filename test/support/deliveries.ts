import { createHmac, randomUUID } from 'node:crypto';
import { ApiClient } from './api-client';

/** A call of a webhook as its messenger makes it. */
export interface Delivery {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** What a delivery is made of: which of the messenger's clients writes, and what. */
export interface Written {
  client: number;
  text: string;
}

export interface DeliveringMessenger {
  code: string;
  /** A channel of it as it stands in the rows, without having asked the messenger. */
  channel: { source: string; settings: Record<string, unknown> };
  /** Gets ready for so many clients; returns what makes one delivery, a message of its own each time. */
  prepare(ground: { base: string; channelId: string; clients: number }): Promise<(written: Written) => Delivery>;
}

/** The app that Parley has to be started with for its pages' deliveries. */
export const facebookApp = { appId: '1000001', appSecret: 'secret-of-the-app-of-the-tests', verifyToken: 'a-word' };

/** Twilio signs the address that it calls, and after it every field's name and value, sorted by name. */
function twilioSignature(url: string, form: Record<string, string>, authToken: string): string {
  const fields = Object.keys(form).sort();
  const signed = url + fields.map((name) => name + form[name]).join('');
  return createHmac('sha1', authToken).update(signed).digest('base64');
}

/** Facebook signs the bytes of the body with the app's secret. */
function facebookSignature(body: string, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
}

const webchat: DeliveringMessenger = {
  code: 'webchat',
  channel: { source: 'deliveries', settings: {} },
  async prepare({ base, channelId, clients }) {
    const anonymous = new ApiClient(base);
    const folder = `/webhooks/webchat/${channelId}`;
    const tokens: string[] = [];
    for (let index = 0; index < clients; index += 1) {
      const visitor = await anonymous.ok<{ visitorToken: string }>('POST', `${folder}/visitors`, {});
      tokens.push(visitor.visitorToken);
    }
    return ({ client, text }) => ({
      path: `${folder}/receive`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ visitorToken: tokens[client], messageId: randomUUID(), text }),
    });
  },
};

const whatsapp: DeliveringMessenger = {
  code: 'whatsapp',
  channel: {
    source: '+14155238886',
    settings: {
      phoneNumber: '+14155238886',
      confirmationPhoneNumber: '+4930123456',
      accountSid: `AC${'0'.repeat(32)}`,
      authToken: 'an-auth-token-of-the-tests',
    },
  },
  async prepare({ base }) {
    const path = '/webhooks/whatsapp';
    const { source, settings } = whatsapp.channel;
    return ({ client, text }) => {
      const number = `+49170${1_000_000 + client}`;
      const form = {
        ...{ MessageSid: `SM${randomUUID().replaceAll('-', '')}`, AccountSid: String(settings.accountSid) },
        ...{ From: `whatsapp:${number}`, To: `whatsapp:${source}`, WaId: number.slice(1), ProfileName: 'Vera' },
        ...{ Body: text, NumMedia: '0', NumSegments: '1', MessageType: 'text', ApiVersion: '2010-04-01' },
      };
      return {
        path,
        headers: {
          'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
          'x-twilio-signature': twilioSignature(base + path, form, String(settings.authToken)),
        },
        body: new URLSearchParams(form).toString(),
      };
    };
  },
};

const facebook: DeliveringMessenger = {
  code: 'facebook',
  channel: { source: '700100200300', settings: { pageId: '700100200300', pageAccessToken: 'a-token-of-the-page' } },
  async prepare() {
    const { source } = facebook.channel;
    return ({ client, text }) => {
      const timestamp = Date.now();
      const messaging = {
        ...{ sender: { id: String(5_000_000_000 + client) }, recipient: { id: source }, timestamp },
        message: { mid: `m_${randomUUID()}`, text },
      };
      const body = JSON.stringify({ object: 'page', entry: [{ id: source, time: timestamp, messaging: [messaging] }] });
      return {
        path: '/webhooks/facebook',
        headers: {
          'content-type': 'application/json',
          'x-hub-signature-256': facebookSignature(body, facebookApp.appSecret),
        },
        body,
      };
    };
  },
};

/** Messengers that call us, a line each. They sign by their own rules, not by the providers' code. */
export const deliveringMessengers: DeliveringMessenger[] = [webchat, whatsapp, facebook];
