import { beginningOf } from '../../domain/graphemes';
import type { Failure } from '../../domain/message';

interface Refusal extends Failure {
  /** Twilio's numbers. */
  numbers: number[];
}

const windowClosed =
  'The client last wrote more than 24 hours ago, and WhatsApp takes no free text after that. Send one of the approved templates, or wait until he writes.';

/** What Twilio and WhatsApp refuse, by the numbers of Twilio's error dictionary, and in our words. */
const refusals: Refusal[] = [
  { numbers: [63016], code: 'window_closed', reason: windowClosed },
  {
    numbers: [63017, 20429, 14107, 21611, 30001],
    code: 'too_fast',
    reason: 'Too many messages were sent at that moment. Send it again in a minute.',
  },
  {
    numbers: [63018],
    code: 'too_fast',
    reason:
      'WhatsApp takes no more messages of this number for now: too many were sent at once, or to too many people today. Send it again in a minute, and tomorrow if that does not help.',
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
      'This number cannot receive WhatsApp messages: it has no WhatsApp account, or an outdated one, or has not accepted WhatsApp’s current terms. Reach the client another way.',
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
    numbers: [63014, 63033, 30004],
    code: 'blocked_by_client',
    reason:
      'The client has blocked this number, or wants no more messages from it. Sending again does not help: wait until he writes, or reach him another way.',
  },
  {
    numbers: [63032],
    code: 'blocked_by_client',
    reason:
      'WhatsApp does not deliver to this client: he has blocked this number, or WhatsApp limits what he gets from businesses. Sending again does not help: wait until he writes, or reach him another way.',
  },
  {
    numbers: [63049],
    code: 'marketing_limit',
    reason:
      'WhatsApp chose not to deliver this marketing template: the client has had many of them lately, or is in the United States, where WhatsApp delivers none. Send it again on another day, or take a template that is no advertisement.',
  },
  {
    numbers: [63062],
    code: 'marketing_terms',
    reason:
      'WhatsApp delivers marketing templates only for businesses that have accepted its terms for them. An administrator can do so in the WhatsApp Manager, at Overview, Alerts.',
  },
  {
    numbers: [21610],
    code: 'opted_out',
    reason: 'The client has opted out by writing STOP. He can be written to again when he writes START.',
  },
  {
    numbers: [63026, 30007],
    code: 'taken_for_spam',
    reason:
      'The message was taken for spam and not delivered. Write it in other words, without capitals, repeated signs and links, and send that: the same text would be stopped again.',
  },
  {
    numbers: [63005, 63006, 63013, 63021, 63030, 21618],
    code: 'content_refused',
    reason:
      'WhatsApp did not accept the content of this message: it is against its rules, or of a form that it does not know. Write it otherwise, or send the file in another format.',
  },
  {
    numbers: [63019, 12300, 11200, 21620],
    code: 'file_not_fetched',
    reason:
      'WhatsApp could not fetch the file from Parley, or found it to be of another type than it says. The address in SiteUrl has to be reachable from the internet by https.',
  },
  {
    numbers: [63034, 30019],
    code: 'file_too_big',
    reason: 'The file is larger than WhatsApp takes. Send a smaller one, or a link.',
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
    numbers: [63028, 21656],
    code: 'template_variables',
    reason:
      'The template’s variables are not filled in as WhatsApp wants them: one is missing or too many, empty, or has a line break or a tab in it.',
  },
  {
    numbers: [21658],
    code: 'template_variables',
    reason: 'What fills in the template is longer than WhatsApp allows. Shorten it, and send it again.',
  },
  {
    numbers: [63029],
    code: 'template_not_loaded',
    reason:
      'The client’s WhatsApp could not load this template. Send it again later, or take another template; he may have to update WhatsApp.',
  },
  {
    numbers: [63040, 63041, 63042],
    code: 'template_unavailable',
    reason:
      'WhatsApp has rejected, paused or disabled this template, as after many complaints. Take another one; its state stands in the Twilio console, at Content Template Builder.',
  },
  {
    numbers: [21654, 21655],
    code: 'template_unknown',
    reason: 'The Twilio account has no such template. Take one of those that the chat offers.',
  },
  {
    numbers: [21211, 21214, 21217, 21265, 21268, 21612, 21614],
    code: 'client_not_found',
    reason: 'Twilio takes this for no number that WhatsApp messages can be sent to.',
  },
  { numbers: [21604], code: 'client_not_found', reason: 'Twilio was told no recipient.' },
  {
    numbers: [21408],
    code: 'country_not_enabled',
    reason:
      'The Twilio account may not write to this country. An administrator can allow it in the Twilio console, at Messaging Geographic Permissions.',
  },
  {
    numbers: [21608],
    code: 'trial_account',
    reason:
      'The Twilio account is a trial, which writes to verified numbers only. Verify the number in the Twilio console, or upgrade the account.',
  },
  {
    numbers: [63031, 21266],
    code: 'same_number',
    reason: 'A WhatsApp number cannot write to itself.',
  },
  {
    numbers: [
      ...[63001, 63002, 63007, 63008, 63022],
      ...[21212, 21601, 21603, 21606, 21607, 21616, 21657, 21659, 21660],
    ],
    code: 'sender_not_enabled',
    reason:
      'The channel’s number is no WhatsApp sender of this Twilio account, or is not online. Look at it in the Twilio console, at WhatsApp Senders; for the sandbox, the number is the sandbox’s own.',
  },
  {
    numbers: [63020],
    code: 'business_account',
    reason:
      'Something is wrong with the Meta business account of this number, such as its verification or its payment. An administrator finds it in the Meta Business Manager.',
  },
  {
    numbers: [63051],
    code: 'business_account_locked',
    reason:
      'WhatsApp has locked the business account of this number for something that broke its rules. Nothing can be sent until an administrator has settled it with Twilio’s support.',
  },
  {
    numbers: [30002, 20010],
    code: 'account_suspended',
    reason: 'Twilio has suspended this account. Look into the Twilio console for why: often its balance is used up.',
  },
  {
    numbers: [21609, 21626],
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
  {
    numbers: [30410],
    code: 'delivery_unknown',
    reason:
      'WhatsApp did not answer Twilio in time, so nobody knows whether the client has this. Ask him before you send it again.',
  },
  {
    numbers: [63009, 63010, 63011, 63012, 63023, 63025, 63037, 30008, 30017, 30020, 30021],
    code: 'fault_of_whatsapp',
    reason: 'WhatsApp or Twilio had a fault when it was delivered. Send it again.',
  },
];

/** Numbers of what is refused for the moment: Twilio did not take it, and does a little later. */
const passing = [20429, 63017, 63018, 14107, 21611, 30001];

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
  const words = beginningOf(
    withoutSecrets(said)
      .trim()
      .replace(/[.!]+$/, ''),
    300,
  );
  const told = words === '' ? '' : `: ${words}`;
  if (number === null) return { code: 'refused_by_twilio', reason: `Twilio refused it${told}.` };
  return {
    code: 'refused_by_twilio',
    reason: `Twilio refused it (error ${number})${told}. Look the number up in Twilio’s error dictionary, at twilio.com/docs/api/errors.`,
  };
}
