import { createServer, type RequestListener, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const host = '127.0.0.1';

/** In this time callers notice that kept-alive connections are gone, and don't reuse them after a restart. */
const noticeMs = 20;

/** A listener that can go down and come up again at the same address. */
export class Address {
  private server: Server | undefined;

  constructor(
    private readonly listener: RequestListener,
    private port: number,
  ) {}

  get root(): string {
    return `http://${host}:${this.port}`;
  }

  async open(): Promise<void> {
    if (this.server) return;
    const server = createServer(this.listener);
    // Never ends an idle connection by itself: a call that came just then would look as if the messenger had dropped it.
    server.keepAliveTimeout = 0;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, host, resolve);
    });
    const address = server.address();
    if (typeof address === 'object' && address) this.port = address.port;
    this.server = server;
  }

  /** Refuses new connections and breaks the open ones. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    await delay(noticeMs);
  }
}
