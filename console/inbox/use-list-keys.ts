import type { Virtualizer } from '@tanstack/virtual-core';
import type { HTMLAttributes, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useServices, useStore } from '../app/services';
import type { Chat } from '../app/types';
import { useShortcuts } from '../app/use-global-shortcuts';
import { focusAnswer, isTouched } from '../conversation/focus-answer';
import type { ListRow } from './arrange';
import { createChatsStore } from './chats-store';
import { chatFilter } from './list-options';
import { inList } from './panes';
import { useDecisions } from './use-decisions';
import { inboxWords } from './words';

interface ListKeys {
  rows: readonly ListRow[];
  rowsRef: RefObject<Virtualizer<HTMLDivElement, HTMLDivElement> | null>;
  search: RefObject<HTMLInputElement | null>;
  /** The chat that is open. */
  chatId: string | null;
  /** Asks before an offer is declined that nobody has pointed at. */
  onAskToDecline: (chat: Chat) => void;
}

function linkOf(chatId: string): HTMLElement | null {
  return document.querySelector(`[data-chat="${CSS.escape(chatId)}"]`);
}

/** The list by keyboard: where one is in it outlives that rows come, go, change places and are scrolled out of the page. */
export function useListKeys(list: ListKeys): HTMLAttributes<HTMLDivElement> {
  const { router } = useServices();
  const chats = useStore(createChatsStore);
  const { accept, decline } = useDecisions();
  const latest = useRef(list);
  latest.current = list;
  /** The chat that has the focus, or had it last. */
  const cursor = useRef<string | null>(null);
  const hasFocus = useRef(false);
  const near = useRef(0);

  const chatRows = () =>
    latest.current.rows.flatMap((row, index) =>
      row.kind === 'chat' ? [{ id: row.chat.id, place: row.place, index }] : [],
    );

  function focus(target: { id: string; index: number } | undefined): void {
    if (target === undefined) return;
    cursor.current = target.id;
    latest.current.rowsRef.current?.scrollToIndex(target.index, { align: 'auto' });
    const tryFocus = (attempts: number) => {
      const link = linkOf(target.id);
      if (link !== null) link.focus({ preventScroll: true });
      else if (attempts > 0) requestAnimationFrame(() => tryFocus(attempts - 1));
    };
    tryFocus(5);
  }

  function move(step: 1 | -1): void {
    const all = chatRows();
    const from = hasFocus.current ? cursor.current : (latest.current.chatId ?? cursor.current);
    const at = all.findIndex(({ id }) => id === from);
    focus(at === -1 ? all[step === 1 ? 0 : all.length - 1] : (all[at + step] ?? all[at]));
  }

  const offers = () => chatRows().filter(({ place }) => place !== 'active');

  /** The offer that is looked at: the one with the focus, else the open one. */
  function chosen() {
    const named = hasFocus.current ? cursor.current : latest.current.chatId;
    return offers().find(({ id }) => id === named);
  }

  function acceptOffer(): void {
    const offer = chosen() ?? offers()[0];
    if (offer !== undefined) void accept(offer.id);
  }

  function declineOffer(): void {
    const offer = chosen();
    const first = offers().find(({ id }) => !chats.declining.peek().has(id));
    const chat = chats.chatOf(offer?.id ?? first?.id ?? '');
    if (chat === null) return;
    if (offer !== undefined) void decline(chat.id);
    else latest.current.onAskToDecline(chat);
  }

  function undo(): void {
    const ids = [...chats.declining.peek().keys()];
    const id = ids.find((one) => one === chosen()?.id) ?? ids.at(-1);
    if (id !== undefined) chats.undoDecline(id);
  }

  function openNextUnread(): void {
    const active = chatRows().filter(({ place }) => place === 'active');
    const at = active.findIndex(({ id }) => id === latest.current.chatId);
    const next = [...active.slice(at + 1), ...active.slice(0, at + 1)];
    const unread = next.find(({ id }) => (chats.chatOf(id)?.unreadCount ?? 0) > 0 && id !== latest.current.chatId);
    if (unread !== undefined) router.go(`/inbox/${unread.id}`);
  }

  useShortcuts(() => {
    const group = () => inboxWords().keys.group;
    const shortcut = (
      keys: string,
      name: Exclude<keyof ReturnType<typeof inboxWords>['keys'], 'group'>,
      run: () => void,
    ) => ({
      keys,
      group,
      label: () => inboxWords().keys[name],
      run,
    });
    const key = (...parts: Parameters<typeof shortcut>) => ({ ...shortcut(...parts), within: inList });
    return [
      key('j', 'next', () => move(1)),
      key('k', 'previous', () => move(-1)),
      key('a', 'accept', acceptOffer),
      key('d', 'decline', declineOffer),
      key('mod+z', 'undoDecline', undo),
      key('u', 'unread', () => {
        chatFilter.value = chatFilter.peek() === 'unread' ? 'all' : 'unread';
      }),
      key('s', 'search', () => latest.current.search.current?.focus()),
      { ...shortcut('alt+n', 'nextUnread', openNextUnread), inFields: true },
    ];
  });

  useEffect(() => {
    const leave = () => {
      hasFocus.current = false;
    };
    document.addEventListener('pointerdown', leave, { capture: true });
    return () => document.removeEventListener('pointerdown', leave, { capture: true });
  }, []);

  // The row that had the focus was moved or went away: it, or the one in its place, has it again.
  useLayoutEffect(() => {
    const all = chatRows();
    const at = all.findIndex(({ id }) => id === cursor.current);
    if (hasFocus.current && document.activeElement === document.body)
      focus(at === -1 ? all[Math.min(near.current, all.length - 1)] : all[at]);
    if (at !== -1) near.current = at;
  }, [list.rows]);

  return {
    onFocusIn: ({ target }) => {
      const row = (target as HTMLElement).closest('[role="listitem"]');
      const id = row?.querySelector<HTMLElement>('[data-chat]')?.dataset.chat;
      hasFocus.current = true;
      if (id !== undefined) cursor.current = id;
    },
    onFocusOut: ({ relatedTarget }) => {
      // Without a new place, what had the focus has been taken out of the page.
      if (relatedTarget !== null) hasFocus.current = false;
    },
    onClick: ({ target }) => {
      const id = (target as HTMLElement).closest<HTMLElement>('[data-chat]')?.dataset.chat;
      // Another one is opened by its link, and takes the focus when it is drawn.
      if (id !== undefined && id === latest.current.chatId && !isTouched()) focusAnswer();
    },
    onKeyDown: (event) => {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
      const ends = event.key === 'Home' ? chatRows()[0] : event.key === 'End' ? chatRows().at(-1) : null;
      if (step === null && !ends) return;
      event.preventDefault();
      if (step !== null) move(step);
      else if (ends) focus(ends);
    },
  };
}
