import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { isField } from '../app/shortcuts';
import { inList } from '../inbox/panes';
import { isTouched } from './focus-answer';

/** What has letters of its own: the keys of the list, of menus and dialogs, of a player. */
const withLetters = `${inList}, dialog, [popover], [role="menu"], [role="listbox"], audio, video`;
const openOver = 'dialog[open], :popover-open';
/** A letter is still being made: by a dead key, or by an input method. */
const unfinished = new Set(['Dead', 'Process']);

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'getModifierState'>;

/** Whether a key makes text. A space presses the button that has the focus, as everywhere. */
export function isText(event: Pressed): boolean {
  const { key, ctrlKey, metaKey, altKey } = event;
  // Some systems report AltGr, which makes signs, as Ctrl with Alt.
  if ((ctrlKey || metaKey || altKey) && !event.getModifierState('AltGraph')) return false;
  return unfinished.has(key) || (key !== ' ' && [...key].length === 1);
}

/** Whether the focus may be taken to the answer: nothing has it, or the row by which the chat was opened. */
export function isFree(focused: Element | null): boolean {
  if (focused === null || focused === document.body) return true;
  return focused.closest(inList) !== null && !isField(focused) && !isTouched();
}

/** Text typed outside of every field goes into the answer, from its first letter on. */
export function useTypingAnywhere(field: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const answer = field.current;
      if (answer === null || answer.offsetParent === null || !isText(event) || isField(event.target)) return;
      if ((event.target as Element).closest(withLetters) !== null || document.querySelector(openOver) !== null) return;
      // The browser puts the letter into what has the focus when the key has been heard.
      answer.focus();
      event.stopPropagation();
    };
    window.addEventListener('keydown', pressed, { capture: true });
    return () => window.removeEventListener('keydown', pressed, { capture: true });
  }, [field]);
}
