import type { Request, RequestHandler } from 'express';

/** What the error handler makes a 408 of. */
const tooSlow = { status: 408, type: 'entity.too.slow', message: 'the body did not arrive in time' };

/** For how long the rest of a body is thrown away, after an answer that did not wait for it: a connection that is cut at once loses the answer. */
const lingerMs = 2_000;

/** The body as it is read, or a refusal when it does not arrive in time: who drips holds nothing of ours for long. */
export async function inTime<Body>(reading: Promise<Body>, patienceMs: number): Promise<Body> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(tooSlow), patienceMs);
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
    reading.catch(() => undefined);
  }
}

/** Cuts off who goes on sending after he has his answer. */
export function cutOffLateBodies(): RequestHandler {
  return (request, response, next) => {
    response.once('finish', () => {
      if (!request.complete) setTimeout(() => cutOff(request), lingerMs).unref();
    });
    next();
  };
}

function cutOff(request: Request): void {
  if (!request.complete) request.socket.destroy();
}
