import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SourceFailed } from './download';
import { runTool } from './run-tool';
import { throwIfAborted } from './wait';

/** One version of a Python package whose files are known by their hashes. */
export interface PinnedPackage {
  name: string;
  version: string;
  sha256: string[];
}

export interface PipLimits {
  answerSeconds: number;
  stallMs: number;
}

const LIMITS: PipLimits = { answerSeconds: 5, stallMs: 15_000 };
const COMMANDS = [['pip'], ['pip3'], ['python3', '-m', 'pip'], ['python', '-m', 'pip']];

async function findPip(commands: string[][], signal: AbortSignal | undefined): Promise<string[]> {
  for (const command of commands) {
    throwIfAborted(signal);
    const asked = await runTool({ command: [...command, '--version'], stallMs: 15_000, signal });
    if (asked.ok) return command;
  }
  throw new SourceFailed('pip is not installed');
}

function sizeOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.size ?? 0;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** Whether the folder has changed since the last look: pip says nothing while it downloads. */
function growth(path: string): () => boolean {
  let last = -1;
  return () => {
    const size = sizeOf(path);
    const grew = size !== last;
    last = size;
    return grew;
  };
}

function lastWords(output: string): string {
  const lines = output.trim().split('\n');
  const said = lines.findLast((line) => line.startsWith('ERROR:')) ?? lines.at(-1) ?? '';
  return said.replace(/^ERROR:\s*/, '').slice(0, 200);
}

/** Unpacks the package into `folder/content` and gives that path; throws SourceFailed with a reason for people. */
export async function unpackWithPip(options: {
  package: PinnedPackage;
  folder: string;
  signal?: AbortSignal | undefined;
  limits?: PipLimits;
  commands?: string[][];
}): Promise<string> {
  const { name, version, sha256 } = options.package;
  const limits = options.limits ?? LIMITS;
  const pip = await findPip(options.commands ?? COMMANDS, options.signal);
  const requirements = join(options.folder, 'requirements.txt');
  const content = join(options.folder, 'content');
  const temporary = join(options.folder, 'pip');
  mkdirSync(temporary, { recursive: true });
  writeFileSync(requirements, [`${name}==${version}`, ...sha256.map((hash) => `--hash=sha256:${hash}`)].join(' '));
  const installed = await runTool({
    command: [
      ...pip,
      'install',
      ...['--no-deps', '--only-binary=:all:', '--require-hashes', '--no-compile', '--target', content],
      ...['--timeout', String(limits.answerSeconds), '--retries', '1'],
      ...['--no-input', '--progress-bar', 'off', '--no-warn-script-location', '--disable-pip-version-check'],
      ...['-r', requirements],
    ],
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary, PIP_USER: '0' },
    stallMs: limits.stallMs,
    movedOn: growth(options.folder),
    signal: options.signal,
  });
  throwIfAborted(options.signal);
  if (installed.stalled) throw new SourceFailed(`pip got nothing for ${limits.stallMs / 1000} s`);
  if (!installed.ok) throw new SourceFailed(`pip failed (${lastWords(installed.output)})`);
  return content;
}
