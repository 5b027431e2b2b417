export const answerFieldId = 'answer';

/** On with writing, where the chat can be answered. */
export function focusAnswer(): void {
  document.getElementById(answerFieldId)?.focus();
}
