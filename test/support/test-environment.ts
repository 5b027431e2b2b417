import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { TestEnvironment as NodeEnvironment } from 'jest-environment-node';
import type { FailureLook } from './on-failure';

/** What Jest tells of a test that fails; of a hook that fails outside of any test, no test. */
interface Failure {
  name: string;
  test?: Named;
  hook?: { type: string };
}

interface Named {
  name: string;
  parent?: Named;
}

/** File names have at most 255 bytes, and a letter may have four. */
const longestTitle = 60;

function titleOf({ test, hook }: Failure): string {
  const names: string[] = [];
  for (let one = test; one?.parent !== undefined; one = one.parent) names.unshift(one.name);
  return names.join(' ') || (hook?.type ?? 'file');
}

/** Node's environment, in which can be kept what shows why a test failed, before the test's things are cleared away: `onFailure`. */
class TestEnvironment extends NodeEnvironment {
  private readonly looks = new Set<FailureLook>();
  private readonly file: string;
  private failures = 0;

  constructor(...[config, context]: ConstructorParameters<typeof NodeEnvironment>) {
    super(config, context);
    this.file = relative(config.projectConfig.rootDir, context.testPath);
  }

  override async setup(): Promise<void> {
    await super.setup();
    this.global.failureLooks = this.looks;
  }

  async handleTestEvent(event: Failure): Promise<void> {
    if (event.name !== 'test_fn_failure' && event.name !== 'hook_failure') return;
    const folder = process.env.TEST_ARTIFACTS;
    if (!folder) return;
    this.failures += 1;
    const title = titleOf(event)
      .replaceAll(/[^\p{L}\p{N} .,()-]/gu, '_')
      .slice(0, longestTitle);
    // Titles that begin alike are told apart by the order in which they failed.
    const prefix = join(folder, this.file, `${this.failures}-${title}`);
    const keep = (name: string, content: string | Uint8Array) => {
      mkdirSync(dirname(prefix), { recursive: true });
      writeFileSync(`${prefix}-${name}`, content);
    };
    for (const look of [...this.looks])
      try {
        await look(keep);
      } catch (error) {
        // What the test fails with is not to be hidden by what went wrong afterwards.
        keep('not-kept.txt', String(error));
      }
  }
}

// Jest takes what the file itself is.
export = TestEnvironment;
