import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { Services } from '../app/services';
import { nothingWaits, waiting } from '../app/title';
import type { Chat, Message } from '../app/types';
import { isOfClient } from '../conversation/is-of-client';
import { createNotificationsStore } from '../notifications/notifications-store';
import { placeOfNotification } from '../notifications/place';
import { previewOf } from '../ui/preview';
import { desktopChoice, soundChoice } from './alert-choices';
import { createChatsStore } from './chats-store';
import { createOfferWatch } from './offer-watch';
import type { OtherTabs } from './seen-by-tabs';
import { inboxWords } from './words';

interface Told {
  title: string;
  body: string;
  /** Where it leads in the console. */
  path: string;
}

interface Attention {
  /** Somebody looks at this page now. */
  isLookedAt: () => boolean;
  isOnScreen: (chat: Chat) => boolean;
  play: () => void;
  hush: () => void;
  notify: (told: Told) => void;
  joinTabs: (onTold: (seen: readonly string[]) => void) => OtherTabs;
  /** Runs it whenever the reader does anything; returns what ends it. */
  atActs: (run: () => void) => () => void;
  nowMs: () => number;
  /** Runs it later; returns what takes that back. */
  after: (ms: number, run: () => void) => () => void;
}

/** What draws an operator's attention: the sound, notifications of the desktop, what the tab's title counts, and what is read out. */
export function createAlerts(
  services: Pick<Services, 'live' | 'voice' | 'router' | 'store' | 'toasts'>,
  attention: Attention,
) {
  const { live, voice, router, toasts } = services;
  const chats = services.store(createChatsStore);
  const notifications = services.store(createNotificationsStore);
  const announced = signal('');
  const urged = signal('');

  const isInSight = (chatId: string) => attention.isLookedAt() && router.place.peek().path === `/inbox/${chatId}`;

  /** Every tab hears of everything; one of them draws attention. */
  function ring(): void {
    if (voice.isMine() && soundChoice.peek() === 'on') attention.play();
  }

  function notify(told: Told): void {
    if (voice.isMine() && desktopChoice.peek() === 'on' && !attention.isLookedAt()) attention.notify(told);
  }

  function draw(told: Told): void {
    ring();
    notify(told);
  }

  function written(message: Message): void {
    const chat = chats.chatOf(message.chatId);
    if (!isOfClient(message) || chat?.status !== 'active' || isInSight(message.chatId)) return;
    const title = inboxWords().alerts.newMessage(chat.contact.name);
    draw({ title, body: previewOf({ lastMessage: message }), path: `/inbox/${message.chatId}` });
  }

  const namesOf = (some: readonly Chat[]) => some.map(({ contact }) => contact.name);

  const tellOf = (chat: Chat, say: (name: string) => string): Told => ({
    title: say(chat.contact.name),
    body: previewOf(chat),
    path: `/inbox/${chat.id}`,
  });

  /** The watch rings by itself. */
  function notifyOf(offered: readonly Chat[], say: (name: string) => string): void {
    for (const chat of offered) notify(tellOf(chat, say));
  }

  const watch = createOfferWatch(
    { ...attention, nowMs: () => attention.nowMs() + chats.serverAheadMs.peek() },
    {
      came(offered, { isUrgent, isSeen }) {
        const { announceOffers, alerts } = inboxWords();
        (isUrgent ? urged : announced).value = announceOffers(namesOf(offered));
        if (!isSeen) notifyOf(offered, isUrgent ? alerts.lastMinute : alerts.newOffer);
      },
      lastMinute(offered, { isSeen }) {
        const { announceLastMinute, alerts } = inboxWords();
        urged.value = announceLastMinute(namesOf(offered));
        if (!isSeen) notifyOf(offered, alerts.lastMinute);
      },
      ring,
      hush: attention.hush,
    },
  );

  /** Others can take them as well, and nobody is set inactive by one: they are told of once. */
  function cameFree(available: readonly Chat[], { isSeen }: { isSeen: boolean }): void {
    for (const chat of available) {
      announced.value = inboxWords().announceAvailable(chat.contact.name);
      if (!isSeen) draw(tellOf(chat, inboxWords().alerts.newOffer));
    }
  }

  live.on('message.created', ({ message }) => written(message));

  /** Nobody asked him: he is told in words that stay until he has seen them. */
  function given(chat: Chat): void {
    const { givenToYou, openChat, newOffer } = inboxWords().alerts;
    const action = { label: openChat, run: () => router.go(`/inbox/${chat.id}`) };
    toasts.show({ tone: 'info', text: givenToYou(chat.contact.name, chat.number), action });
    draw(tellOf(chat, newOffer));
  }

  effect(() => {
    const chat = chats.given.value;
    if (chat !== null) untracked(() => given(chat));
  });

  /** What a process tells the user beside his chats; it stays until he has seen it. */
  live.on('notification.created', ({ notification }) => {
    const { id, text } = notification;
    const path = placeOfNotification(notification);
    draw({ title: inboxWords().alerts.notification, body: text, path });
    const open = () => {
      router.go(path);
      void notifications.markRead(id);
    };
    toasts.show({ tone: 'info', text, action: { label: inboxWords().alerts.open, run: open } });
  });

  /** By what is listed and not by events, which are missed while the connection is away. */
  function followOffers(): () => void {
    let free: ReadonlySet<string> = new Set();
    let isListed = false;
    return effect(() => {
      const { offered, available } = chats.lists.value;
      const isLoaded = chats.isLoaded.value;
      untracked(() => {
        // Whoever has just come to the page looks at what he finds there.
        const isSeen = isLoaded && !isListed && attention.isLookedAt();
        isListed = isLoaded;
        const fresh = available.filter(({ id }) => !free.has(id));
        free = new Set(available.map(({ id }) => id));
        watch.look(offered, { isSeen });
        cameFree(fresh, { isSeen });
      });
    });
  }

  function followTitle(): () => void {
    return effect(() => {
      const { offered, available } = chats.lists.value;
      waiting.value = {
        offers: offered.length + available.length,
        isLastMinute: watch.isLastMinute.value,
        unreadMessages: chats.unreadMessages.value,
      };
    });
  }

  return {
    /** Read out by screen readers, which see no row appear. */
    announced: announced as ReadonlySignal<string>,
    /** Read out at once, whatever is being read. */
    urged: urged as ReadonlySignal<string>,

    /** Begins to watch over the offers; returns what ends it. */
    start(): () => void {
      const ends = [followOffers(), followTitle(), attention.atActs(watch.acted)];
      return () => {
        for (const end of ends) end();
        watch.leave();
        waiting.value = nothingWaits;
      };
    },
  };
}
