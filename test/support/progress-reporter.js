const { mkdirSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');

/** A run that has told nothing for so long says what it is at. */
const QUIET_MS = 30_000;
const SLOWEST = 10;

const seconds = (ms) => `${(ms / 1_000).toFixed(1)} s`;

/**
 * Tells which file has ended, how many are left and what runs; at the end what failed, with where its traces are, and
 * what took longest. Jest's own reporter tells neither how many are left nor what was slow.
 */
class ProgressReporter {
  running = new Map();
  ended = 0;
  failures = [];
  slowest = { files: [], tests: [] };

  constructor(globalConfig) {
    this.root = globalConfig.rootDir;
  }

  onRunStart({ numTotalTestSuites }) {
    this.total = numTotalTestSuites;
    this.told = Date.now();
    this.watch = setInterval(() => this.tellWhatRuns(), 1_000);
    this.watch.unref();
  }

  onTestFileStart({ path }) {
    this.running.set(path, Date.now());
  }

  onTestFileResult({ path, context }, result) {
    this.running.delete(path);
    this.ended += 1;
    const file = relative(this.root, path);
    const ms = result.perfStats.end - result.perfStats.start;
    const isFailed = result.numFailingTests > 0 || result.testExecError !== undefined;
    this.slowest.files.push({ ms, name: file });
    for (const { fullName, duration } of result.testResults)
      this.slowest.tests.push({ ms: duration ?? 0, name: `${file}: ${fullName}` });
    const { name: layer = '' } = context.config.displayName ?? {};
    this.tell(`${this.place()} ${isFailed ? 'FAILED' : 'passed'} ${layer} ${file} (${seconds(ms)})`);
    if (!isFailed) return;
    this.failures.push({ file, message: result.failureMessage ?? String(result.testExecError) });
    console.log(result.failureMessage);
    for (const { message, origin } of result.console ?? []) console.log(`${message}\n${origin}`);
  }

  onRunComplete(_contexts, results) {
    clearInterval(this.watch);
    this.tellSlowest('files', this.slowest.files);
    this.tellSlowest('tests', this.slowest.tests);
    if (this.failures.length > 0) this.tellFailures();
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, startTime } = results;
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    this.tell(`\n${numPassedTests} passed and ${failed} failed in ${seconds(Date.now() - startTime)}.`);
  }

  tellFailures() {
    this.tell(`\nWhat failed:\n${this.failures.map(({ file }) => `  ${file}`).join('\n')}`);
    const folder = process.env.TEST_ARTIFACTS;
    if (folder === undefined) return;
    for (const { file, message } of this.failures) {
      const traces = join(folder, file);
      mkdirSync(traces, { recursive: true });
      writeFileSync(join(traces, 'failure.txt'), message);
    }
    this.tell(`\nLogs, pictures and seeds of what failed are in ${folder}`);
  }

  tellSlowest(what, all) {
    const slowest = all.sort((a, b) => b.ms - a.ms).slice(0, SLOWEST);
    this.tell(`\nThe ${slowest.length} slowest ${what}:`);
    for (const { ms, name } of slowest) this.tell(`${seconds(ms).padStart(9)}  ${name}`);
  }

  tellWhatRuns() {
    if (Date.now() - this.told < QUIET_MS) return;
    const now = Date.now();
    const names = [...this.running].map(([path, since]) => `${relative(this.root, path)} (${seconds(now - since)})`);
    this.tell(`${this.place()} running: ${names.join(', ') || 'starting'}`);
  }

  place() {
    return `[${String(this.ended).padStart(String(this.total).length)}/${this.total}]`;
  }

  tell(line) {
    this.told = Date.now();
    console.log(line);
  }
}

module.exports = ProgressReporter;
