export interface Speaker {
  /** Plays a sound in the page; false: the browser lets nothing be heard before the reader has clicked or pressed a key. */
  speak: (url: string) => Promise<boolean>;
  /** Breaks off what is heard. */
  hush: () => void;
}

/** One player for all sounds: some browsers let only that one be heard which was once played at a gesture. */
export function createSpeaker(): Speaker {
  const audio = new Audio();
  return {
    async speak(url) {
      const address = new URL(url, location.href).href;
      if (audio.src !== address) audio.src = address;
      audio.currentTime = 0;
      try {
        await audio.play();
        return true;
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
        // A file that the browser cannot play is no matter of permission, nor is one that was broken off.
        return error.name !== 'NotAllowedError';
      }
    },
    hush: () => audio.pause(),
  };
}

/**
 * Runs it at each click and at each key until it says that it is done. Not when a button of the mouse goes down: what is
 * shown would change under the click.
 */
export function atGestures(run: () => Promise<boolean>): void {
  const gestures = ['click', 'keydown'] as const;
  let isTrying = false;
  async function again(): Promise<void> {
    if (isTrying) return;
    isTrying = true;
    const isDone = await run();
    isTrying = false;
    if (isDone) for (const gesture of gestures) window.removeEventListener(gesture, listen, true);
  }
  const listen = () => void again();
  for (const gesture of gestures) window.addEventListener(gesture, listen, true);
}
