import { freePort } from './free-port';
import { lastLines } from './log-file';
import { type RunningProcess, type ServerOptions, startServerProcess } from './server-process';

/** It ended or stayed silent instead of serving. */
export class ServerDidNotStart extends Error {
  override readonly name = 'ServerDidNotStart';
  constructor(
    message: string,
    readonly endedByItself = false,
  ) {
    super(message);
  }
}

const ATTEMPTS = 3;

async function startOnce(options: {
  name: string;
  server: ServerOptions;
  ready: (running: { gone: () => boolean }) => Promise<void>;
}): Promise<RunningProcess> {
  const running = await startServerProcess(options.server);
  let ending: string | undefined;
  void running.exited.then((how) => {
    ending = how;
  });
  try {
    await options.ready({ gone: () => ending !== undefined });
    return running;
  } catch (error) {
    const early = ending;
    await running.stop();
    if (!(error instanceof ServerDidNotStart)) throw error;
    const log = lastLines(options.server.logFile, 15);
    const message = `${options.name} did not start (${early ?? error.message}). Its log ends with:
${log}`;
    throw new ServerDidNotStart(message, early !== undefined);
  }
}

/** Starts a server on the given port, or on free ones until one of them is still free when the server takes it. */
export async function startOnPort<T>(options: {
  name: string;
  port: number | undefined;
  server: (port: number) => Promise<ServerOptions>;
  ready: (port: number, running: { gone: () => boolean }) => Promise<void>;
  describe: (port: number, running: RunningProcess) => T;
}): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    try {
      const running = await startOnce({
        name: options.name,
        server: await options.server(port),
        ready: (state) => options.ready(port, state),
      });
      return options.describe(port, running);
    } catch (error) {
      const mayHaveLostThePort =
        error instanceof ServerDidNotStart && error.endedByItself && options.port === undefined;
      if (!mayHaveLostThePort || attempt === ATTEMPTS) throw error;
    }
  }
}
