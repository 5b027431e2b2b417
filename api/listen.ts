import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Application } from 'express';
import { InvalidConfig } from '../config';

const firstPort = 3000;
const portsTried = 200;
/** Longer than proxies keep theirs, so that none sends into a connection that is just being closed. */
const keepAliveTimeoutMs = 65_000;
/** Honest callers send their headers at once; who drips them is cut off. */
const headersTimeoutMs = 10_000;
/** For a whole request, a file of 50 MB through a line of 170 KB a second. Bodies of JSON and of webhooks have less (`createApp`). */
const requestTimeoutMs = 300_000;
const lookForSlowMs = 1_000;
const graceMs = 5_000;
const lookAgainMs = 100;

/** Listens on the port asked for, or else on 3000 or the next one that is free. */
export async function listen(
  app: Application,
  { host, port }: { host: string; port: number | undefined },
): Promise<Server> {
  if (port !== undefined) {
    const server = await tryPort(app, host, port);
    if (server !== null) return server;
    throw new InvalidConfig(
      `Port ${port} on ${host} is taken. Set PORT to a free one, or leave it out to have one chosen.`,
    );
  }
  for (let candidate = firstPort; candidate < firstPort + portsTried; candidate++) {
    const server = await tryPort(app, host, candidate);
    if (server !== null) return server;
  }
  throw new InvalidConfig(`No port from ${firstPort} to ${firstPort + portsTried - 1} on ${host} is free. Set PORT.`);
}

/** A server that waits for nobody without end. */
export function createHttpServer(
  app: Application,
  { headersMs = headersTimeoutMs, lookMs = lookForSlowMs } = {},
): Server {
  return createServer(
    {
      keepAliveTimeout: keepAliveTimeoutMs,
      headersTimeout: headersMs,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: lookMs,
    },
    onlyPaths(app),
  );
}

/** Of proxies' whole addresses Node would tell on the terminal what it cannot read of them. */
function onlyPaths(app: Application): RequestListener {
  return (request, response) => {
    if (request.url?.startsWith('/')) app(request, response);
    else response.writeHead(400, { Connection: 'close' }).end();
  };
}

function tryPort(app: Application, host: string, port: number): Promise<Server | null> {
  const server = createHttpServer(app);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(port, host, () => resolve(server));
  });
}

/** As a person on this machine would type it. */
export function addressOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  const isEverywhere = address === '0.0.0.0' || address === '::';
  const host = isEverywhere ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}

/** Takes no more requests and lets those under way end; what lasts longer than a few seconds is cut off. */
export async function stopListening(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = setInterval(() => server.closeIdleConnections(), lookAgainMs);
  const late = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
