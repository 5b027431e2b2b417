import { appendFileSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';

const { TEST_SEED, TEST_PATH, TEST_RUNS, TEST_ARTIFACTS } = process.env;

/** Whether one failure is looked at again. */
export const isRepeated = TEST_PATH !== undefined;

const longestName = 100;

/**
 * Plays a property so many times; every run draws anew. What fails tells its seed and path, and how to repeat it, also in a file
 * in the folder `TEST_ARTIFACTS`. `TEST_RUNS=…` draws more, or less, than usual.
 */
export async function holds<T>(
  property: fc.IAsyncProperty<T>,
  numRuns: number,
  options: fc.Parameters<T> = {},
): Promise<void> {
  const details = await fc.check(property, { ...options, ...drawn(numRuns) });
  if (!details.failed) return;
  const { currentTestName: title = '', testPath = '' } = expect.getState();
  const file = relative(join(__dirname, '..', '..'), testPath);
  const again = `TEST_SEED=${details.seed} TEST_PATH=${details.counterexamplePath} npm run test:all -- ${file} -t '${title}'`;
  const told = `To repeat it: ${again}\n\n${await fc.asyncDefaultReportMessage(details)}`;
  keep(title, told);
  throw new Error(told, { cause: details.errorInstance });
}

function drawn(numRuns: number): { numRuns: number; seed?: number; path?: string } {
  return {
    numRuns: Number(TEST_RUNS ?? numRuns),
    ...(TEST_SEED === undefined ? {} : { seed: Number(TEST_SEED) }),
    ...(TEST_PATH === undefined ? {} : { path: TEST_PATH }),
  };
}

/** Several properties of one test may fail: each is added. */
function keep(title: string, told: string): void {
  if (TEST_ARTIFACTS === undefined) return;
  const name = title.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, longestName);
  mkdirSync(TEST_ARTIFACTS, { recursive: true });
  appendFileSync(join(TEST_ARTIFACTS, `seed-${name}.txt`), `${told}\n\n`);
}
