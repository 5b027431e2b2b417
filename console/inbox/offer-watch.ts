import { type ReadonlySignal, signal } from '@preact/signals';
import type { Chat } from '../app/types';
import { lastMinuteMs, leftMs } from './last-minute';
import type { OtherTabs } from './seen-by-tabs';

/** The sound comes again so often: heard in the next room, and no siren. */
const ringEveryMs = 5_000;
/** Whoever was told this short before the last minute is not told again of it. */
const justToldMs = 10_000;

interface WatchParts {
  /** By the server's clock. */
  nowMs: () => number;
  /** Runs it later; returns what takes that back. */
  after: (ms: number, run: () => void) => () => void;
  /** Somebody looks at this page now. */
  isLookedAt: () => boolean;
  isOnScreen: (chat: Chat) => boolean;
  joinTabs: (onTold: (seen: readonly string[]) => void) => OtherTabs;
}

interface WatchTells {
  /** These are offered; `isUrgent`: nothing but their last minute is left. */
  came: (chats: readonly Chat[], told: { isUrgent: boolean; isSeen: boolean }) => void;
  /** Their last minute has begun, and they were known before. */
  lastMinute: (chats: readonly Chat[], told: { isSeen: boolean }) => void;
  ring: () => void;
  /** What rings has nothing more to ring for. */
  hush: () => void;
}

interface Watched {
  chat: Chat;
  offerId: string;
  /** Told as urgent, when it came or at its last minute. */
  isToldUrgent: boolean;
}

const chatsOf = (some: readonly Watched[]) => some.map(({ chat }) => chat);

/** An offer is seen once when it has come, and once more in its last minute. */
const nameOf = ({ offerId, isToldUrgent }: Watched) => (isToldUrgent ? `${offerId} urgent` : offerId);

/**
 * Sees to it that no offer with a deadline goes by unnoticed. It rings until the offer is seen: until the operator has done something while the offer
 * was on the screen of a page that he looks at, in this tab or in another. In its last minute it rings anew.
 */
export function createOfferWatch(parts: WatchParts, tells: WatchTells) {
  const seen = new Set<string>();
  const isLastMinute = signal(false);
  let watched: Watched[] = [];
  let ringAtMs = 0;
  let cancel = () => {};

  const left = ({ chat: { offer } }: Watched) => leftMs(offer?.expiresAt ?? '', parts.nowMs());
  /** After its deadline an offer can only be waited out. */
  const isUnseen = (one: Watched) => !seen.has(nameOf(one)) && left(one) > 0;

  const tabs = parts.joinTabs((names) => {
    for (const name of names) seen.add(name);
    goOn();
  });

  function beginLastMinutes(): void {
    const begun = watched.filter((one) => !one.isToldUrgent && left(one) <= lastMinuteMs);
    for (const one of begun) one.isToldUrgent = true;
    if (begun.length === 0) return;
    ringAtMs = parts.nowMs();
    tells.lastMinute(chatsOf(begun), { isSeen: !begun.some(isUnseen) });
  }

  /** Does what is due, and comes back when something is due again. */
  function goOn(): void {
    cancel();
    beginLastMinutes();
    isLastMinute.value = watched.some((one) => left(one) <= lastMinuteMs);
    const isRinging = watched.some(isUnseen);
    if (isRinging && parts.nowMs() >= ringAtMs) {
      tells.ring();
      ringAtMs = parts.nowMs() + ringEveryMs;
    }
    const dueMs = watched.map((one) => left(one) - lastMinuteMs).filter((ms) => ms > 0);
    if (isRinging) dueMs.push(ringAtMs - parts.nowMs());
    if (dueMs.length > 0) cancel = parts.after(Math.max(0, Math.min(...dueMs)), goOn);
  }

  function begin(chat: Chat, offerId: string): Watched {
    const one = { chat, offerId, isToldUrgent: false };
    return { ...one, isToldUrgent: left(one) <= lastMinuteMs + justToldMs };
  }

  return {
    /** Whether one of the offers is in its last minute. */
    isLastMinute: isLastMinute as ReadonlySignal<boolean>,

    /** What is offered now. `isSeen`: whoever looks at the page finds them there, and nothing has come. */
    look(offered: readonly Chat[], { isSeen }: { isSeen: boolean }): void {
      const before = new Map(watched.map((one) => [one.offerId, one]));
      watched = offered.flatMap((chat) => {
        if (chat.offer === null) return [];
        const known = before.get(chat.offer.id);
        return [known === undefined ? begin(chat, chat.offer.id) : { ...known, chat }];
      });
      const fresh = watched.filter(({ offerId }) => !before.has(offerId));
      if (isSeen) for (const one of fresh) seen.add(nameOf(one));
      if (fresh.some(isUnseen)) ringAtMs = parts.nowMs();
      goOn();
      for (const isUrgent of [false, true]) {
        const told = fresh.filter(({ isToldUrgent }) => isToldUrgent === isUrgent);
        if (told.length > 0) tells.came(chatsOf(told), { isUrgent, isSeen: !told.some(isUnseen) });
      }
      const isGone = [...before.keys()].some((id) => watched.every(({ offerId }) => offerId !== id));
      if (isGone && !watched.some(isUnseen)) tells.hush();
    },

    /** The operator has done something in this page. */
    acted(): void {
      const unseen = watched.filter(isUnseen);
      if (unseen.length === 0 || !parts.isLookedAt()) return;
      const names = unseen.filter(({ chat }) => parts.isOnScreen(chat)).map(nameOf);
      if (names.length === 0) return;
      for (const name of names) seen.add(name);
      tabs.tell(names);
      goOn();
    },

    leave(): void {
      cancel();
      watched = [];
      tabs.leave();
    },
  };
}
