import { type ReadonlySignal, signal } from '@preact/signals';
import type { ApiError } from '../app/api-error';
import type { Chat } from '../app/types';
import type { ChatPlace } from './chat-lists';

/** Why a chat was not given to the operator who wanted it: shown where the offer was. */
export interface Refusal {
  chat: Chat;
  place: ChatPlace;
  error: ApiError;
}

/** Long enough to read why something is gone. */
const shownMs = 12_000;

const gone: ReadonlySet<string> = new Set(['chat_already_taken', 'offer_expired', 'chat_completed', 'not_found']);
const limits: ReadonlySet<string> = new Set(['operator_at_limit', 'operator_inactive']);

export function createRefusals() {
  const all = signal<ReadonlyMap<string, Refusal>>(new Map());

  function keep(fits: (refusal: Refusal) => boolean): void {
    const kept = [...all.peek()].filter(([, refusal]) => fits(refusal));
    if (kept.length < all.peek().size) all.value = new Map(kept);
  }

  const isGone = ({ code }: ApiError) => gone.has(code);

  return {
    /** By the chat's id. */
    all: all as ReadonlySignal<ReadonlyMap<string, Refusal>>,

    /** It cannot be had any more, so that only the sentence is left of it. */
    isGone,

    note(refusal: Refusal): void {
      all.value = new Map([...all.peek(), [refusal.chat.id, refusal]]);
      if (isGone(refusal.error)) setTimeout(() => keep((one) => one !== refusal), shownMs);
    },

    /** `unlessGone`: what is left of a chat stays, whatever is heard of the chat. */
    forget(chatId: string, { unlessGone = false }: { unlessGone?: boolean } = {}): void {
      keep(({ chat, error }) => chat.id !== chatId || (unlessGone && isGone(error)));
    },

    /** The status or the load has changed: what they refused may be possible now. */
    forgetLimits(): void {
      keep(({ error }) => !limits.has(error.code));
    },
  };
}
