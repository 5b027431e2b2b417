import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HookPost {
  headers: IncomingHttpHeaders;
  body: unknown;
  /** As a receiver checks it that knows the secret. */
  isSignedWith(secret: string): boolean;
}

/** A receiver of webhooks that answers with these statuses in turn, and the last one from then on. */
export async function startHookReceiver(inTurn: number[], location?: string) {
  const statuses = [...inTurn];
  const posts: HookPost[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const raw = Buffer.concat(pieces).toString();
    posts.push({
      headers: request.headers,
      body: JSON.parse(raw),
      isSignedWith: (secret) => isSigned(String(request.headers['x-parley-signature']), raw, secret),
    });
    const status = statuses[Math.min(posts.length, statuses.length) - 1] ?? 500;
    response.writeHead(status, location === undefined ? {} : { Location: location }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    /** From now on. */
    answer(status: number): void {
      statuses.splice(0, statuses.length, status);
    },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    posts,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isSigned(header: string, raw: string, secret: string): boolean {
  const [, at, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  return mac === createHmac('sha256', secret).update(`${at}.${raw}`).digest('hex');
}
