/** On a phone a field that gets the focus raises the keyboard over what was opened to be read. */
export const isTouched = (): boolean => matchMedia('(pointer: coarse)').matches;

export const answerFieldId = 'answer';

/** On with writing, where the chat can be answered. */
export function focusAnswer(): void {
  document.getElementById(answerFieldId)?.focus();
}
