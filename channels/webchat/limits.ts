import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { ProviderRequest, ProviderResponse } from '../contract';
import { problem } from '../shared/problem';
import type { Visitor } from './visitor-token';

/** More than a person writes, and fewer than make a nuisance. Counted by each API process for itself. */
const messagesAMinute = 120;
const filesAMinute = 60;
/** Behind one address may be a whole office: for files, which fill the store, from visitors who cost nothing to make. */
const filesAMinuteAndAddress = 300;

export type Limits = ReturnType<typeof createLimits>;

/** What one visitor may do in a minute. Repeats count too: each costs a look. */
export function createLimits() {
  const limiter = (points: number) => new RateLimiterMemory({ points, duration: 60 });
  const ofMessages = limiter(messagesAMinute);
  const ofFiles = limiter(filesAMinute);
  const ofFilesByAddress = limiter(filesAMinuteAndAddress);
  return {
    message: (visitor: Visitor) => refusal([[ofMessages, visitor.id]]),
    file: (visitor: Visitor, { ip }: Pick<ProviderRequest, 'ip'>) =>
      refusal([
        [ofFiles, visitor.id],
        [ofFilesByAddress, ip],
      ]),
  };
}

async function refusal(counted: Array<[RateLimiterMemory, string]>): Promise<ProviderResponse | null> {
  for (const [limiter, key] of counted) {
    try {
      await limiter.consume(key);
    } catch (rejected) {
      if (!(rejected instanceof RateLimiterRes)) throw rejected;
      const seconds = Math.max(1, Math.ceil(rejected.msBeforeNext / 1000));
      const answer = problem('too_many_attempts', `That was too much at once. Try again in ${seconds} s.`);
      return { ...answer, headers: { ...answer.headers, 'retry-after': String(seconds) } };
    }
  }
  return null;
}
