import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const INSTALL_STAMP = join(root, 'node_modules/.parley-installed');
const BUILD_STAMP = join(root, 'dist/.parley-built');
const TOOLS_STAMP = join(root, 'dist/.parley-tools-built');
/** Programs for developers, beside the sources that they are built from as well. */
const TOOLS = ['test/bench', 'test/chaos', 'test/support'];
const NOT_SOURCES = new Set(['node_modules', 'dist', 'coverage', 'test', 'docs', 'scripts', 'test-results']);
const SOURCE_FILE = /\.(ts|tsx|mts|cts|js|mjs|cjs|json|html|css|svg)$/;

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  return hash.digest('hex');
}

function sources(folder = '') {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && !(folder === '' && NOT_SOURCES.has(entry.name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return sources(path);
      return entry.isFile() && SOURCE_FILE.test(entry.name) ? [path] : [];
    });
}

function npm(args) {
  const script = process.env.npm_execpath;
  const viaNode = script?.endsWith('.js') || script?.endsWith('.cjs');
  const [command, first] = viaNode
    ? [process.execPath, [script]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  const done = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: !viaNode && process.platform === 'win32',
  });
  if (done.status === 0) return;
  console.error(`npm ${args.join(' ')} failed${done.error ? `: ${done.error.message}` : ''}.`);
  process.exit(done.status ?? 1);
}

/** An installation made by hand has no stamp; npm's own record is newer than the lock file then. */
function installedByHand() {
  const record = statSync(join(root, 'node_modules/.package-lock.json'), { throwIfNoEntry: false });
  return record !== undefined && record.mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

function isInstalled(wanted) {
  const stamp = readIfThere(INSTALL_STAMP);
  return stamp === undefined ? installedByHand() : stamp === wanted;
}

/** Installs the dependencies when they are missing or not those of package-lock.json. */
export function ensureInstalled() {
  const wanted = hashOf(['package-lock.json']);
  if (isInstalled(wanted)) return;
  withLock(
    { name: 'install', folder: root, waiting: 'Another process is installing the dependencies here; waiting.' },
    () => {
      if (isInstalled(wanted)) return;
      console.log('Installing the dependencies (npm ci) …');
      npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
      writeFileSync(INSTALL_STAMP, wanted);
    },
  );
}

/** Runs a build script of package.json when a source file is not as it was at the last build. */
function ensure({ script, stamp, sourcesOf }) {
  if (readIfThere(stamp) === hashOf(sourcesOf())) return;
  withLock({ name: 'build', folder: root, waiting: 'Another process is building here; waiting.' }, () => {
    const current = hashOf(sourcesOf());
    if (readIfThere(stamp) === current) return;
    console.log('Building …');
    rmSync(stamp, { force: true });
    npm(['run', '--silent', script]);
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, current);
  });
}

/** Builds into dist what is not as its sources are. */
export function ensureBuilt() {
  ensure({ script: 'build', stamp: BUILD_STAMP, sourcesOf: sources });
}

/** The same for the tools in test/, which work on what `ensureBuilt` has built. */
export function ensureToolsBuilt() {
  const sourcesOf = () => [...sources(), ...TOOLS.flatMap((folder) => sources(folder))];
  ensure({ script: 'build:tools', stamp: TOOLS_STAMP, sourcesOf });
}
