import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { rotateLog } from './log-file';

const WARN = 40;
const ERROR = 50;

const logLine = z.looseObject({
  level: z.number(),
  msg: z.string().default(''),
  err: z.looseObject({ message: z.string() }).optional(),
});

function parse(line: string): z.infer<typeof logLine> | undefined {
  try {
    return logLine.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function ofEntry(entry: z.infer<typeof logLine>): string | undefined {
  if (entry.level < WARN) return undefined;
  const cause = entry.err && entry.err.message !== entry.msg ? ` (${entry.err.message})` : '';
  return `${entry.level >= ERROR ? 'error' : 'warning'}: ${entry.msg}${cause}`;
}

/**
 * What of a child's log a person at the console should see: asked line by line, it gives the line to show, undefined
 * for the everyday. Of plain text only stderr counts, and an indented line goes with the one that it belongs to.
 */
export function consoleFilter(from: 'stdout' | 'stderr'): (line: string) => string | undefined {
  let showing = false;
  return (line) => {
    const entry = parse(line);
    if (entry !== undefined) return ofEntry(entry);
    const continues = /^(\s|[}\])])/.test(line);
    if (!continues) showing = from === 'stderr' && !/\[(INFO|DEBUG|TRACE)\]/.test(line);
    return showing ? line : undefined;
  };
}

/** Everything a child says goes to its log file, warnings and worse to the console as well. */
export function keepChildLog(options: {
  stdout: Readable;
  stderr: Readable;
  logFile: string;
  warn: (line: string) => void;
}): void {
  mkdirSync(dirname(options.logFile), { recursive: true });
  rotateLog(options.logFile);
  const file = createWriteStream(options.logFile, { flags: 'a' });
  let open = 2;
  for (const from of ['stdout', 'stderr'] as const) {
    const filter = consoleFilter(from);
    const lines = createInterface({ input: options[from] });
    lines.on('line', (line) => {
      file.write(`${line}\n`);
      const notable = filter(line);
      if (notable !== undefined) options.warn(notable);
    });
    lines.once('close', () => {
      open -= 1;
      if (open === 0) file.end();
    });
  }
}
