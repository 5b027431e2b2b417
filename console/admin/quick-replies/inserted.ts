/** A text with something put in place of what is marked, and where the caret is then. */
export function inserted(text: string, what: string, from: number, to: number): { text: string; caret: number } {
  return { text: text.slice(0, from) + what + text.slice(to), caret: from + what.length };
}
