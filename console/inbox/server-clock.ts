/** HTTP dates are cut to whole seconds, and an answer takes its time: what is within this may be no difference at all. */
const blurMs = 2_000;

/** By how much the server's clock is ahead, by the `Date` of an answer; 0 where that tells nothing. */
export function clockDifferenceMs(
  date: string | null,
  { askedAtMs, answeredAtMs }: { askedAtMs: number; answeredAtMs: number },
): number {
  const serverMs = date === null ? Number.NaN : Date.parse(date) + 500;
  const differenceMs = serverMs - (askedAtMs + answeredAtMs) / 2;
  return Math.abs(differenceMs) > blurMs ? Math.round(differenceMs) : 0;
}
