import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody's shop, with a policy and a style of its own that must not matter. */
function pageWith(scriptUrl: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Shop</title>
    <link rel="icon" href="data:,">
    <style>
      body { margin: 0; font: 16px/1.5 Georgia, serif; color: #333; background: #faf7f2; }
      main { max-width: 50rem; margin: 0 auto; padding: 2rem; }
      button { background: hotpink; border-radius: 0; font-size: 40px; }
    </style>
  </head>
  <body>
    <main><h1>Shop of somebody else</h1><p>Teapots, mugs and saucers, made by hand.</p><p><a href="#mugs">All mugs</a></p></main>
    <script async src="${scriptUrl}"></script>
  </body>
</html>`;
}

export interface ForeignSite {
  /** Another port than Parley's, on the same host. */
  origin: string;
  /** Another host as well: to browsers another site, whose frames some of them let keep little or nothing. */
  farOrigin: string;
  /** The page with the script of this address in it. */
  pageFor(scriptUrl: string, origin?: string): string;
  stop(): Promise<void>;
}

/** A site of another origin, whose page has one script tag. */
export async function startForeignSite(): Promise<ForeignSite> {
  const server = await new Promise<Server>((resolve) => {
    const listening = createServer((request, response) => {
      const script = new URL(request.url ?? '/', 'http://site').searchParams.get('script');
      if (script === null) return response.writeHead(404).end();
      const { origin } = new URL(script);
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src ${origin}; frame-src ${origin}`,
      });
      return response.end(pageWith(script));
    }).listen(0, '127.0.0.1', () => resolve(listening));
  });
  const { port } = server.address() as AddressInfo;
  const own = `http://127.0.0.1:${port}`;
  return {
    origin: own,
    farOrigin: `http://localhost:${port}`,
    pageFor: (scriptUrl, origin = own) => `${origin}/?script=${encodeURIComponent(scriptUrl)}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
