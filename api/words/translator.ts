import type { Sentences } from './sentences';

type Wording = Sentences[string];

/** A sentence around values: `There is a role {name} already.` */
interface Pattern {
  /** What stands before, between and after the values. */
  literals: string[];
  names: string[];
  wording: Wording;
}

export type Translate = (text: string) => string;

/** The value that is put into the language itself. */
const inner = 'sentence';
const boundary = /(?<=[.!?]) (?=\p{Lu})/u;

/** The sentences of a text. */
export function sentencesOf(text: string): string[] {
  return text.split(boundary);
}

function patternOf(sentence: string, wording: Wording): Pattern {
  const parts = sentence.split(/\{(\w+)\}/);
  return {
    literals: parts.filter((_, index) => index % 2 === 0),
    names: parts.filter((_, index) => index % 2 === 1),
    wording,
  };
}

/** The values in a text of this pattern, or null. Its time grows with the text and no faster, whatever anybody has put in. */
function valuesIn(text: string, { literals, names }: Pattern): Record<string, string> | null {
  const [first = '', ...others] = literals;
  const last = others.pop() ?? '';
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last)) return null;
  const values: string[] = [];
  let from = first.length;
  for (const literal of others) {
    const at = text.indexOf(literal, from);
    if (at < 0) return null;
    values.push(text.slice(from, at));
    from = at + literal.length;
  }
  if (from > end) return null;
  values.push(text.slice(from, end));
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

/**
 * Puts texts of the service into a language: each of their sentences, with the values that stand in it. What the dictionary
 * does not have, such as a messenger's own words, stays as it is.
 */
export function createTranslator(dictionary: Sentences): Translate {
  const exact = new Map<string, string>();
  const patterns: Pattern[] = [];
  for (const [sentence, wording] of Object.entries(dictionary)) {
    if (typeof wording === 'string' && !/\{\w+\}/.test(sentence)) exact.set(sentence, wording);
    else patterns.push(patternOf(sentence, wording));
  }
  const fixed = ({ literals }: Pattern) => literals.join('').length;
  // What says more comes first: "must be of the kind {kind}" before "{file}: {sentence}".
  patterns.sort((a, b) => fixed(b) - fixed(a));

  /** Null where the dictionary does not have it. In a sentence that stands in another one there is no third. */
  function known(text: string, isInner: boolean): string | null {
    const words = exact.get(text);
    if (words !== undefined) return words;
    for (const pattern of patterns) {
      if (isInner && pattern.names.includes(inner)) continue;
      const values = valuesIn(text, pattern);
      if (values !== null) return worded(pattern.wording, values);
    }
    return null;
  }

  function worded(wording: Wording, values: Record<string, string>): string {
    const { [inner]: sentence } = values;
    const all = sentence === undefined ? values : { ...values, [inner]: translate(sentence, true) };
    if (typeof wording !== 'string') return wording(all);
    return wording.replace(/\{(\w+)\}/g, (_, name: string) => all[name] ?? '');
  }

  function translate(text: string, isInner: boolean): string {
    const sentences = sentencesOf(text);
    const each = sentences.map((sentence) => known(sentence, isInner));
    // Values may hold what looks like the end of a sentence.
    const whole = each.includes(null) ? known(text, isInner) : null;
    return whole ?? each.map((words, index) => words ?? sentences[index]).join(' ');
  }

  return (text) => translate(text, false);
}
