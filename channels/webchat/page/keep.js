/**
 * What outlives the page: the visitor's token, what he is typing, and what is not yet sent. Every tab of the chat shares it.
 * In a frame browsers keep it apart for each site (partitioned storage); where they refuse it, it lasts as long as the page.
 */

const memory = new Map();

function read(key) {
  if (memory.has(key)) return memory.get(key);
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Only what could not be stored stays in memory: else another tab's change would not be seen. */
function write(key, value) {
  try {
    localStorage.setItem(key, value);
    memory.delete(key);
  } catch {
    memory.set(key, value);
  }
}

/** Whether the browser keeps nothing for this page. */
export function forgets() {
  try {
    localStorage.setItem('parley:probe', '1');
    localStorage.removeItem('parley:probe');
    return false;
  } catch (error) {
    return error.name !== 'QuotaExceededError';
  }
}

export function openKeep(base) {
  const key = (name) => `parley:${base}:${name}`;
  const readJson = (name, fallback) => {
    try {
      return JSON.parse(read(key(name))) ?? fallback;
    } catch {
      return fallback;
    }
  };
  const outbox = () => readJson('outbox', []);
  const setOutbox = (messages) => write(key('outbox'), JSON.stringify(messages));
  const change = (messageId, changed) =>
    setOutbox(outbox().map((message) => (message.messageId === messageId ? changed(message) : message)));
  return {
    token: () => read(key('token')) || null,
    setToken: (token) => write(key('token'), token ?? ''),
    draft: () => read(key('draft')) ?? '',
    setDraft: (text) => write(key('draft'), text),
    /** Files that are to go with it: `{key, fileName, mediaType, size}`; their contents are in `files.js`. */
    draftFiles: () => readJson('draft-files', []),
    setDraftFiles: (files) => write(key('draft-files'), JSON.stringify(files)),
    isOpen: () => read(key('open')) === 'yes',
    setOpen: (isOpen) => write(key('open'), isOpen ? 'yes' : ''),
    /** Messages that the server has not confirmed, oldest first: `{messageId, text, files, writtenAt, refused?}`. */
    outbox,
    addToOutbox: (messages) => setOutbox([...outbox(), ...messages]),
    removeFromOutbox: (messageId) => setOutbox(outbox().filter((message) => message.messageId !== messageId)),
    markRefused: (messageId, reason) => change(messageId, (message) => ({ ...message, refused: reason })),
    /** It is to be sent once more, after what was written since. */
    tryAgain: (messageId) => {
      const again = outbox().find((message) => message.messageId === messageId);
      if (!again) return;
      const { refused: _, ...message } = again;
      setOutbox([...outbox().filter((other) => other !== again && other.messageId !== messageId), message]);
    },
    isOutboxKey: (changed) => changed === key('outbox'),
  };
}
