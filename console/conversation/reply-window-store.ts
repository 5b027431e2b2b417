import { signal } from '@preact/signals';
import type { Api } from '../app/api';
import type { ReplyWindow, Template } from '../app/types';
import type { Live } from '../live/live';

interface ReplyWindowParts {
  api: Pick<Api, 'get' | 'all'>;
  live: Pick<Live, 'on' | 'keepLoaded'>;
  chatId: string;
}

/** The longest that browsers' timers take. */
const longestTimerMs = 2 ** 31 - 1;

/** Whether the messenger takes free answers in a chat now, and until when; null until it is known. */
export function createReplyWindow({ api, live, chatId }: ReplyWindowParts) {
  const state = signal<ReplyWindow | null>(null);
  const path = `/api/chats/${encodeURIComponent(chatId)}`;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  async function reload(): Promise<void> {
    try {
      const loaded = await api.get<ReplyWindow>(`${path}/reply-window`);
      if (isClosed) return;
      state.value = loaded;
      lookAgainWhenItEnds(loaded);
    } catch {
      // The service tells it also when an answer is refused.
    }
  }

  function lookAgainWhenItEnds({ isOpen, freeTextUntil, answerableUntil }: ReplyWindow): void {
    clearTimeout(timer);
    const until = answerableUntil ?? freeTextUntil;
    if (!isOpen || until === null) return;
    timer = setTimeout(() => void reload(), Math.min(longestTimerMs, Math.max(1_000, Date.parse(until) - Date.now())));
  }

  const ends = [
    live.on('message.created', ({ message }) => {
      if (message.chatId === chatId && message.direction === 'incoming') void reload();
    }),
    live.keepLoaded(() => void reload()),
  ];

  return {
    state,
    reload,
    templates: (): Promise<Template[]> => api.all<Template>(`${path}/templates`),
    close(): void {
      isClosed = true;
      clearTimeout(timer);
      for (const end of ends) end();
    },
  };
}

export type ReplyWindowStore = ReturnType<typeof createReplyWindow>;

/** A template's wording with its variables filled in; those without a value stay as they are. */
export function filledTemplate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (all, name: string) => variables[name] || all);
}
