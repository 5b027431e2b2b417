import { effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import { remembered } from '../app/remembered';
import type { Services } from '../app/services';
import { unreadMessages } from '../app/title';
import type { Chat, Message } from '../app/types';
import { createNotificationsStore } from '../notifications/notifications-store';
import { placeOfNotification } from '../notifications/place';
import { previewOf } from '../ui/preview';
import { createChatsStore } from './chats-store';
import { createPageSound } from './sound';
import { inboxWords } from './words';

type Choice = 'on' | 'off';

const choice = (key: string, otherwise: Choice) =>
  remembered<Choice>(key, {
    read: (text) => (text === 'on' || text === 'off' ? text : null),
    otherwise: () => otherwise,
  });

/** Whether this browser plays the sound that the installation has. */
export const soundChoice: Signal<Choice> = choice('parley.sound', 'on');
/** Whether this browser shows notifications outside of the page; it has to be permitted as well. */
export const desktopChoice: Signal<Choice> = choice('parley.desktop', 'off');

interface Told {
  title: string;
  body: string;
  /** Where it leads in the console. */
  path: string;
}

interface Attention {
  /** Somebody looks at this page now. */
  isLookedAt: () => boolean;
  play: () => void;
  notify: (told: Told) => void;
}

/** What draws an operator's attention: the sound, notifications of the desktop, the count in the tab's title, and what is read out. */
export function createAlerts(
  services: Pick<Services, 'live' | 'voice' | 'router' | 'store' | 'toasts'>,
  attention: Attention,
) {
  const { live, voice, router, toasts } = services;
  const chats = services.store(createChatsStore);
  const notifications = services.store(createNotificationsStore);
  const announced = signal('');

  effect(() => {
    unreadMessages.value = chats.unreadMessages.value;
  });

  const isInSight = (chatId: string) => attention.isLookedAt() && router.place.peek().path === `/inbox/${chatId}`;

  /** Every tab hears of it; one of them draws attention. */
  function draw(told: Told): void {
    if (!voice.isMine()) return;
    if (soundChoice.peek() === 'on') attention.play();
    if (desktopChoice.peek() === 'on' && !attention.isLookedAt()) attention.notify(told);
  }

  function written(message: Message): void {
    const chat = chats.chatOf(message.chatId);
    if (message.direction !== 'incoming' || chat?.status !== 'active' || isInSight(message.chatId)) return;
    const title = inboxWords().alerts.newMessage(chat.contact.name);
    draw({ title, body: previewOf({ lastMessage: message }), path: `/inbox/${message.chatId}` });
  }

  function came(chat: Chat, say: (name: string) => string): void {
    const { name } = chat.contact;
    announced.value = say(name);
    draw({ title: inboxWords().alerts.newOffer(name), body: previewOf(chat), path: `/inbox/${chat.id}` });
  }

  live.on('message.created', ({ message }) => written(message));
  live.on('chat.offered', ({ chat }) => came(chat, inboxWords().announceOffer));
  live.on('chat.available', ({ chat }) => came(chat, inboxWords().announceAvailable));

  /** Nobody asked him: he is told in words that stay until he has seen them. */
  function given(chat: Chat): void {
    const { givenToYou, openChat, newOffer } = inboxWords().alerts;
    const { name } = chat.contact;
    const action = { label: openChat, run: () => router.go(`/inbox/${chat.id}`) };
    toasts.show({ tone: 'info', text: givenToYou(name, chat.number), action });
    draw({ title: newOffer(name), body: previewOf(chat), path: `/inbox/${chat.id}` });
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

  /** Read out by screen readers, which see no row appear. */
  return { announced: announced as ReadonlySignal<string> };
}

/** The one of this page. */
export function createPageAlerts(services: Services) {
  const sound = services.store(createPageSound);
  return createAlerts(services, {
    isLookedAt: () => document.visibilityState === 'visible' && document.hasFocus(),
    play: () => void sound.play(),
    notify({ title, body, path }) {
      if (!('Notification' in window) || Notification.permission !== 'granted') return;
      const shown = new Notification(title, { body, tag: `parley-${path}`, silent: true });
      shown.addEventListener('click', () => {
        window.focus();
        services.router.go(path);
        shown.close();
      });
    },
  });
}
