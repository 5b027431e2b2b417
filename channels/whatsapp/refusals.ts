import type { Failure } from '../../domain/message';

interface Refusal extends Failure {
  /** Twilio's numbers. */
  numbers: number[];
}

const windowClosed =
  'The client last wrote more than 24 hours ago, and WhatsApp takes no free text after that. Send one of the approved templates, or wait until he writes.';

/** What Twilio and WhatsApp refuse, by Twilio's numbers, and in our words. */
const refusals: Refusal[] = [
  { numbers: [63016], code: 'window_closed', reason: windowClosed },
  {
    numbers: [63018, 63017, 20429, 14107, 30001],
    code: 'too_fast',
    reason: 'WhatsApp took no more messages at that moment: too many were sent. Send it again in a minute.',
  },
  {
    numbers: [63038],
    code: 'daily_limit',
    reason:
      'The Twilio account has sent as many messages as it may today. Raise its limit at Twilio, or send it again tomorrow.',
  },
  {
    numbers: [63024, 63003, 30005, 30006],
    code: 'client_not_reachable',
    reason:
      'This number cannot receive WhatsApp messages: it has no WhatsApp account, or an outdated one, or has not accepted WhatsApp’s current terms.',
  },
  {
    numbers: [30003],
    code: 'client_unreachable_now',
    reason: 'The client’s phone could not be reached. Send it again later.',
  },
  {
    numbers: [63015],
    code: 'not_in_sandbox',
    reason:
      'This number has not joined the Twilio sandbox, or its three days there are over. From its WhatsApp, send “join” and the sandbox’s two words to the sandbox’s number; they stand in the Twilio console, at “Send a WhatsApp message”.',
  },
  {
    numbers: [63032, 63033],
    code: 'blocked_by_client',
    reason:
      'WhatsApp does not deliver to this client: he has blocked this number, or WhatsApp limits what he gets from businesses.',
  },
  {
    numbers: [63049],
    code: 'marketing_limit',
    reason:
      'WhatsApp chose not to deliver this marketing template: the client has had many of them lately. Send it again on another day.',
  },
  {
    numbers: [21610],
    code: 'opted_out',
    reason: 'The client has opted out by writing STOP. He can be written to again when he writes START.',
  },
  {
    numbers: [63005, 63013, 63021, 30007],
    code: 'content_refused',
    reason:
      'WhatsApp did not accept the content of this message: it is against its rules, or of a form that it does not know.',
  },
  {
    numbers: [63019, 12300, 11200, 21620],
    code: 'file_not_fetched',
    reason:
      'WhatsApp could not fetch the file from Parley, or found it to be of another type than it says. The address in SiteUrl has to be reachable from the internet by https.',
  },
  {
    numbers: [21623],
    code: 'too_many_attachments',
    reason: 'WhatsApp takes one file a message. Send the others apart.',
  },
  {
    numbers: [63027],
    code: 'template_language',
    reason:
      'WhatsApp knows no such template in this language. Look at its state in the Twilio console, at Content Template Builder.',
  },
  {
    numbers: [63028, 63026, 21656],
    code: 'template_variables',
    reason:
      'The template’s variables are not filled in as WhatsApp wants them: one is missing or too many, empty, or has a line break or a tab in it.',
  },
  {
    numbers: [63040, 63041, 63042, 63029],
    code: 'template_unavailable',
    reason:
      'WhatsApp has rejected, paused or disabled this template, as after many complaints. Take another one; its state stands in the Twilio console, at Content Template Builder.',
  },
  {
    numbers: [21655, 21657, 21658],
    code: 'template_unknown',
    reason: 'The Twilio account has no such template. Take one of those that the chat offers.',
  },
  {
    numbers: [21211, 21614, 21612, 21265],
    code: 'client_not_found',
    reason: 'Twilio takes this for no number that WhatsApp messages can be sent to.',
  },
  {
    numbers: [21608],
    code: 'trial_account',
    reason:
      'The Twilio account is a trial, which writes to verified numbers only. Verify the number in the Twilio console, or upgrade the account.',
  },
  {
    numbers: [63031],
    code: 'same_number',
    reason: 'A WhatsApp number cannot write to itself.',
  },
  {
    numbers: [63007, 21660, 21606, 21212, 21603, 63001, 63002, 63020],
    code: 'sender_not_enabled',
    reason:
      'The channel’s number is no WhatsApp sender of this Twilio account, or is not online. Look at it in the Twilio console, at WhatsApp Senders; for the sandbox, the number is the sandbox’s own.',
  },
  {
    numbers: [21609],
    code: 'site_not_reachable',
    reason:
      'Twilio takes the address in SiteUrl for none that it can report to: it needs a public host name without underscores.',
  },
  {
    numbers: [21617, 21605],
    code: 'text_too_long',
    reason: 'The text is longer than the 1,600 characters that Twilio takes.',
  },
  { numbers: [21602, 21619], code: 'text_empty', reason: 'Twilio sends no message without text or file.' },
  { numbers: [21604], code: 'client_not_found', reason: 'Twilio was told no recipient.' },
  {
    numbers: [63010, 63012, 63014, 30008],
    code: 'fault_of_whatsapp',
    reason: 'WhatsApp or Twilio had a fault when it was delivered. Send it again.',
  },
];

/** Numbers of what is refused for the moment. */
const passing = [20429, 63018, 63017, 14107, 30001];

export function isPassing(number: number): boolean {
  return passing.includes(number);
}

/** Masks all that has the form of Twilio's tokens: its words go into messages and logs. */
export function withoutSecrets(text: string): string {
  return text.replace(/\b[0-9a-f]{32}\b/gi, '…');
}

/** A stable word and a sentence for what Twilio refuses, by its number; what it says itself stands beside an unknown one. */
export function refusalOf(number: number | null, said: string): Failure {
  const known = refusals.find(({ numbers }) => number !== null && numbers.includes(number));
  if (known) return { code: known.code, reason: known.reason };
  const words = withoutSecrets(said)
    .trim()
    .replace(/[.!]+$/, '')
    .slice(0, 300);
  const named = number === null ? '' : ` (error ${number})`;
  return {
    code: 'refused_by_twilio',
    reason: `Twilio refused it${named}${words === '' ? '' : `: ${words}`}.`,
  };
}
