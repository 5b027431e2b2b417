import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiError } from '../app/api-error';
import type { Services } from '../app/services';
import { atGestures, createSpeaker, type Speaker } from './speaker';

/** A burst of messages is one sound. */
const quietMs = 2_000;

interface SoundParts {
  speak: Speaker;
  atGestures: (run: () => Promise<boolean>) => void;
  now: () => number;
}

/** The sound of a new message, as the setting `OmniChatNotificationSound` has it at that moment: shipped, replaced, or none. */
export function createSound({ api }: Pick<Services, 'api'>, { speak, atGestures, now }: SoundParts) {
  const isRefused = signal(false);
  let playedAtMs = Number.NEGATIVE_INFINITY;
  let latest = '';

  async function hear(): Promise<boolean> {
    const isHeard = await speak(latest);
    isRefused.value = !isHeard;
    return isHeard;
  }

  return {
    /** The browser plays nothing yet; what was to be heard is heard at the reader's next click or key. */
    isRefused: isRefused as ReadonlySignal<boolean>,

    async play(): Promise<void> {
      if (now() - playedAtMs < quietMs) return;
      playedAtMs = now();
      try {
        const { url } = await api.get<{ url: string | null }>('/api/notification-sound');
        if (url === null) return;
        latest = url;
        if (!isRefused.peek() && !(await hear())) atGestures(hear);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
      }
    },
  };
}

/** The one of this page. */
export function createPageSound(services: Services) {
  return createSound(services, { speak: createSpeaker(), atGestures, now: Date.now });
}
