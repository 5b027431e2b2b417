import { beginningOf } from '../../domain/graphemes';
import type { Failure } from '../../domain/message';

interface Refusal extends Failure {
  /** Matched against the Bot API's description. */
  says: RegExp;
}

/** What Telegram refuses, in its own words and in ours. The first that matches counts. */
const refusals: Refusal[] = [
  {
    says: /bot was blocked by the user|user_is_blocked/i,
    code: 'blocked_by_client',
    reason: 'The client has blocked this bot. He can be written to again as soon as he unblocks it.',
  },
  {
    says: /user is deactivated|input_user_deactivated/i,
    code: 'client_deactivated',
    reason: 'The client’s Telegram account no longer exists. Complete the chat.',
  },
  {
    says: /can't initiate conversation|can't send messages to/i,
    code: 'client_not_reachable',
    reason: 'Telegram lets a bot write only to people who have written to it first.',
  },
  {
    says: /chat not found|peer_id_invalid|user not found|chat_id is empty|chat_id_invalid/i,
    code: 'client_not_found',
    reason:
      'Telegram knows no such conversation of this bot. It may be of another bot, or the client has deleted his account.',
  },
  {
    says: /privacy_premium_required|user_privacy_restricted|allow_payment_required|payment_required/i,
    code: 'privacy_forbids',
    reason:
      'The client’s privacy settings let no messages of this bot through. He has to change them, or be reached another way.',
  },
  {
    says: /chat_write_forbidden|chat_restricted|not enough rights|have no rights|bot was kicked|bot is not a member/i,
    code: 'writing_forbidden',
    reason: 'This bot may not write in this conversation. Whoever manages it has to allow the bot to.',
  },
  {
    says: /(message|caption)[ _](is[ _])?too[ _]long/i,
    code: 'text_too_long',
    reason: 'The text is longer than Telegram allows. Shorten it, or send it in parts.',
  },
  {
    says: /text is empty|text must be non-empty|message_empty/i,
    code: 'text_empty',
    reason: 'Telegram sends no message without text or file.',
  },
  {
    says: /photo_(invalid|ext_invalid|save_file_invalid|content_type_invalid)|image_process_failed|too big for a photo/i,
    code: 'photo_refused',
    reason: 'Telegram cannot show this file as a picture.',
  },
  {
    says: /file is too big|entity too large|file_parts?_(too_big|invalid)/i,
    code: 'file_too_big',
    reason: 'The file is larger than Telegram allows. Send a smaller one, or a link.',
  },
  {
    says: /file must be non-empty/i,
    code: 'file_empty',
    reason: 'Telegram takes no empty files.',
  },
  {
    says: /voice_messages_forbidden|video_messages_forbidden/i,
    code: 'voice_forbidden',
    reason: 'The client’s privacy settings allow no voice or video messages. Write to him instead.',
  },
  {
    says: /file_part_\d+_missing|file_(part|parts)_|md5_checksum_invalid/i,
    code: 'file_broken',
    reason: 'The file did not reach Telegram as a whole. Send it again.',
  },
  {
    says: /media_(invalid|empty|file_invalid)|video_(file|content_type)_invalid|wrong file type|document_invalid/i,
    code: 'file_refused',
    reason: 'Telegram could not take this file. Try another format, or send a link.',
  },
  {
    says: /temporarily unavailable/i,
    code: 'file_unavailable',
    reason: 'Telegram does not hand out this file at the moment.',
  },
  {
    says: /(invalid|wrong) (remote )?file[_ ]id/i,
    code: 'file_unknown',
    reason: 'Telegram does not know this file as one of this bot’s.',
  },
];

/** Masks all that has a token's form: Telegram's words go into messages and logs. */
export function withoutTokens(text: string): string {
  return text.replace(/\d{3,}:[\w-]{16,}/g, '…');
}

/** A stable word and a sentence for what Telegram refuses. */
export function refusalOf(status: number, description: string): Failure {
  const known = refusals.find((refusal) => refusal.says.test(description));
  if (known) return { code: known.code, reason: known.reason };
  const said = beginningOf(withoutTokens(description), 300);
  return {
    code: status === 403 ? 'forbidden_by_telegram' : 'refused_by_telegram',
    reason: `Telegram refused it: ${said.replace(/\.$/, '')}.`,
  };
}
