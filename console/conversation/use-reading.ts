import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ConversationStore } from './conversation-store';
import { isOfClient } from './is-of-client';
import type { Row } from './timeline';
import type { RowsRef } from './use-jump';

/** So near to the end nobody has scrolled away from it. */
const nearEndPx = 60;

/** Where in a conversation somebody reads: at its end what comes is read, elsewhere the place is kept. */
export function useReading(conversation: ConversationStore, rows: readonly Row[]) {
  const rowsRef: RowsRef = useRef(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const [topDay, setTopDay] = useState<string | null>(null);
  const atEnd = useRef(true);
  const lastTop = useRef(0);
  const lastHeight = useRef(0);
  const { messages, unseenFromId } = conversation;

  useWatching(conversation, isAtEnd);
  useEndKept(rowsRef, atEnd, rows);

  /** What still leads to the end is given up. */
  function leaveEnd(): void {
    if (atEnd.current) rowsRef.current?.cancelScroll();
    atEnd.current = false;
  }

  function onScroll(): void {
    const list = rowsRef.current;
    const element = list?.scrollElement;
    if (!list || !element) return;
    const isSameHeight = element.scrollHeight === lastHeight.current;
    const isNearEnd = distanceFromEnd(element) <= nearEndPx;
    if (!isNearEnd && (element.scrollTop < lastTop.current || isSameHeight)) leaveEnd();
    // While rows are put in above, the list stands at its end for a moment: it counts if it still stands there when they are drawn.
    if (isNearEnd && isSameHeight) atEnd.current = true;
    else if (isNearEnd && !atEnd.current) requestAnimationFrame(onScroll);
    lastTop.current = element.scrollTop;
    lastHeight.current = element.scrollHeight;
    setAtEnd(atEnd.current);
    const top = rows[list.getVirtualItemForOffset(element.scrollTop)?.index ?? -1];
    setTopDay(top === undefined || top.kind === 'day' || top.kind === 'new' || atEnd.current ? null : dayOf(top.at));
  }

  return {
    rowsRef,
    leaveEnd,
    isAtEnd,
    topDay,
    newCount: isAtEnd ? 0 : countFrom(messages.value, unseenFromId.value),
    onScroll,

    /** Beginning at its end, a conversation shows its first rows for a moment. */
    onNearStart(): void {
      const element = rowsRef.current?.scrollElement;
      if (element && element.scrollTop > element.clientHeight * 2) return;
      if (conversation.olderError.value === null) void conversation.loadOlder();
    },

    toEnd(): void {
      const list = rowsRef.current;
      list?.scrollToEnd();
      list?.scrollElement?.focus({ preventScroll: true });
    },
  };
}

function distanceFromEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number {
  return scrollHeight - scrollTop - clientHeight;
}

/** Somebody looks at the end while it is in sight and the page is in front. */
function useWatching(conversation: ConversationStore, isAtEnd: boolean): void {
  useEffect(() => {
    const look = () => conversation.watch(isAtEnd && document.visibilityState === 'visible');
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      conversation.watch(false);
    };
  }, [conversation, isAtEnd]);
}

/** At its end a list stays there: when something comes, when rows turn out to be higher, and when the list becomes lower by a longer answer under it. */
function useEndKept(rowsRef: RowsRef, atEnd: { current: boolean }, rows: readonly Row[]): void {
  const keep = () => {
    const element = rowsRef.current?.scrollElement;
    // At once, and not as a command of the list's, which would still hold when the reader has gone upward.
    if (atEnd.current && element) element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(keep, [rows]);
  useEffect(() => {
    const element = rowsRef.current?.scrollElement;
    if (!element) return;
    const observer = new ResizeObserver(keep);
    observer.observe(element);
    if (element.firstElementChild !== null) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
}

function countFrom(messages: ConversationStore['messages']['value'], fromId: string | null): number {
  const from = fromId === null ? -1 : messages.findIndex(({ id }) => id === fromId);
  return from === -1 ? 0 : messages.slice(from).filter(isOfClient).length;
}

/** The same for all times of a day, so that nothing is drawn anew for each row. */
function dayOf(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getFullYear(), at.getMonth(), at.getDate(), 12).toISOString();
}
