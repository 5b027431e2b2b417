/** Stable words that tell a caller what stood in the way; the HTTP interface adds status and sentence. */
export const problemCodes = {
  invalid_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  chat_already_taken: 409,
  operator_at_limit: 409,
  offer_expired: 409,
  operator_inactive: 409,
  chat_completed: 409,
  chat_not_in_work: 409,
  channel_inactive: 409,
  channel_has_chats: 409,
  channel_source_taken: 409,
  name_taken: 409,
  no_password: 409,
  queue_in_use: 409,
  role_in_use: 409,
  process_in_use: 409,
  message_not_failed: 409,
  reply_window_closed: 409,
  chat_not_with_bot: 409,
  chat_with_bot: 409,
  no_bot: 409,
  merge_is_final: 409,
  request_in_progress: 409,
  idempotency_key_reused: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  credentials_refused: 422,
  message_refused: 422,
  messenger_refused: 422,
  too_many_attempts: 429,
  internal_error: 500,
  store_unavailable: 503,
  identity_server_unreachable: 503,
  messenger_unreachable: 503,
  chat_not_responding: 503,
} as const;
export type ProblemCode = keyof typeof problemCodes;

/** A refusal that the caller can understand and act on. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: Record<string, string> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    more: { errors?: Record<string, string>; retryAfterSeconds?: number } = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.errors = more.errors;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** A 400 that names every field that is wrong. */
export function invalid(errors: Record<string, string>): Problem {
  return new Problem('invalid_request', detailOf(errors), { errors });
}

/** The sentences of fields as one. */
export function detailOf(errors: Record<string, string>): string {
  const sentences = Object.entries(errors).map(([field, words]) => sentence(field, words.replace(/\.$/, '')));
  return `${sentences.join('; ')}.`;
}

function sentence(field: string, words: string): string {
  return /^\p{Ll}/u.test(words) ? `${field} ${words}` : `${field}: ${words}`;
}
