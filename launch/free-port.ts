import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range that systems hand out to outgoing connections, so that a remembered port is free again later. */
const FIRST = 20_000;
const COUNT = 12_000;

export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Random, so that copies started at the same moment rarely look at the same one. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = FIRST + randomInt(COUNT);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`No free port was found between ${FIRST} and ${FIRST + COUNT} on 127.0.0.1.`);
}
