import { mkdirSync } from 'node:fs';
import { SourceFailed } from './download';
import { runTool } from './run-tool';

const STALL_MS = 120_000;

/** Unpacks a .tar.gz (or on Windows a .zip: its tar reads both). */
export async function unpack(options: {
  archive: string;
  into: string;
  signal?: AbortSignal | undefined;
}): Promise<void> {
  mkdirSync(options.into, { recursive: true });
  const done = await runTool({
    command: ['tar', '-xf', options.archive, '-C', options.into],
    stallMs: STALL_MS,
    signal: options.signal,
  });
  if (!done.ok)
    throw new SourceFailed(`brought an archive that tar can't unpack (${done.output.trim().slice(0, 200)})`);
}
