import type { Virtualizer } from '@tanstack/virtual-core';
import { useEffect, useState } from 'preact/hooks';
import { useServices } from '../app/services';
import type { Message } from '../app/types';
import type { ConversationStore } from './conversation-store';
import type { Row } from './timeline';
import { conversationWords } from './words';

/** Whether a message stands in a row, by itself or with others of its album. */
export function isIn({ message, album }: Extract<Row, { kind: 'message' }>, messageId: string | null): boolean {
  return message.id === messageId || album.some(({ id }) => id === messageId);
}

export interface RowsRef {
  current: Virtualizer<HTMLDivElement, HTMLDivElement> | null;
}

/** As long as a message is marked that was jumped to. */
const markedMs = 2_400;

/** Goes to a message, loading what lies between, and marks it for a moment. */
export function useJump({
  conversation,
  rows,
  rowsRef,
  leaveEnd,
  focusMessageId,
  focusRow,
}: {
  conversation: ConversationStore;
  rows: readonly Row[];
  rowsRef: RowsRef;
  leaveEnd: () => void;
  focusMessageId: string | undefined;
  focusRow: (index: number) => void;
}) {
  const { toasts } = useServices();
  const [foundId, setFoundId] = useState<string | null>(null);
  const [wantedId, setWantedId] = useState<string | null>(null);

  async function jump(isIt: (message: Message) => boolean): Promise<void> {
    await conversation.find(isIt);
    const message = conversation.messages.value.find(isIt);
    if (message !== undefined) setWantedId(message.id);
    // That what is older could not be loaded is told at the top.
    else if (conversation.olderError.value === null) toasts.show({ tone: 'info', text: conversationWords().notFound });
  }

  useEffect(() => {
    if (focusMessageId !== undefined) void jump(({ id }) => id === focusMessageId);
  }, [focusMessageId, conversation]);

  // The rows that were loaded are drawn by now.
  useEffect(() => {
    if (wantedId === null) return;
    const index = rows.findIndex((row) => row.kind === 'message' && isIn(row, wantedId));
    if (index === -1) return;
    leaveEnd();
    // Whoever has followed a quote reads on where it has led.
    if (rowsRef.current?.scrollElement?.contains(document.activeElement)) focusRow(index);
    rowsRef.current?.scrollToIndex(index, { align: 'center' });
    setFoundId(wantedId);
    setWantedId(null);
  }, [wantedId, rows]);

  useEffect(() => {
    if (foundId === null) return;
    const timer = setTimeout(() => setFoundId(null), markedMs);
    return () => clearTimeout(timer);
  }, [foundId]);

  return { foundId, jump };
}
