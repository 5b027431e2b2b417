// The entry of every npm script that runs something: makes a bare clone runnable first. No dependencies here.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { onNpmGone } from './parent-watch.mjs';
import { ensureBuilt, ensureInstalled, ensureToolsBuilt, root } from './prepare.mjs';
import { requireNode } from './require-node.mjs';

const PROGRAMS = {
  start: 'dist/launch/start.js',
  api: 'dist/api/server.js',
  worker: 'dist/worker.js',
  demo: 'dist/demo/demo.js',
  reset: 'dist/launch/reset.js',
};
const TOOLS = {
  bench: 'dist/test/bench/main.js',
  chaos: 'dist/test/chaos/main.js',
};
/** Those that start servers of their own. */
const LAUNCHERS = [PROGRAMS.start, TOOLS.chaos].map((file) => join(root, file));

/** Runs a Node program in the foreground; resolves to the exit code that a shell would show. */
function run(file, args) {
  // Over the channel a launcher notices that this process was killed.
  const stdio = ['inherit', 'inherit', 'inherit', LAUNCHERS.includes(file) ? 'ipc' : 'ignore'];
  const child = spawn(process.execPath, [file, ...args], { stdio });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // Ctrl-C in a terminal reaches the child by itself: the terminal sends it to the whole process group.
    const sentByTerminal = signal === 'SIGINT' && process.stdin.isTTY;
    process.on(signal, () => sentByTerminal || child.kill(signal));
  }
  onNpmGone(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** A test file that doesn't even load has no failed test of its own, and is counted as one. */
function summary(reportFile) {
  let report;
  try {
    report = JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    return undefined;
  }
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const skipped = report.numPendingTests + report.numTodoTests;
  return `${report.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

const KEPT_FAILED_RUNS = 5;

const LAYERS = {
  'test:unit': ['unit'],
  test: ['unit', 'integration'],
  'test:all': ['unit', 'integration', 'long'],
};

/** A file that is named to `npm test` is run whatever its layer. */
function layersOf(command, args) {
  const isNamed = args.some((arg) => arg.startsWith('test/'));
  return LAYERS[command === 'test' && isNamed ? 'test:all' : command];
}

/** A folder for the traces of what fails, made when something does. Those of the last failed runs are kept. */
function newArtifacts() {
  const all = join(root, 'test-results');
  const former = existsSync(all) ? readdirSync(all).sort() : [];
  for (const run of former.slice(0, -KEPT_FAILED_RUNS)) rmSync(join(all, run), { recursive: true, force: true });
  return join(all, new Date().toISOString().replaceAll(':', '-'));
}

async function test(command, args) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-jest-'));
  const report = join(folder, 'report.json');
  process.env.TEST_ARTIFACTS ??= newArtifacts();
  try {
    const layers = layersOf(command, args);
    const code = await run(join(root, 'node_modules/jest/bin/jest.js'), [
      ...['--selectProjects', ...layers, '--json', `--outputFile=${report}`],
      ...args,
    ]);
    const counts = summary(report) ?? (code === 0 ? undefined : '0 passed, 1 failed');
    if (counts !== undefined) console.log(counts);
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The pictures of the documentation, made anew from a Parley at work. */
function images(args) {
  const made = ['--selectProjects', 'images', '--runInBand'];
  return run(join(root, 'node_modules/jest/bin/jest.js'), [...made, ...args]);
}

async function main([command, ...args]) {
  requireNode();
  const program = PROGRAMS[command] ?? TOOLS[command];
  if (program === undefined && !(command in LAYERS) && !['images', 'install'].includes(command)) {
    console.error(
      `Usage: node scripts/run.mjs ${Object.keys({ ...PROGRAMS, ...TOOLS, ...LAYERS }).join('|')}|images|install [arguments]`,
    );
    return 2;
  }
  process.chdir(root);
  ensureInstalled();
  if (command === 'install') return 0;
  if (command === 'test:unit') return test(command, args);
  ensureBuilt();
  // Tests run the tools too.
  if (command in TOOLS || command in LAYERS) ensureToolsBuilt();
  if (command === 'images') return images(args);
  return program === undefined ? test(command, args) : run(join(root, program), args);
}

process.exitCode = await main(process.argv.slice(2));
