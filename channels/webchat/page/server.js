import { language } from './setup.js';

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
/** No byte of a file has moved for so long. */
const stalledMs = 30_000;
/** The server gives a sign of life every 15 seconds. */
const silenceMs = 40_000;

function refusal(status, problem) {
  const errors = Object.values(problem?.errors ?? {}).join(' ');
  return new Refused(status, errors || problem?.detail || `(${status})`);
}

async function call(address, { token, body, method = body ? 'POST' : 'GET' }) {
  const response = await fetch(address, {
    method,
    headers: {
      'accept-language': language,
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { 'x-visitor-token': token }),
    },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(callTimeoutMs),
  });
  if (response.ok) return response.status === 204 ? null : response.json();
  throw refusal(response.status, await response.json().catch(() => null));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** By the older interface, which tells how much is under way. */
function upload(address, { token, content, fileName, onProgress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), stalledMs);
    };
    request.open('POST', address);
    request.setRequestHeader('accept-language', language);
    request.setRequestHeader('x-visitor-token', token);
    request.setRequestHeader('x-file-name', encodeURIComponent(fileName));
    request.setRequestHeader('content-type', content.type || 'application/octet-stream');
    request.upload.onprogress = ({ loaded }) => {
      wait();
      onProgress(loaded);
    };
    request.onloadend = () => {
      clearTimeout(timer);
      const { status, responseText } = request;
      if (status === 200) resolve();
      else if (status === 0) reject(new Error('The file did not get through.'));
      else reject(refusal(status, parsed(responseText)));
    };
    wait();
    request.send(content);
  });
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
    createVisitor: async ({ name, cookie }) => {
      const { visitorToken } = await call(`${base}/visitors`, { body: { cookie, ...(name && { name }) } });
      return visitorToken;
    },
    /** The token of the visitor whom this browser knows by a cookie, or null. */
    recallVisitor: async () => (await call(`${base}/visitor`, {})).visitorToken,
    bringFile: (token, { messageId, index, ...file }) => {
      const address = `${base}/files?${new URLSearchParams({ messageId, index })}`;
      return upload(address, { token, ...file });
    },
    /** `files`: how many were brought for it. */
    send: (visitorToken, { messageId, text, files }) => {
      return call(`${base}/receive`, { body: { visitorToken, messageId, text, files } });
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
      if (!response.ok) throw new Refused(response.status, '');
      onOpen();
      await listen(response, { ending, onChange });
    },
  };
}
