import type { DataFolder } from './data-folder';
import { endLeftover } from './server-process';

const STOP_TIMEOUT_MS = 20_000;

/** Ends the embedded servers that a killed launcher left on this data folder. The caller holds its lock. */
export async function endLeftovers(folder: DataFolder, log: (line: string) => void): Promise<void> {
  const known = [
    { name: 'Temporal', pidFile: folder.temporalPid },
    { name: 'MongoDB', pidFile: folder.mongodPid },
  ];
  for (const one of known) await endLeftover({ ...one, stopTimeoutMs: STOP_TIMEOUT_MS, log });
}
