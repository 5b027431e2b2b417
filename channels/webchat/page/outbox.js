import { forgetFile, keptFile } from './files.js';
import { inOneTab, openPause } from './follow.js';
import { Refused } from './server.js';
import { say } from './setup.js';

/** Sends what was written, one after the other, so that it arrives in the order in which it was written. */
export function openOutbox({ base, keep, server, createVisitor, onAccepted, onTrouble, onChange }) {
  /** Parts of what is under way: message id to per cent. */
  const progress = new Map();
  const pause = openPause();

  async function bringFiles({ messageId, files }) {
    const total = files.reduce((sum, { size }) => sum + size, 0);
    let before = 0;
    for (const [index, { key, fileName, size }] of files.entries()) {
      const content = await keptFile(key);
      if (!content) throw new Refused(410, say('fileGone'));
      const onProgress = (loaded) => {
        progress.set(messageId, Math.min(99, Math.floor(((before + loaded) / total) * 100)));
        onChange();
      };
      await server.bringFile(keep.token(), { messageId, index, content, fileName, onProgress });
      before += size;
    }
  }

  /** Sends one message until the server has it, or refuses it for good. The id stays, so a repeat does no harm. */
  async function sendOne(message) {
    const { messageId, text, files = [] } = message;
    if (!keep.token()) keep.setToken(await createVisitor());
    try {
      await bringFiles({ messageId, files });
      await server.send(keep.token(), { messageId, text, files: files.length });
      onAccepted(message);
      keep.removeFromOutbox(messageId);
      for (const { key } of files) void forgetFile(key);
    } catch (error) {
      const isForGood = error instanceof Refused && !error.isPassing && error.status !== 404;
      if (!isForGood) throw error;
      if (error.status === 403) {
        // The token is from another time of this installation: with a new one, this is a new visitor.
        keep.setToken(null);
        throw error;
      }
      keep.markRefused(messageId, error.message);
    } finally {
      progress.delete(messageId);
    }
  }

  const next = () => keep.outbox().find(({ refused }) => !refused);

  async function sendAll() {
    let failures = 0;
    for (let message = next(); message; message = next()) {
      try {
        await sendOne(message);
        failures = 0;
        onTrouble(null);
      } catch (error) {
        failures += 1;
        const status = error instanceof Refused ? error.status : 0;
        onTrouble(status === 404 ? 'closedNow' : status === 429 ? 'tooFast' : 'notYetSent');
        await pause.after(failures);
      }
      onChange();
    }
    onTrouble(null);
  }

  let sending = false;
  return {
    async send() {
      if (sending || !next()) return;
      sending = true;
      await inOneTab(`parley:${base}:send`, sendAll).finally(() => {
        sending = false;
      });
      // What was written while the last one went out.
      if (next()) void this.send();
    },
    /** The way to the server is there again. */
    tryNow() {
      pause.end();
      void this.send();
    },
    progressOf: (messageId) => progress.get(messageId) ?? null,
  };
}
