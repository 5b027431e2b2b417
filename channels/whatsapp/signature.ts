import twilio from 'twilio';
import { readUrl } from '../shared/read-url';
import type { TwilioForm } from './form';

export interface SignedRequest {
  /** The addresses that Twilio may have called: it signs the one that it was given. */
  urls: string[];
  signature: string | undefined;
  form: TwilioForm;
}

/** Whether a request is Twilio's: `X-Twilio-Signature` over the public address and all fields, compared in constant time. */
export function isSigned({ urls, signature, form }: SignedRequest, authToken: string): boolean {
  if (signature === undefined || signature === '') return false;
  return urls.some((url) => readUrl(url) !== null && twilio.validateRequest(authToken, signature, url, form));
}
