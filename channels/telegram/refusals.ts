import type { Failure } from '../../domain/message';

interface Refusal extends Failure {
  /** Matched against the Bot API's description. */
  says: RegExp;
}

/** What Telegram refuses, in its own words and in ours. The first that matches counts. */
const refusals: Refusal[] = [
  {
    says: /bot was blocked by the user/i,
    code: 'blocked_by_client',
    reason: 'The client has blocked this bot. He can be written to again as soon as he unblocks it.',
  },
  {
    says: /user is deactivated/i,
    code: 'client_deactivated',
    reason: 'The client’s Telegram account no longer exists.',
  },
  {
    says: /can't initiate conversation|can't send messages to/i,
    code: 'client_not_reachable',
    reason: 'Telegram lets a bot write only to people who have written to it first.',
  },
  {
    says: /chat not found|peer_id_invalid|user not found|user_is_blocked|input_user_deactivated/i,
    code: 'client_not_found',
    reason:
      'Telegram knows no such conversation of this bot. It may be of another bot, or the client has deleted his account.',
  },
  { says: /(message|caption) is too long/i, code: 'text_too_long', reason: 'The text is longer than Telegram allows.' },
  {
    says: /text is empty|text must be non-empty/i,
    code: 'text_empty',
    reason: 'Telegram sends no message without text or file.',
  },
  {
    says: /photo_invalid_dimensions|image_process_failed|too big for a photo/i,
    code: 'photo_refused',
    reason: 'Telegram cannot show this file as a picture.',
  },
  {
    says: /file is too big|entity too large/i,
    code: 'file_too_big',
    reason: 'The file is larger than Telegram allows.',
  },
  {
    says: /file must be non-empty/i,
    code: 'file_empty',
    reason: 'Telegram takes no empty files.',
  },
  {
    says: /voice_messages_forbidden|video_messages_forbidden/i,
    code: 'voice_forbidden',
    reason: 'The client’s privacy settings allow no voice or video messages.',
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
  const said = withoutTokens(description).slice(0, 300);
  return {
    code: status === 403 ? 'forbidden_by_telegram' : 'refused_by_telegram',
    reason: `Telegram refused it: ${said.replace(/\.$/, '')}.`,
  };
}
