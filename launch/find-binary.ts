import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheDirectory } from './cache-directory';
import { type DownloadLimits, SourceFailed } from './download';
import { type ExclusiveLock, LockHeld, takeLock } from './exclusive-lock';
import { runTool } from './run-tool';
import { poll, throwIfAborted } from './wait';

interface FetchContext {
  /** An empty folder for whatever is fetched; deleted afterwards. */
  folder: string;
  tell: (line: string) => void;
  signal: AbortSignal | undefined;
  limits?: DownloadLimits | undefined;
}

/** One place that a program can be fetched from. */
export interface BinarySource {
  title: string;
  /** Folder in the cache, with the version in its name. */
  slot: string;
  /** Fetches and gives the program's path in the context's folder; throws SourceFailed with a reason for people. */
  fetch(context: FetchContext): Promise<string>;
}

export interface Program {
  title: string;
  /** Name of the executable, without an extension. */
  file: string;
  /** What is wrong with a copy that answers `--version` so; undefined when it will do. */
  complaintAbout(versionOutput: string): string | undefined;
  sources: BinarySource[];
  /** What a person can do when nothing works. */
  advice: string;
}

/** Nothing on this machine and no source gave the program. */
export class ProgramNotFound extends Error {
  override readonly name = 'ProgramNotFound';
}

export interface FindOptions {
  program: Program;
  log: (line: string) => void;
  signal?: AbortSignal | undefined;
  cache?: string | undefined;
  searchPath?: string | undefined;
  limits?: DownloadLimits | undefined;
}

const VERSION_TIMEOUT_MS = 30_000;
const FETCH_BY_ANOTHER_MS = 15 * 60_000;

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function executable(program: Program): string {
  return process.platform === 'win32' ? `${program.file}.exe` : program.file;
}

async function complaint(program: Program, path: string): Promise<string | undefined> {
  const asked = await runTool({ command: [path, '--version'], stallMs: VERSION_TIMEOUT_MS });
  if (!asked.ok) return `does not run here (${asked.output.trim().split('\n').at(-1)?.slice(0, 200)})`;
  return program.complaintAbout(asked.output);
}

async function onPath(options: FindOptions): Promise<string | undefined> {
  const folders = (options.searchPath ?? process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const path = folders.map((folder) => join(folder, executable(options.program))).find(isFile);
  if (path === undefined) return undefined;
  const wrong = await complaint(options.program, path);
  if (wrong === undefined) return path;
  options.log(`${options.program.title}: the copy on the PATH ${wrong}; not using it.`);
  return undefined;
}

async function inCache(options: FindOptions, cache: string): Promise<string | undefined> {
  for (const source of options.program.sources) {
    const path = join(cache, source.slot, executable(options.program));
    if (isFile(path) && (await complaint(options.program, path)) === undefined) return path;
  }
  return undefined;
}

async function lockCache(options: FindOptions, cache: string): Promise<ExclusiveLock> {
  let told = false;
  const lock = await poll({
    ask: () => {
      try {
        return takeLock(join(cache, 'locks', options.program.file));
      } catch (error) {
        if (!(error instanceof LockHeld)) throw error;
        if (!told) options.log(`${options.program.title}: process ${error.holder.pid} is fetching it; waiting.`);
        told = true;
        return undefined;
      }
    },
    timeoutMs: FETCH_BY_ANOTHER_MS,
    everyMs: 250,
    signal: options.signal,
  });
  if (lock === undefined)
    throw new ProgramNotFound(`${options.program.title}: another process has been fetching it for minutes.`);
  return lock;
}

/** The slot appears whole: everything is made and tried beside it, then renamed. */
async function fetchIntoCache(source: BinarySource, options: FindOptions, cache: string): Promise<string> {
  const { program } = options;
  const folder = join(cache, `.incoming-${program.file}-${randomUUID()}`);
  const ready = join(folder, 'ready');
  const slot = join(cache, source.slot);
  mkdirSync(ready, { recursive: true });
  try {
    const tell = (line: string) => options.log(`${program.title}: ${line}`);
    const fetched = await source.fetch({ folder, tell, signal: options.signal, limits: options.limits });
    if (!isFile(fetched)) throw new SourceFailed('brought something else than expected');
    const path = join(ready, executable(program));
    renameSync(fetched, path);
    chmodSync(path, 0o755);
    const wrong = await complaint(program, path);
    if (wrong !== undefined) throw new SourceFailed(wrong);
    rmSync(slot, { recursive: true, force: true });
    renameSync(ready, slot);
    return join(slot, executable(program));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function forgetUnfinished(options: FindOptions, cache: string): void {
  for (const name of readdirSync(cache)) {
    if (name.startsWith(`.incoming-${options.program.file}-`))
      rmSync(join(cache, name), { recursive: true, force: true });
  }
}

async function fromSources(options: FindOptions, cache: string): Promise<string> {
  const { program, log } = options;
  const reasons: string[] = [];
  for (const [index, source] of program.sources.entries()) {
    throwIfAborted(options.signal);
    if (index === 0) log(`${program.title} is not on this machine yet; fetching it once from ${source.title}.`);
    try {
      const path = await fetchIntoCache(source, options, cache);
      log(`${program.title}: fetched into ${cache}.`);
      return path;
    } catch (error) {
      if (!(error instanceof SourceFailed)) throw error;
      const next = program.sources[index + 1];
      log(
        `${program.title}: ${source.title} ${error.message}; ${next ? `trying ${next.title}.` : 'nothing is left to try.'}`,
      );
      reasons.push(`  - ${source.title} ${error.message}`);
    }
  }
  throw new ProgramNotFound(
    `${program.title} could not be found or fetched:\n${reasons.join('\n')}\n${program.advice}`,
  );
}

/** The program's path: from the PATH, from the cache, or fetched from the first source that works. */
export async function findBinary(options: FindOptions): Promise<string> {
  const cache = options.cache ?? cacheDirectory();
  const present = (await onPath(options)) ?? (await inCache(options, cache));
  if (present !== undefined) return present;
  mkdirSync(cache, { recursive: true });
  const lock = await lockCache(options, cache);
  try {
    const meanwhile = await inCache(options, cache);
    if (meanwhile !== undefined) return meanwhile;
    forgetUnfinished(options, cache);
    return await fromSources(options, cache);
  } finally {
    lock.release();
  }
}
