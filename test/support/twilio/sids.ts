import { randomBytes } from 'node:crypto';

/** AC account, SM and MM message, ME file, HX template, XE sender, MG Messaging Service. */
export function newSid(kind: 'AC' | 'SM' | 'MM' | 'ME' | 'HX' | 'XE' | 'MG'): string {
  return kind + randomBytes(16).toString('hex');
}
