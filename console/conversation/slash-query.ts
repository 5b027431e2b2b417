/** Where a quick reply is being asked for in a text: what is typed after a `/` at the beginning, or after a space. */
export interface SlashQuery {
  /** Of the `/`. */
  start: number;
  end: number;
  query: string;
}

const atCaret = /(?:^|\s)\/([^\s/]{0,60})$/u;
/** At the beginning of the text nothing else can be meant, so that more than one word may be looked for. */
const atBeginning = /^\/([^\n/]{0,60})$/u;

export function slashQueryAt(text: string, caret: number): SlashQuery | null {
  const before = text.slice(0, caret);
  const found = atBeginning.exec(before) ?? atCaret.exec(before);
  const query = found?.[1];
  if (query === undefined) return null;
  return { start: caret - query.length - 1, end: caret, query: query.trim() };
}
