/** Keeps a file of the failed test, by what its name ends with, as `1.png`. */
export type Keep = (name: string, content: string | Uint8Array) => void;

/** Called when a test or a hook has failed, while all that it used is still there. */
export type FailureLook = (keep: Keep) => void | Promise<void>;

declare global {
  /** Made by the environment of the tests (`test-environment.ts`); not there where something else than a test runs. */
  var failureLooks: Set<FailureLook> | undefined;
}

/**
 * From now on each failure in this test file leaves what `look` keeps: in the folder TEST_ARTIFACTS, under the file's name and the test's
 * title. Without that folder nothing is looked at. Returns what ends it.
 */
export function onFailure(look: FailureLook): () => void {
  globalThis.failureLooks?.add(look);
  return () => {
    globalThis.failureLooks?.delete(look);
  };
}
