/** The names in the braces of a sentence: `There is a role {name} already.` has `name`. */
type NamesIn<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** A sentence in another language: its words, or what makes them of the values in it. */
type Wording<S extends string> = string | ((values: Record<NamesIn<S>, string>) => string);

/** By the English sentence, with what only the running service knows in braces. A value called `sentence` is put into the language itself. */
export type Sentences = Readonly<Record<string, string | ((values: Record<string, string>) => string)>>;

export function defineSentences<S extends string>(sentences: { [K in S]: Wording<K> }): Sentences {
  return sentences as Sentences;
}

const plural = new Intl.PluralRules('ru');

/** A number, which came as text, with its noun: in the form after 1, 21, 31…, in that after 2 to 4, and in that after all others. */
export function count(number: string, one: string, few: string, many = few): string {
  const form = plural.select(Number(number));
  return `${number} ${form === 'one' ? one : form === 'few' ? few : many}`;
}

const units: Readonly<Record<string, string>> = { MB: 'МБ', KB: 'КБ' };

/** A size as `sizeInWords` writes it, after "не больше" or "до". */
export function size(inEnglish: string): string {
  const [number = '', unit = ''] = inEnglish.split(' ');
  if (/^bytes?$/.test(unit)) return count(number, 'байта', 'байт');
  return `${number.replace('.', ',')} ${units[unit] ?? unit}`.trim();
}
