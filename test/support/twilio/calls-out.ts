import { randomUUID } from 'node:crypto';
import { type Form, signatureOf } from './signing';

/** What became of a request of Twilio's to us. */
export interface Delivery {
  url: string;
  form: Form;
  /** 0 when no connection was made, or none answered in time. */
  status: number;
  contentType: string | null;
  body: string;
  attempts: number;
}

const timeoutMs = 15_000;

/**
 * Calls a webhook: signed, and once more when there is no connection, marked as the same request. An answer of any kind,
 * 5xx too, is the end of it.
 */
export async function callOut(
  authToken: string,
  url: string,
  form: Form,
  signal: AbortSignal,
  signature = signatureOf(authToken, url, form),
): Promise<Delivery> {
  const token = randomUUID();
  for (let attempts = 1; ; attempts += 1) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
          'user-agent': 'TwilioProxy/1.1',
          accept: '*/*',
          'x-twilio-signature': signature,
          'i-twilio-idempotency-token': token,
        },
        body: new URLSearchParams(form).toString(),
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      const contentType = response.headers.get('content-type');
      return { url, form, status: response.status, contentType, body: await response.text(), attempts };
    } catch {
      if (attempts === 2 || signal.aborted) return { url, form, status: 0, contentType: null, body: '', attempts };
    }
  }
}
