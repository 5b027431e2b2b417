/** For how long after a client's last message he may be answered, where his messenger limits it (domain 7.2). */
export interface ReplyWindow {
  /** Milliseconds in which any text may be sent. */
  freeMs: number;
  /** Milliseconds in which a person may still answer, where that is more. */
  personMs?: number;
}

/** How a conversation stands in its window. */
export interface WindowState {
  /** Until when any text may be sent; null when the client has written nothing yet. */
  freeTextUntil: Date | null;
  /** Until when an operator may answer at all without an approved template. */
  answerableUntil: Date | null;
  isOpen: boolean;
}

export function windowState(window: ReplyWindow, lastIncomingAt: Date | null, now: Date): WindowState {
  if (lastIncomingAt === null) return { freeTextUntil: null, answerableUntil: null, isOpen: false };
  const after = (ms: number) => new Date(lastIncomingAt.getTime() + ms);
  const answerableUntil = after(window.personMs ?? window.freeMs);
  return { freeTextUntil: after(window.freeMs), answerableUntil, isOpen: now <= answerableUntil };
}
