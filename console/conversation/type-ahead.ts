import { effect } from '@preact/signals';
import type { Services } from '../app/services';
import unseen from '../ui/unseen.module.css';
import type { Composer } from './composer-store';
import { onSessionChange } from './session-change';
import { conversationWords } from './words';

/**
 * A field out of sight that has the focus from the moment in which a chat is taken until its answer is drawn: what is typed meanwhile is part of
 * the answer, and never a command. A real field, so that dead keys, input methods and the keyboard of a phone work from the first letter on.
 */
function createTypeAhead(document: Document) {
  let field: HTMLTextAreaElement | null = null;
  let isComposing = false;
  let target: HTMLTextAreaElement | null = null;
  let stop = (): void => {};

  function end(): void {
    stop();
    const left = field;
    field = null;
    target = null;
    isComposing = false;
    left?.remove();
  }

  function moveOn(): void {
    if (target === null || isComposing) return;
    const to = target;
    // It is drawn anew a moment after something was typed.
    if (field !== null) to.value = field.value;
    to.focus({ preventScroll: true });
    to.setSelectionRange(to.value.length, to.value.length);
    end();
  }

  return {
    begin(composer: Composer): void {
      end();
      const area = document.createElement('textarea');
      area.className = unseen.unseen ?? '';
      area.ariaLabel = conversationWords().composer.label;
      area.addEventListener('input', () => {
        composer.text.value = area.value;
      });
      area.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
        event.preventDefault();
        composer.send();
      });
      area.addEventListener('compositionstart', () => {
        isComposing = true;
      });
      area.addEventListener('compositionend', () => {
        isComposing = false;
        moveOn();
      });
      // Whoever goes elsewhere means it; a window in the background comes back to where one was.
      area.addEventListener('blur', () =>
        queueMicrotask(() => field === area && document.activeElement !== area && end()),
      );
      stop = effect(() => {
        if (area.value !== composer.text.value) area.value = composer.text.value;
      });
      // Part of what is shown, so that nobody takes the focus for lost.
      (document.getElementById('content') ?? document.body).append(area);
      field = area;
      area.focus({ preventScroll: true });
      area.setSelectionRange(area.value.length, area.value.length);
    },

    /** The answer is drawn: on there, if somebody is typing ahead. */
    moveTo(answer: HTMLTextAreaElement): void {
      if (field === null) return;
      target = answer;
      moveOn();
    },

    end,
  };
}

/** The one of this page. */
export function createPageTypeAhead({ session }: Pick<Services, 'session'>) {
  const typeAhead = createTypeAhead(document);
  onSessionChange(session, typeAhead.end);
  return typeAhead;
}
