import type { PollRequest } from './update-polling';

/** What the real server does to programs that poll too fast: off by default, since it only makes tests slow. */
export class PollingBrakes {
  private previousOffset = 0;
  private previousAt = Number.NEGATIVE_INFINITY;
  private nextQuickConflictAt = Number.NEGATIVE_INFINITY;

  /** The same offset again within 3 s raises the timeout to 3 s, within 0.5 s it also limits the answer to one update. */
  slowed(request: PollRequest): PollRequest {
    const now = Date.now();
    const sinceMs = request.offset === this.previousOffset ? now - this.previousAt : Number.POSITIVE_INFINITY;
    this.previousOffset = request.offset;
    this.previousAt = now;
    const timeout = sinceMs < 3000 ? Math.max(request.timeout, 3) : request.timeout;
    const limit = sinceMs < 500 ? 1 : request.limit;
    return { ...request, timeout, limit };
  }

  /** The second conflict within 3 s is answered 3 s late. */
  conflictDelayMs(): number {
    const now = Date.now();
    if (now < this.nextQuickConflictAt) return 3000;
    this.nextQuickConflictAt = now + 3000;
    return 0;
  }
}
