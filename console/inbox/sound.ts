import { ApiError } from '../app/api-error';
import type { Services } from '../app/services';

/** A burst of messages is one sound. */
const quietMs = 2_000;
/** A sound that was replaced is heard after this long at the latest. */
const knownForMs = 60_000;

type Player = (url: string) => Promise<void>;

/** Browsers let nothing be heard before the reader has touched the page: that sound is lost, and the next one comes. */
async function playInPage(url: string): Promise<void> {
  try {
    await new Audio(url).play();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** The sound of a new message, as the setting `OmniChatNotificationSound` has it now: shipped, replaced, or none. */
export function createSound({ api }: Pick<Services, 'api'>, play: Player = playInPage, now: () => number = Date.now) {
  let known: { url: string | null; atMs: number } | null = null;
  let playedAtMs = Number.NEGATIVE_INFINITY;

  async function url(): Promise<string | null> {
    if (known === null || now() - known.atMs > knownForMs) {
      const answer = await api.get<{ url: string | null }>('/api/notification-sound');
      known = { url: answer.url, atMs: now() };
    }
    return known.url;
  }

  return {
    async play(): Promise<void> {
      if (now() - playedAtMs < quietMs) return;
      playedAtMs = now();
      try {
        const address = await url();
        if (address !== null) await play(address);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
      }
    },
  };
}
