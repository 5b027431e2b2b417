import { PassThrough } from 'node:stream';
import type { Logger } from 'pino';
import { createLog } from '../../log';

interface LogLine extends Record<string, unknown> {
  level: number;
  msg: string;
}

/** A log whose lines can be read. */
export function readLog(): { log: Logger; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const destination = new PassThrough();
  destination.on('data', (line: Buffer) => lines.push(JSON.parse(line.toString()) as LogLine));
  return { log: createLog({ name: 'test', level: 'debug', destination }), lines };
}
