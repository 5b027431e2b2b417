import { type Logger, pino } from 'pino';

/** Of an error only what helps: drivers hang whole documents on theirs, with clients' words in them. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && ['string', 'number'].includes(typeof error.code) ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { type: error.name, message: error.message, ...code, stack: error.stack, ...cause };
}

export function createLog(options: { name: string; level: string; destination?: NodeJS.WritableStream }): Logger {
  const { name, level, destination } = options;
  const settings = { name, level, serializers: { err: describeError } };
  return destination === undefined ? pino(settings) : pino(settings, destination);
}
