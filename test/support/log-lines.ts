import { Writable } from 'node:stream';
import type { Logger } from 'pino';
import { createLog } from '../../log';

interface LogLine extends Record<string, unknown> {
  level: number;
  msg: string;
}

/** A log whose lines can be read. */
export function readLog(): { log: Logger; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const destination = new Writable({
    write(line: Buffer, _encoding, written) {
      lines.push(JSON.parse(line.toString()) as LogLine);
      written();
    },
  });
  return { log: createLog({ name: 'test', level: 'debug', destination }), lines };
}
