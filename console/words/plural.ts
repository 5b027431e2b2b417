import type { Language } from './language';

const rules = new Map<Language, Intl.PluralRules>();

function ruleOf(language: Language): Intl.PluralRules {
  const rule = rules.get(language) ?? new Intl.PluralRules(language);
  rules.set(language, rule);
  return rule;
}

/** "1 chat", "2 chats": the number in front of its form. */
export function pluralEn(count: number, one: string, other: string): string {
  return `${formatCount(count, 'en')} ${ruleOf('en').select(count) === 'one' ? one : other}`;
}

/** «1 чат», «2 чата», «5 чатов». */
export function pluralRu(count: number, forms: { one: string; few: string; many: string }): string {
  const form = ruleOf('ru').select(count);
  const word = form === 'one' || form === 'few' ? forms[form] : Number.isInteger(count) ? forms.many : forms.few;
  return `${formatCount(count, 'ru')} ${word}`;
}

export function formatCount(count: number, language: Language): string {
  return new Intl.NumberFormat(language).format(count);
}
