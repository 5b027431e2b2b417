import { connect } from 'node:net';
import { ServerDidNotStart } from './start-with-port';
import { poll } from './wait';

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

/** Waits until something listens there; throws when the process that should has gone. */
export async function portOpens(options: {
  port: number;
  timeoutMs: number;
  gone: () => boolean;
  signal?: AbortSignal | undefined;
}): Promise<void> {
  const opened = await poll({
    ask: async () => (options.gone() ? 'gone' : (await accepts(options.port)) ? 'open' : undefined),
    timeoutMs: options.timeoutMs,
    everyMs: 50,
    signal: options.signal,
  });
  if (opened !== 'open') throw new ServerDidNotStart(`its port was not open after ${options.timeoutMs / 1000} s`);
}
