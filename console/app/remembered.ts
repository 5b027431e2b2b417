import { type Signal, signal } from '@preact/signals';

/** Where browsers keep texts; null where they refuse to (private windows, blocked cookies). */
export function browserStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/** A choice that outlives the page: kept when it is made, and taken over when another tab makes it. */
export function remembered<T extends string>(
  key: string,
  { read, otherwise }: { read: (text: string) => T | null; otherwise: () => T },
): Signal<T> {
  const storage = browserStorage();
  const kept = storage?.getItem(key) ?? null;
  const choice = signal<T>((kept === null ? null : read(kept)) ?? otherwise());
  let first = true;
  choice.subscribe((value) => {
    if (!first) storage?.setItem(key, value);
    first = false;
  });
  globalThis.addEventListener?.('storage', ({ key: changed, newValue }: StorageEvent) => {
    const value = changed === key && newValue !== null ? read(newValue) : null;
    if (value !== null) choice.value = value;
  });
  return choice;
}
