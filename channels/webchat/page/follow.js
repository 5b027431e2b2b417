import { Refused } from './server.js';

const longestPauseMs = 15_000;

/** Ever longer, and not in step with a thousand other pages that lost the same server. */
const pauseMsAfter = (failures) => Math.min(longestPauseMs, 1000 * 2 ** (failures - 1)) * (0.75 + Math.random() / 2);

/** A wait between two attempts, which ends early when there is reason to believe that the next one succeeds. */
export function openPause() {
  let end = () => {};
  return {
    after: (failures) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, pauseMsAfter(failures));
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    end: () => end(),
  };
}

/** Runs it in one tab at a time, where the browser has such locks for the page; else in each. */
export async function inOneTab(name, work) {
  try {
    await navigator.locks.request(name, work);
  } catch (error) {
    if (!navigator.locks || error.name === 'SecurityError') await work();
    else throw error;
  }
}

/**
 * Keeps the conversation live. A browser has few connections to a server, so one tab has the stream and tells the
 * others; when it goes, the next one opens its own.
 */
export function openFollowing({ base, keep, server, onChange, onTrouble, onOpen }) {
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(`parley:${base}`) : null;
  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data.changed) onChange();
      else onTrouble(data.trouble);
    };
  }
  const changed = () => {
    channel?.postMessage({ changed: true });
    onChange();
  };
  const trouble = (what) => {
    channel?.postMessage({ trouble: what });
    onTrouble(what);
  };

  const pause = openPause();

  async function watch() {
    let failures = 0;
    while (keep.token()) {
      try {
        await server.watch(keep.token(), {
          onOpen: () => {
            failures = 0;
            trouble(null);
            onOpen();
          },
          onChange: changed,
        });
        failures += 1;
      } catch (error) {
        failures += 1;
        if (error instanceof Refused && error.status === 403) keep.setToken(null);
        trouble(error instanceof Refused && error.status === 404 ? 'closedNow' : 'lost');
      }
      await pause.after(failures);
    }
    trouble(null);
  }

  let following = false;
  return {
    async follow() {
      if (following || !keep.token()) return;
      following = true;
      // What came before another tab began to tell.
      onChange();
      await inOneTab(`parley:${base}:watch`, watch).finally(() => {
        following = false;
      });
    },
    /** The network is there again. */
    tryNow: pause.end,
  };
}
