/** What outlives the page: the visitor's token, what he is typing, and what is not yet sent. Every tab of the chat shares it. */

const memory = new Map();

function read(key) {
  try {
    return localStorage.getItem(key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

function write(key, value) {
  memory.set(key, value);
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is full, or forbidden in this window: what is kept then lasts as long as the page.
  }
}

export function openKeep(base) {
  const key = (name) => `parley:${base}:${name}`;
  const outbox = () => {
    try {
      return JSON.parse(read(key('outbox')) ?? '[]');
    } catch {
      return [];
    }
  };
  const setOutbox = (messages) => write(key('outbox'), JSON.stringify(messages));
  return {
    token: () => read(key('token')) || null,
    setToken: (token) => write(key('token'), token ?? ''),
    draft: () => read(key('draft')) ?? '',
    setDraft: (text) => write(key('draft'), text),
    /** Messages that the server has not confirmed, oldest first: `{messageId, text, writtenAt, refused?}`. */
    outbox,
    addToOutbox: (message) => setOutbox([...outbox(), message]),
    removeFromOutbox: (messageId) => setOutbox(outbox().filter((message) => message.messageId !== messageId)),
    markRefused: (messageId, reason) => {
      const marked = (message) => (message.messageId === messageId ? { ...message, refused: reason } : message);
      setOutbox(outbox().map(marked));
    },
    isOutboxKey: (changed) => changed === key('outbox'),
  };
}
