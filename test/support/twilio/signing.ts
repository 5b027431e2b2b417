import { createHmac } from 'node:crypto';

export type Form = Array<[name: string, value: string]>;

/** `X-Twilio-Signature` as Twilio describes it: the address, then each field's name and value, sorted by name, under the auth token. */
export function signatureOf(authToken: string, url: string, form: Form): string {
  const names = [...new Set(form.map(([name]) => name))].sort();
  const signed = names.map((name) => {
    const values = new Set(form.filter(([other]) => other === name).map(([, value]) => value));
    return [...values]
      .sort()
      .map((value) => name + value)
      .join('');
  });
  return createHmac('sha1', authToken)
    .update(url + signed.join(''), 'utf8')
    .digest('base64');
}
