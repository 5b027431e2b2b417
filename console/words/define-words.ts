import { type Language, language } from './language';

/** What a language has to bring where English brings this: texts for texts, and functions of the same arguments. */
export type SameWords<W> = {
  readonly [K in keyof W]: W[K] extends string
    ? string
    : W[K] extends (...values: infer A) => string
      ? (...values: A) => string
      : SameWords<W[K]>;
};

/**
 * The words of one area, in every language. The returned function gives those of the language that is chosen now; a component that
 * calls it is drawn anew when another is chosen.
 */
export function defineWords<W>(words: { en: W; ru: SameWords<W> }): () => SameWords<W> {
  const byLanguage: Record<Language, SameWords<W>> = words as Record<Language, SameWords<W>>;
  return () => byLanguage[language.value];
}
