import { useRef } from 'preact/hooks';
import { useShortcuts } from '../app/use-global-shortcuts';
import type { Row } from './timeline';
import type { RowsRef } from './use-jump';
import { conversationWords } from './words';

/** Until a row that was scrolled to is drawn, in frames. */
const mostFrames = 30;

const isRead = ({ kind }: Row) => kind !== 'day' && kind !== 'new';

/** The id of the message that has the focus, or in which something has it. */
export function focusedMessageId(): string | null {
  const row = document.activeElement?.closest('[role="listitem"]') ?? null;
  return row?.querySelector<HTMLElement>('[data-message]')?.dataset.message ?? null;
}

/** The messages by keyboard: arrows lead from one to the next, Tab into the one that has the focus. */
export function useMessageKeys({
  rows,
  rowsRef,
  leaveEnd,
}: {
  rows: readonly Row[];
  rowsRef: RowsRef;
  leaveEnd: () => void;
}) {
  const latest = useRef(rows);
  latest.current = rows;
  /** The row that is to have the focus as soon as it is drawn: keys that come faster go on from it. */
  const wantedKey = useRef<string | null>(null);

  function focusRow(index: number): void {
    const key = latest.current[index]?.key;
    if (key === undefined) return;
    if (index < latest.current.length - 1) leaveEnd();
    rowsRef.current?.scrollToIndex(index, { align: 'auto' });
    wantedKey.current = key;
    const tryFocus = (frames: number) => {
      if (wantedKey.current !== key) return;
      const list = rowsRef.current?.scrollElement;
      const row = list?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);
      if (row || frames === 0) wantedKey.current = null;
      if (row) row.focus({ preventScroll: true });
      else if (frames > 0) requestAnimationFrame(() => tryFocus(frames - 1));
    };
    tryFocus(mostFrames);
  }

  function at(): number {
    const key = wantedKey.current ?? document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row;
    return latest.current.findIndex((row) => row.key === key);
  }

  /** From the list itself one begins at its end. */
  function step(by: 1 | -1): void {
    const from = at();
    let to = from === -1 ? latest.current.length - 1 : from + by;
    for (let row = latest.current[to]; row !== undefined && !isRead(row); row = latest.current[to]) to += by;
    focusRow(to);
  }

  useShortcuts(() => {
    const group = () => conversationWords().shortcuts.group;
    const label = () => conversationWords().shortcuts.messages;
    const run = () => focusRow(latest.current.findLastIndex(isRead));
    return [{ keys: 'alt+m', group, label, run, inFields: true }];
  });

  return {
    focusRow,
    onKeyDown(event: KeyboardEvent): void {
      if ((event.target as Element).closest('audio, video') !== null) return;
      if (event.key === 'ArrowUp') step(-1);
      else if (event.key === 'ArrowDown') step(1);
      else if (event.key === 'Home') focusRow(latest.current.findIndex(isRead));
      else if (event.key === 'End') focusRow(latest.current.findLastIndex(isRead));
      else return;
      event.preventDefault();
    },
  };
}
