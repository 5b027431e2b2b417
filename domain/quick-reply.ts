/** A template text for operators (domain 1.10). */
export interface QuickReply {
  id: string;
  title: string;
  /** With variables such as `{{contact.firstName}}`. */
  text: string;
  language: string;
}

const quickReplyVariables = ['contact.firstName', 'operator.name', 'chat.number'] as const;
type QuickReplyVariable = (typeof quickReplyVariables)[number];

export type QuickReplyValues = Record<QuickReplyVariable, string>;

const variable = /\{\{([^{}]*)\}\}/g;
/** With what would be left over when there is nothing to fill in: "Hello , …" and ", …" are no sentences. */
const atLineStart = /^[ \t]*\{\{([^{}]*)\}\}[ \t]*[,;:!]?[ \t]*/gm;
const elsewhere = /(?:[ \t]*,)?[ \t]*\{\{([^{}]*)\}\}/g;

function isKnown(name: string): name is QuickReplyVariable {
  return quickReplyVariables.some((known) => known === name);
}

/** Why the text is no template, in words; null when it is one. */
export function flawOf(text: string): string | null {
  const known = quickReplyVariables.map((name) => `{{${name}}}`).join(', ');
  const unknown = [...text.matchAll(variable)].find(([, name = '']) => !isKnown(name.trim()));
  if (unknown) return `has the variable ${unknown[0]}, which nobody knows: there are ${known}`;
  const rest = text.replace(variable, '');
  return /\{\{|\}\}/.test(rest) ? `has a {{ or }} without its other half: variables are ${known}` : null;
}

/** The text as the client is to read it. What is filled in is never read as a template itself. */
export function filled(text: string, values: QuickReplyValues): string {
  const valueFor = (name: string) => (isKnown(name.trim()) ? values[name.trim() as QuickReplyVariable] : undefined);
  const withoutEmpty = (all: string, name: string) => (valueFor(name) === '' ? '' : all);
  return text
    .replace(atLineStart, withoutEmpty)
    .replace(elsewhere, withoutEmpty)
    .replace(variable, (all, name: string) => valueFor(name) ?? all);
}

/** A language and the ones that it falls back on, the nearest first: `de-AT`, `de`. */
export function languagesFor(language: string): string[] {
  const parts = language.split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
}
