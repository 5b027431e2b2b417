import type { ProblemCode } from '../../domain/problem';
import { language } from '../words/language';
import { words } from '../words/words';
import { ApiError } from './api-error';

/** English sentences of the API say more than the code alone; these say only what the code says, or speak of the protocol. */
const sayMore: ReadonlySet<string> = new Set<ProblemCode>([
  ...(['credentials_refused', 'message_refused', 'messenger_refused', 'messenger_unreachable'] as const),
  ...(['channel_source_taken', 'name_taken', 'queue_in_use', 'role_in_use', 'process_in_use'] as const),
  ...(['payload_too_large', 'unsupported_media_type', 'reply_window_closed'] as const),
]);

/** A sentence for the reader about whatever was thrown by a call. */
export function sayProblem(error: unknown): string {
  const { problems } = words();
  if (!(error instanceof ApiError)) return problems.internal_error;
  const known = (problems as Record<string, string | undefined>)[error.code];
  if (known === undefined || (language.value === 'en' && sayMore.has(error.code))) return error.message;
  // What a messenger answered stands in no dictionary, and may be what the reader needs.
  return language.value !== 'en' && sayMore.has(error.code) && error.message !== ''
    ? `${known} (${error.message})`
    : known;
}
