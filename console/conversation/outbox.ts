import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Api } from '../app/api';
import { ApiError, isAborted } from '../app/api-error';
import type { Message, SentAnswer } from '../app/types';
import { backoffMs } from '../live/backoff';
import type { KeptAnswer } from './draft-store';

/** `refused`: it stands until somebody decides; what was written after it waits, so that all goes out in the order in which it was written. */
type OutgoingState =
  | { kind: 'waiting' }
  | { kind: 'sending' }
  | { kind: 'retrying' }
  | { kind: 'refused'; error: unknown };

export interface Outgoing extends KeptAnswer {
  state: OutgoingState;
  /** The message that it has become, when that was heard of before the answer came. */
  heardAs: string | null;
}

interface OutboxParts {
  api: Pick<Api, 'post'>;
  chatId: string;
  userId: string;
  /** Whether the one who wrote is still the one who is signed in. */
  isCurrent: () => boolean;
  onSent: (message: Message, key: string) => void;
  onRefused?: (error: ApiError) => void;
  kept: readonly KeptAnswer[];
  random?: () => number;
}

/** Answers on their way, one after the other. Each has a key of its own: asked again after a lost answer, it is not sent twice. */
export function createOutbox(parts: OutboxParts) {
  const { api, chatId, userId, onSent } = parts;
  const waiting = { kind: 'waiting' } as const;
  const items = signal<Outgoing[]>(parts.kept.map((kept) => ({ ...kept, state: waiting, heardAs: null })));
  let isRunning = false;
  let isHeld = false;
  let failures = 0;
  let wake = (): void => {};

  function change(key: string, changes: Partial<Outgoing>): void {
    items.value = items.value.map((item) => (item.key === key ? { ...item, ...changes } : item));
  }

  async function run(): Promise<void> {
    if (isRunning || isHeld) return;
    isRunning = true;
    try {
      for (;;) {
        const first = items.value[0];
        if (first === undefined || first.state.kind === 'refused' || !parts.isCurrent()) return;
        await send(first);
      }
    } finally {
      isRunning = false;
    }
  }

  async function send(answer: Outgoing): Promise<void> {
    const { key, files, replyTo, template } = answer;
    const [text, ...furtherTexts] = textsOf(answer);
    change(key, { state: { kind: 'sending' }, isUnsure: true });
    const body = {
      ...(template === null ? { text } : { template }),
      ...(furtherTexts.length === 0 ? {} : { furtherTexts }),
      ...(files.length === 0 ? {} : { fileIds: files.map(({ id }) => id) }),
      ...(replyTo === null ? {} : { replyToMessageId: replyTo.id }),
    };
    try {
      const path = `/api/chats/${encodeURIComponent(chatId)}/messages`;
      // What an earlier version answered to the same key has none that follow.
      const { followedBy = [], ...message } = await api.post<SentAnswer>(path, body, { idempotencyKey: key });
      failures = 0;
      batch(() => {
        items.value = items.value.filter((item) => item.key !== key);
        onSent(message, key);
        for (const following of followedBy) onSent(following, following.id);
      });
    } catch (error) {
      await failed(key, error);
    }
  }

  async function failed(key: string, error: unknown): Promise<void> {
    if (!isFinal(error)) {
      change(key, { state: { kind: 'retrying' } });
      await pause(retryAfterMs(error));
      failures += 1;
      return;
    }
    const isLostSession = error instanceof ApiError && error.status === 401;
    if (isLostSession) {
      change(key, { state: waiting });
      return;
    }
    change(key, { state: { kind: 'refused', error }, heardAs: null, isUnsure: false });
    if (error instanceof ApiError) parts.onRefused?.(error);
  }

  function retryAfterMs(error: unknown): number {
    const asked = error instanceof ApiError ? error.retryAfterSeconds : null;
    return asked === null ? backoffMs(failures, parts.random) : asked * 1_000;
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    items: items as ReadonlySignal<Outgoing[]>,
    run,

    add(answer: Omit<KeptAnswer, 'isUnsure'>): void {
      items.value = [...items.value, { ...answer, isUnsure: false, state: waiting, heardAs: null }];
      void run();
    },

    /** Nothing is sent until it is released: none of it would be let through. */
    hold(): void {
      isHeld = true;
    },

    release(): void {
      isHeld = false;
      void run();
    },

    /** Sends what was refused once more, or what waits for its next attempt now. */
    again(key: string): void {
      const item = items.value.find((one) => one.key === key);
      if (item?.state.kind === 'refused') change(key, { state: waiting });
      wake();
      void run();
    },

    /** The way to the service is there again. */
    wake(): void {
      failures = 0;
      wake();
      void run();
    },

    /** Takes it out, unless it may have arrived. */
    takeBack(key: string): Outgoing | null {
      const item = items.value.find((one) => one.key === key);
      if (item === undefined || item.isUnsure) return null;
      items.value = items.value.filter((one) => one !== item);
      void run();
      return item;
    },

    /** A message of this chat was heard of: it may be the one that is being sent. */
    heard({ id, author, text, attachments }: Message): void {
      const first = items.value[0];
      if (first === undefined || !first.isUnsure || first.heardAs !== null || author?.id !== userId) return;
      // Its files may come after it, as a message of their own.
      const isWhole = attachments.length === first.files.length || attachments.length === 0;
      const isIt = first.template !== null || (textsOf(first)[0] === text && isWhole);
      if (isIt) change(first.key, { heardAs: id });
    },
  };
}

function textsOf({ text, inParts }: KeptAnswer): string[] {
  return inParts ?? [text];
}

/** Whether asking again would bring the same: all but what passes, or is still under way. */
function isFinal(error: unknown): boolean {
  if (isAborted(error)) return false;
  return !(
    error instanceof ApiError &&
    (error.isPassing || error.status >= 502 || error.code === 'request_in_progress')
  );
}
