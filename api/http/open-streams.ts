import type { RequestHandler, Response } from 'express';

/** Server-sent events have no end of their own: a process that ends has to end them. */
export function createOpenStreams() {
  const open = new Set<Response>();

  const track: RequestHandler = (_request, response, next) => {
    open.add(response);
    response.once('close', () => open.delete(response));
    next();
  };

  return {
    track,

    end(): void {
      for (const response of open) {
        if (String(response.getHeader('Content-Type')).startsWith('text/event-stream')) response.end();
      }
    },
  };
}
