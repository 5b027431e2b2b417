const { TEST_SEED, TEST_PATH, TEST_RUNS } = process.env;

/** Whether one failure is looked at again. */
export const isRepeated = TEST_PATH !== undefined;

/**
 * Every run draws anew. A failure tells its seed and path; `TEST_SEED=… TEST_PATH=… npm test -- test/properties/… -t '…'`
 * repeats it. `TEST_RUNS=…` draws more, or less, than usual.
 */
export function drawn(numRuns: number): { numRuns: number; seed?: number; path?: string } {
  return {
    numRuns: Number(TEST_RUNS ?? numRuns),
    ...(TEST_SEED === undefined ? {} : { seed: Number(TEST_SEED) }),
    ...(TEST_PATH === undefined ? {} : { path: TEST_PATH }),
  };
}
