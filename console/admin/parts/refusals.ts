import { ApiError } from '../../app/api-error';
import { sayProblem } from '../../app/say-problem';

/** Sends, and puts refusals whose code says which field they are about there: `{ name_taken: 'login' }`. */
export async function sentTo<R>(fields: Readonly<Record<string, string>>, send: () => Promise<R>): Promise<R> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const field = fields[error.code];
    if (field === undefined || Object.keys(error.errors).length > 0) throw error;
    throw wrong({ [field]: sayProblem(error) });
  }
}

/** What the page itself finds wrong, as the API would say it. */
export function wrong(errors: Record<string, string>): ApiError {
  return new ApiError({ status: 400, code: 'invalid_request', detail: '', errors });
}

/** What was typed as a number and is none would be sent as nothing, which means something else. */
export function refuseNoNumbers(values: Readonly<Record<string, unknown>>, sentence: string): void {
  const errors = Object.entries(values).flatMap(([path, value]) => (Number.isNaN(value) ? [[path, sentence]] : []));
  if (errors.length > 0) throw wrong(Object.fromEntries(errors) as Record<string, string>);
}
