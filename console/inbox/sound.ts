import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiError } from '../app/api-error';
import type { Services } from '../app/services';
import { atGestures, createSpeaker, type Speaker } from './speaker';

/** A burst of messages is one sound. */
const quietMs = 2_000;

interface SoundParts {
  speaker: Speaker;
  atGestures: (run: () => Promise<boolean>) => void;
  now: () => number;
}

/** The sound of a new message, as the setting `OmniChatNotificationSound` has it at that moment: shipped, replaced, or none. */
export function createSound({ api }: Pick<Services, 'api'>, { speaker, atGestures, now }: SoundParts) {
  const isRefused = signal(false);
  let playedAtMs = Number.NEGATIVE_INFINITY;
  let latest = '';
  let timesHushed = 0;

  async function hear(): Promise<boolean> {
    const isHeard = await speaker.speak(latest);
    isRefused.value = !isHeard;
    return isHeard;
  }

  return {
    /** The browser plays nothing yet; what was to be heard is heard at the reader's next click or key. */
    isRefused: isRefused as ReadonlySignal<boolean>,

    async play(): Promise<void> {
      if (now() - playedAtMs < quietMs) return;
      playedAtMs = now();
      const before = timesHushed;
      try {
        const { url } = await api.get<{ url: string | null }>('/api/notification-sound');
        if (url === null || timesHushed > before) return;
        latest = url;
        if (!isRefused.peek() && !(await hear())) atGestures(hear);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
      }
    },

    /** What was to be heard has settled itself: also what is still on its way. */
    hush(): void {
      timesHushed += 1;
      speaker.hush();
    },
  };
}

/** The one of this page. */
export function createPageSound(services: Services) {
  return createSound(services, { speaker: createSpeaker(), atGestures, now: Date.now });
}
