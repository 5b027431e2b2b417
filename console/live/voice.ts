const lockName = 'parley.voice';

interface VoiceParts {
  /** Undefined where the browser has none: on a page that is not served by https. */
  locks: LockManager | undefined;
  window: Pick<Window, 'addEventListener'> & { document: Pick<Document, 'hasFocus'> };
}

/**
 * Of all tabs that have the console open in this browser, the one that is heard and shows notifications: that which has or had
 * the focus last, else any. The browser itself hands it on when that tab is closed, hangs or crashes. Without locks every tab
 * takes itself for the one.
 */
export function createVoice({ locks, window }: VoiceParts) {
  let isMine = locks === undefined;
  let isOn = false;
  let end = () => {};

  /** Waits for its turn; or, `now`, takes it from whichever tab has it, which waits from then on. */
  function ask(now: boolean): void {
    if (locks === undefined) return;
    end();
    const mine = new AbortController();
    const held = new Promise<void>((resolve) => mine.signal.addEventListener('abort', () => resolve()));
    end = () => mine.abort();
    locks
      .request(lockName, now ? { steal: true } : { signal: mine.signal }, () => {
        isMine = !mine.signal.aborted;
        return mine.signal.aborted ? undefined : held;
      })
      .catch((error: DOMException) => {
        if (mine.signal.aborted) return;
        // Taken by another tab; all else means that the browser refuses locks here.
        const isTaken = error.name === 'AbortError';
        isMine = !isTaken;
        if (isTaken && isOn) ask(false);
      });
  }

  window.addEventListener('focus', () => {
    if (isOn && !isMine) ask(true);
  });

  return {
    isMine: () => isMine,

    start(): void {
      if (isOn) return;
      isOn = true;
      ask(window.document.hasFocus());
    },

    stop(): void {
      isOn = false;
      isMine = locks === undefined;
      end();
    },
  };
}

export type Voice = ReturnType<typeof createVoice>;
