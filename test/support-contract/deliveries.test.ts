import { createHmac } from 'node:crypto';
import twilio from 'twilio';
import { deliveringMessengers, facebookApp } from '../support/deliveries';

const base = 'https://parley.example';

async function deliveryOf(code: string, written: { client: number; text: string }) {
  const messenger = deliveringMessengers.find((one) => one.code === code);
  if (messenger === undefined) throw new Error(`There is no ${code}`);
  const make = await messenger.prepare({ base, channelId: 'channel', clients: 1 });
  return { ...make(written), settings: messenger.channel.settings };
}

const texts = ['Hello', '', 'a=b&c=d+e %20', 'Grüße 😀\n"quoted" </script>'];

test.each(texts)('a delivery of Twilio’s with the text %j is signed as Twilio’s own library wants it', async (text) => {
  const { path, headers, body, settings } = await deliveryOf('whatsapp', { client: 1, text });
  const form = Object.fromEntries(new URLSearchParams(body));
  const signature = headers['x-twilio-signature'] ?? '';
  expect(form.Body).toBe(text);
  expect(twilio.validateRequest(String(settings.authToken), signature, base + path, form)).toBe(true);
  expect(twilio.validateRequest('another', signature, base + path, form)).toBe(false);
});

test.each(texts)('a delivery of Facebook’s with the text %j is signed over its bytes', async (text) => {
  const { headers, body } = await deliveryOf('facebook', { client: 1, text });
  const wanted = createHmac('sha256', facebookApp.appSecret).update(Buffer.from(body)).digest('hex');
  expect(headers['x-hub-signature-256']).toBe(`sha256=${wanted}`);
});
