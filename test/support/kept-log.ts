import { Writable } from 'node:stream';
import type { Logger } from 'pino';
import { createLog } from '../../log';

/** Beyond what is said around a failure. */
const keptLines = 5_000;

/** A log that is read only when a test fails: the last lines of it, each JSON. */
export function createKeptLog(name: string): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const destination = new Writable({
    decodeStrings: false,
    write(line, _encoding, done) {
      lines.push(String(line));
      if (lines.length > keptLines) lines.shift();
      done();
    },
  });
  return { log: createLog({ name, level: process.env.TEST_LOG_LEVEL ?? 'info', destination }), lines };
}
