import { type ReadonlySignal, signal } from '@preact/signals';

export interface Shortcut {
  /**
   * As `KeyboardEvent.key` names it: `?`, `j`, `Escape`; `mod+Enter` with Ctrl or ⌘; `alt+1`; `shift+j`; `g i` for one key after the other.
   * They work in Cyrillic layouts too.
   */
  keys: string;
  /** What it does, in the reader's language, for the list of shortcuts. */
  label: () => string;
  /** The heading that it stands under. */
  group: () => string;
  /** Null: a key of what has the focus, which is only listed here. */
  run: (() => void) | null;
  /** Works while something is being typed, too; only with `mod`, `alt`, Escape or a function key. */
  inFields?: boolean;
  /** Works only with the focus inside an element that this CSS selector matches. */
  within?: string;
}

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'target'>;

const sequenceMs = 1_500;

/** A letter of another alphabet stands for the Latin one on its key. */
function nameOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string {
  const onKey = /^(?:Key|Digit)([A-Z\d])$/.exec(code)?.[1]?.toLowerCase();
  const isLatin = /^[a-z]$/i.test(key);
  const isLetter = isLatin || (code.startsWith('Key') && /^\p{L}$/u.test(key));
  const bare = isLatin ? key.toLowerCase() : (isLetter || altKey) && onKey !== undefined ? onKey : key;
  // Signs such as `?` are made with Shift on some keyboards only.
  const shift = shiftKey && (isLetter || key.length > 1) ? 'shift+' : '';
  return `${ctrlKey || metaKey ? 'mod+' : ''}${altKey ? 'alt+' : ''}${shift}${bare}`;
}

/** Whether letters that are pressed there are text. */
export function isField(target: EventTarget | null): boolean {
  const element = target as { tagName?: string; isContentEditable?: boolean; type?: string } | null;
  if (element?.isContentEditable) return true;
  if (element?.tagName === 'INPUT') return !/^(checkbox|radio|button|submit|file)$/.test(element.type ?? '');
  return element?.tagName === 'TEXTAREA' || element?.tagName === 'SELECT';
}

function isWithin(target: EventTarget | null, selector: string): boolean {
  const element = target as { closest?: (selector: string) => unknown } | null;
  return (element?.closest?.(selector) ?? null) !== null;
}

/** The keys that do something at the moment; areas add theirs while they are shown. */
export function createShortcuts(now: () => number = Date.now) {
  const all = signal<Shortcut[]>([]);
  let before: { name: string; atMs: number } | null = null;

  return {
    all: all as ReadonlySignal<Shortcut[]>,

    /** Returns what takes them away. What was added last goes first. */
    add(shortcuts: Shortcut[]): () => void {
      all.value = [...shortcuts, ...all.value];
      return () => {
        all.value = all.value.filter((one) => !shortcuts.includes(one));
      };
    },

    /** True if the key did something, and is to do nothing else. */
    press(event: Pressed): boolean {
      const name = nameOf(event);
      const isTyping = isField(event.target);
      const sequence = before !== null && now() - before.atMs < sequenceMs ? `${before.name} ${name}` : null;
      before = isTyping ? null : { name, atMs: now() };
      const fits = ({ keys, run, inFields = false, within }: Shortcut) =>
        run !== null &&
        (keys === sequence || keys === name) &&
        (!isTyping || inFields) &&
        (within === undefined || isWithin(event.target, within));
      const found = all.value.find((one) => fits(one) && one.keys === sequence) ?? all.value.find(fits);
      if (!found?.run) return false;
      before = null;
      found.run();
      return true;
    },
  };
}

export type Shortcuts = ReturnType<typeof createShortcuts>;
