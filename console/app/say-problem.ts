import { words } from '../words/words';
import { ApiError } from './api-error';

/** A sentence for the reader about whatever was thrown by a call: the API's, which is in his language, or the console's own. */
export function sayProblem(error: unknown): string {
  const { problems } = words();
  if (!(error instanceof ApiError)) return problems.internal_error;
  if (error.message !== '') return error.message;
  return (problems as Record<string, string | undefined>)[error.code] ?? problems.internal_error;
}
