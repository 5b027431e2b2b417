import type { ClockReading } from '../../domain/messenger-clock';

/** What a reply's `Date` header tells of the messenger's clock; call it when the reply has just come. */
export function readClock(date: string | null | undefined, askedAt: Date): ClockReading | undefined {
  const told = new Date(date ?? Number.NaN);
  return Number.isNaN(told.getTime()) ? undefined : { askedAt, answeredAt: new Date(), told };
}
