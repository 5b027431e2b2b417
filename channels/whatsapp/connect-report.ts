import type { Failure } from '../../domain/message';
import { field } from './form';
import { reportedFailure, statusOf } from './report';

/** What refused the confirmation, where an administrator has something else to do than an operator. */
const words: Record<string, string> = {
  window_closed:
    'WhatsApp takes no free text for the confirmation number, because it has not written to this channel’s number in the last 24 hours. Send any WhatsApp message from the confirmation number to the channel’s number, then connect again.',
  not_in_sandbox:
    'The confirmation number has not joined the Twilio sandbox, or its three days there are over. From its WhatsApp, send “join” and the sandbox’s two words to the sandbox’s number (they stand in the Twilio console, at “Send a WhatsApp message”), then connect again.',
  client_not_reachable:
    'The confirmation number cannot receive WhatsApp messages: it has no WhatsApp account, or an outdated one. Enter another one, and connect again.',
  client_not_found:
    'Twilio takes the confirmation number for none that WhatsApp messages can be sent to. Enter it with its country, and connect again.',
  blocked_by_client:
    'WhatsApp does not deliver to the confirmation number: it has blocked the channel’s number, or WhatsApp limits what it gets from businesses. Unblock it there, or enter another one.',
  opted_out: 'The confirmation number has opted out by writing STOP. Send START from it, then connect again.',
};

export const confirmedDetail = 'The confirmation message arrived: the channel can be activated.';

export function refusalWords({ code, reason }: Failure): string {
  return words[code] ?? reason;
}

/**
 * What a report on the confirmation message settles. That it was sent settles nothing: reports come in any order, and
 * WhatsApp may have refused it before.
 */
export function settlementOf(form: object): { verified: boolean; detail: string } | null {
  switch (statusOf(field(form, 'MessageStatus') ?? field(form, 'SmsStatus'))) {
    case 'delivered':
    case 'read':
      return { verified: true, detail: confirmedDetail };
    case 'failed':
      return { verified: false, detail: refusalWords(reportedFailure(form)) };
    default:
      return null;
  }
}
