import type { Bench } from './bench';
import { effectOf, rowsAtRest } from './rows';

/** All that came of what was done. */
export async function effectOn({ parley }: Bench, work: () => Promise<unknown>): Promise<string[]> {
  const before = await rowsAtRest(parley);
  await work();
  return effectOf(before, await rowsAtRest(parley));
}

/** Two attempts at the same thing, by two processes. */
export type Attempts = [() => Promise<unknown>, () => Promise<unknown>];

/**
 * Tried once in one scene; then again there, and in another scene by two at the same moment. What comes of the three has to be what
 * came of the one, but for rows that even a repeat adds.
 */
export async function expectEffectOfOne(
  bench: Bench,
  setScene: () => Promise<Attempts>,
  repeatAdds?: RegExp,
): Promise<string[]> {
  const [[first, again], both] = [await setScene(), await setScene()];
  const effect = await effectOn(bench, first);
  const effectOfThree = await effectOn(bench, () => Promise.all([again, ...both].map((attempt) => attempt())));
  expect(effectOfThree).toEqual(effect.flatMap((line) => Array(repeatAdds?.test(line) ? 3 : 1).fill(line)));
  return effect;
}
