const lookAgainMs = 20;

/** Looks until the answer is there; fails with what was waited for, and what was seen last. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  withinMs = 60_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  let last: unknown;
  while (Date.now() < until) {
    try {
      const seen = await look();
      if (seen !== null && seen !== undefined && seen !== false) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
  throw new Error(`waited ${withinMs} ms in vain until ${what}; last seen: ${String(last)}`);
}
