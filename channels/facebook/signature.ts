import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether Facebook has signed these very bytes with the app's secret (`X-Hub-Signature-256`). Never over JSON that was
 * parsed and written anew: what Facebook sends has its Unicode and its slashes escaped.
 */
export function isSigned(rawBody: Buffer, header: string | undefined, appSecret: string): boolean {
  const given = /^sha256=([0-9a-f]{64})$/i.exec(header ?? '')?.[1];
  if (given === undefined) return false;
  return timingSafeEqual(Buffer.from(given, 'hex'), createHmac('sha256', appSecret).update(rawBody).digest());
}

/** Whether a word is the one that was agreed on, told in the same time whatever of it is right. */
export function isSameWord(given: string, wanted: string): boolean {
  const digest = (word: string) => createHmac('sha256', wanted).update(word).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
