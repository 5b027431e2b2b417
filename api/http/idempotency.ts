import type { Request } from 'express';
import { invalid, Problem } from '../../domain/problem';
import { type IdempotencyKeyStore, prolongEveryMs } from '../../storage/idempotency-keys';
import type { Reply } from './route';

/** Where the keys are kept. */
export type KeptRequests = Pick<IdempotencyKeyStore, 'begin' | 'prolong' | 'answer' | 'release'>;

const maxKeyLength = 255;
const retryAfterSeconds = 1;

export function idempotencyKeyOf(request: Request): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || key.length === 0 || key.length > maxKeyLength) {
    throw invalid({ 'Idempotency-Key': `must have 1 to ${maxKeyLength} characters` });
  }
  return key;
}

/**
 * Does the work of a key once: a repeated request gets the first one's answer. What failed may be asked again with the
 * same key, and works on the same resource id, so that what a lost attempt did is found and not done twice.
 */
export async function onceForKey(
  kept: KeptRequests,
  request: { userId: string; key: string; fingerprint: string },
  work: (resourceId: string) => Promise<Reply>,
): Promise<Reply> {
  const begun = await kept.begin(request);
  switch (begun.kind) {
    case 'answered':
      return begun.reply;
    case 'running':
      throw new Problem(
        'request_in_progress',
        'The request with this Idempotency-Key is still being worked on. Ask again in a moment.',
        {
          retryAfterSeconds,
        },
      );
    case 'other_request':
      throw new Problem(
        'idempotency_key_reused',
        'This Idempotency-Key was used for another request. Use a new key for each request.',
      );
    case 'begun': {
      const running = setInterval(() => void kept.prolong(request).catch(() => undefined), prolongEveryMs);
      const reply = await work(begun.resourceId)
        .finally(() => clearInterval(running))
        .catch(async (error: unknown) => {
          // A key that cannot be released now is free again by itself after a while.
          await kept.release(request).catch(() => undefined);
          throw error;
        });
      // The work is done: that its answer could not be kept is no reason to say otherwise.
      if (reply.status !== 'answered') await kept.answer(request, reply).catch(() => undefined);
      return reply;
    }
  }
}
