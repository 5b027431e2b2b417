import { type ReadonlySignal, signal } from '@preact/signals';

export interface Toast {
  id: number;
  tone: 'info' | 'success' | 'error';
  text: string;
  /** Something to do about it, such as undoing or trying again. */
  action?: { label: string; run: () => void };
}

/** Long enough to read two lines; errors and those with an action stay until they are closed. */
const shownMs = 6_000;
const mostAtOnce = 4;

/** Sentences that come and go at the edge of the page. */
export function createToasts() {
  const shown = signal<Toast[]>([]);
  let lastId = 0;

  function dismiss(id: number): void {
    shown.value = shown.value.filter((toast) => toast.id !== id);
  }

  return {
    shown: shown as ReadonlySignal<Toast[]>,
    dismiss,
    show(toast: Omit<Toast, 'id'>): void {
      lastId += 1;
      const id = lastId;
      const others = shown.value.filter(({ text }) => text !== toast.text);
      shown.value = [...others, { ...toast, id }].slice(-mostAtOnce);
      if (toast.tone !== 'error' && toast.action === undefined) setTimeout(() => dismiss(id), shownMs);
    },
  };
}

export type Toasts = ReturnType<typeof createToasts>;
