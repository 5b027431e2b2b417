import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';

/** Numbers are copied from consoles and visiting cards: with spaces, dashes, brackets, or Twilio's prefix. */
function plainNumber(text: string): string {
  const written = text.replace(/^\s*whatsapp:/i, '').trim();
  return parsePhoneNumberFromString(written.replace(/^00/, '+'))?.number ?? written.replace(/[\s().\u00a0-]/g, '');
}

/** E.164: a plus sign, the country, the number; 15 digits at most. */
const numberForm = /^\+[1-9]\d{6,14}$/;

function number(missing: string) {
  return z
    .string(missing)
    .overwrite(plainNumber)
    .regex(numberForm, 'This is no phone number with its country: one looks like +4930123456.');
}

export const whatsAppSettings = z
  .object({
    phoneNumber: number('The WhatsApp number of the channel is missing.').meta({
      title: 'Phone number',
      description: 'The WhatsApp sender at Twilio, or the sandbox’s number, such as +14155238886.',
    }),
    confirmationPhoneNumber: number('The number that gets the confirmation message is missing.').meta({
      title: 'Confirmation phone number',
      description: 'A WhatsApp number of yours, which gets a message when the channel is connected.',
    }),
    accountSid: z
      .string('The account SID is missing. It stands on the first page of the Twilio console.')
      .trim()
      .regex(
        /^AC[0-9a-fA-F]{32}$/,
        'This is no account SID: one is AC and 32 digits and letters from a to f. Those that begin with SK are API keys, which do not do.',
      )
      .meta({ title: 'Account SID', description: 'From the first page of the Twilio console.' }),
    authToken: z
      .string('The auth token is missing. It stands below the account SID in the Twilio console.')
      .trim()
      .regex(/^\S{1,200}$/, 'This is no auth token: there is a space in it, or nothing. Copy it as a whole.')
      .meta({ title: 'Auth token', description: 'From the first page of the Twilio console.', secret: true }),
  })
  .refine(({ phoneNumber, confirmationPhoneNumber }) => phoneNumber !== confirmationPhoneNumber, {
    path: ['confirmationPhoneNumber'],
    message: 'The confirmation has to go to another number than the channel’s own.',
  });

export type WhatsAppSettings = z.infer<typeof whatsAppSettings>;

/** Who we are to Twilio. */
export type Account = Pick<WhatsAppSettings, 'accountSid' | 'authToken'>;

/** The channel's settings, or null when they hold none that can be used. */
export function settingsOf(channel: Pick<OpenedChannel, 'settings'>): WhatsAppSettings | null {
  return whatsAppSettings.safeParse(channel.settings).data ?? null;
}
