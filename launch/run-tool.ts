import { spawn } from 'node:child_process';

export interface ToolResult {
  ok: boolean;
  output: string;
  /** Set when it was ended because it did nothing for too long. */
  stalled: boolean;
}

/** Runs a program to its end, or ends it once nothing has moved for a while: no output, and no change that `movedOn` sees. */
export function runTool(options: {
  command: string[];
  stallMs: number;
  env?: NodeJS.ProcessEnv;
  movedOn?: () => boolean;
  signal?: AbortSignal | undefined;
}): Promise<ToolResult> {
  const [program = '', ...args] = options.command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    let stalled = false;
    let lastMoveMs = performance.now();
    const end = () => child.kill('SIGKILL');
    const hear = (piece: Buffer) => {
      output += piece.toString();
      lastMoveMs = performance.now();
    };
    const watch = setInterval(
      () => {
        if (options.movedOn?.()) lastMoveMs = performance.now();
        if (performance.now() - lastMoveMs < options.stallMs) return;
        stalled = true;
        end();
      },
      Math.min(500, options.stallMs / 4),
    );
    const finish = (ok: boolean, reason = '') => {
      clearInterval(watch);
      options.signal?.removeEventListener('abort', end);
      resolve({ ok, output: output + reason, stalled });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (error) => finish(false, error.message));
    child.once('close', (code) => finish(code === 0));
    options.signal?.addEventListener('abort', end);
  });
}
