import { readFileSync, renameSync, statSync } from 'node:fs';

const ROTATE_BYTES = 10 * 1024 * 1024;

/** Keeps one older file, so that logs of a machine that runs for months stay small. */
export function rotateLog(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > ROTATE_BYTES) renameSync(path, `${path}.old`);
}

export function lastLines(path: string, count: number): string {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '';
  }
}
