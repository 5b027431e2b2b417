import { isField } from './shortcuts';

/** What every input method's keys are reported as, whatever they are. */
const keyOfInputMethods = 229;

/** Safari tells of the Enter that ends a composition when that is over: only the key's number says what it was for. */
function isForInputMethod({ isComposing, keyCode }: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return isComposing || keyCode === keyOfInputMethods;
}

/** Keys by which an input method is told which word is meant do nothing else: no field sends, chooses or closes anything by them. */
export function leaveKeysToInputMethods(document: Pick<Document, 'addEventListener'>): void {
  document.addEventListener(
    'keydown',
    (event) => {
      if (isForInputMethod(event) && isField(event.target)) event.stopPropagation();
    },
    { capture: true },
  );
}
