import type { RequestHandler } from 'express';

/** A messenger's clock: this machine's, unless a test has it go ahead of that or behind it. */
export class StandInClock {
  private byMs = 0;
  private lastMs = 0;

  /** From now on it is so many milliseconds ahead of this machine's, or, below zero, behind it. */
  setAhead(ms: number): void {
    this.byMs = ms;
    this.lastMs = 0;
  }

  now(): Date {
    return new Date(Date.now() + this.byMs);
  }

  /** Each moment later than the one before, so that what follows is seen to follow. */
  next(): number {
    this.lastMs = Math.max(this.now().getTime(), this.lastMs + 1);
    return this.lastMs;
  }

  /** Replies tell this clock's time, in whole seconds. */
  dateHeader: RequestHandler = (_request, response, next) => {
    response.set('Date', this.now().toUTCString());
    next();
  };
}
