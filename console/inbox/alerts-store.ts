import { effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import { remembered } from '../app/remembered';
import type { Services } from '../app/services';
import { unreadMessages } from '../app/title';
import type { Chat, Message } from '../app/types';
import { previewOf } from '../ui/preview';
import { createChatsStore } from './chats-store';
import { createSound } from './sound';
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

interface Attention {
  /** Somebody looks at this page now. */
  isLookedAt: () => boolean;
  play: () => void;
  notify: (told: { title: string; body: string; chatId: string }) => void;
}

/** What draws an operator's attention: the sound, notifications of the desktop, the count in the tab's title, and what is read out. */
export function createAlerts(
  services: Pick<Services, 'api' | 'live' | 'router' | 'store' | 'toasts'>,
  attention: Attention,
) {
  const { api, live, router, toasts } = services;
  const chats = services.store(createChatsStore);
  const announced = signal('');

  effect(() => {
    unreadMessages.value = chats.unreadMessages.value;
  });

  const isInSight = (chatId: string) => attention.isLookedAt() && router.place.peek().path === `/inbox/${chatId}`;

  function draw(told: { title: string; body: string; chatId: string }): void {
    if (soundChoice.peek() === 'on') attention.play();
    if (desktopChoice.peek() === 'on' && !attention.isLookedAt()) attention.notify(told);
  }

  function written(message: Message): void {
    const chat = chats.chatOf(message.chatId);
    if (message.direction !== 'incoming' || chat?.status !== 'active' || isInSight(message.chatId)) return;
    const title = inboxWords().alerts.newMessage(chat.contact.name);
    draw({ title, body: previewOf({ lastMessage: message }), chatId: message.chatId });
  }

  function came(chat: Chat, say: (name: string) => string): void {
    const { name } = chat.contact;
    announced.value = say(name);
    draw({ title: inboxWords().alerts.newOffer(name), body: previewOf(chat), chatId: chat.id });
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
    draw({ title: newOffer(name), body: previewOf(chat), chatId: chat.id });
  }

  effect(() => {
    const chat = chats.given.value;
    if (chat !== null) untracked(() => given(chat));
  });

  /** What a process tells the user beside his chats; it stays until he has seen it. */
  live.on('notification.created', ({ notification: { id, text, chatId } }) => {
    if (soundChoice.peek() === 'on') attention.play();
    const open = () => {
      router.go(`/chats/${chatId}`);
      // Not worth a word when it fails: it is only told once more.
      api.post(`/api/notifications/${id}/read`).catch(() => undefined);
    };
    toasts.show({ tone: 'info', text, action: { label: inboxWords().alerts.openChat, run: open } });
  });

  /** Read out by screen readers, which see no row appear. */
  return { announced: announced as ReadonlySignal<string> };
}

/** The one of this page. */
export function createPageAlerts(services: Services) {
  const sound = createSound(services);
  return createAlerts(services, {
    isLookedAt: () => document.visibilityState === 'visible' && document.hasFocus(),
    play: () => void sound.play(),
    notify({ title, body, chatId }) {
      if (!('Notification' in window) || Notification.permission !== 'granted') return;
      const shown = new Notification(title, { body, tag: `parley-${chatId}`, silent: true });
      shown.addEventListener('click', () => {
        window.focus();
        services.router.go(`/inbox/${chatId}`);
        shown.close();
      });
    },
  });
}
