/** A refusal that the server put into words. */
export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }

  /** Whether the same request may do better a moment later. */
  get isPassing() {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }
}

const callTimeoutMs = 20_000;
/** The server gives a sign of life every 15 seconds. */
const silenceMs = 40_000;

async function call(address, { token, body, method = body ? 'POST' : 'GET' }) {
  const response = await fetch(address, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { 'x-visitor-token': token }),
    },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(callTimeoutMs),
  });
  if (response.ok) return response.status === 204 ? null : response.json();
  const problem = await response.json().catch(() => ({}));
  const errors = Object.values(problem.errors ?? {}).join(' ');
  throw new Refused(response.status, errors || problem.detail || 'The server did not say why.');
}

/** Reads the stream until it ends; breaks it off when nothing was heard for too long. */
async function listen(response, { ending, onChange }) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let unread = '';
  for (;;) {
    const timer = setTimeout(() => ending.abort(), silenceMs);
    const { done, value } = await reader.read().finally(() => clearTimeout(timer));
    if (done) return;
    const parts = (unread + value).split('\n\n');
    unread = parts.pop();
    if (parts.some((part) => part.startsWith('event: changed'))) onChange();
  }
}

export function openServer(base) {
  return {
    createVisitor: async (name) => {
      const { visitorToken } = await call(`${base}/visitors`, { body: name ? { name } : {} });
      return visitorToken;
    },
    send: (visitorToken, { messageId, text }) => {
      return call(`${base}/receive`, { body: { visitorToken, messageId, text } });
    },
    messages: async (token) => (await call(`${base}/messages`, { token })).items,
    reportTyping: (visitorToken) => call(`${base}/typing`, { body: { visitorToken } }),
    reportSeen: (visitorToken, messageIds) => call(`${base}/seen`, { body: { visitorToken, messageIds } }),
    /** Returns when the stream ends, whatever ended it; throws `Refused` when it is not to be had. */
    watch: async (token, { onOpen, onChange }) => {
      const ending = new AbortController();
      const timer = setTimeout(() => ending.abort(), callTimeoutMs);
      const response = await fetch(`${base}/events`, {
        headers: { 'x-visitor-token': token, accept: 'text/event-stream' },
        signal: ending.signal,
      }).finally(() => clearTimeout(timer));
      if (!response.ok) throw new Refused(response.status, 'The conversation cannot be watched.');
      onOpen();
      await listen(response, { ending, onChange });
    },
  };
}
