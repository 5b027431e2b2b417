import type { z } from 'zod';
import type { parameterField } from '../../../api/shapes/process';
import { type Language, languages } from '../../words/language';
import type { ProcessParameter } from '../types';

/** A parameter as it is being typed. */
export interface TypedParameter {
  /** Its row, whatever becomes of its name. */
  key: number;
  type: ProcessParameter['type'];
  name: string;
  title: Record<Language, string>;
  /** One a line. */
  choices: string;
}

export type NewParameter = z.input<typeof parameterField>;

let lastKey = 0;

function nextKey(): number {
  lastKey += 1;
  return lastKey;
}

export function newParameter(): TypedParameter {
  return { key: nextKey(), type: 'boolean', name: '', title: { en: '', ru: '' }, choices: '' };
}

export function typedParameter(parameter: ProcessParameter): TypedParameter {
  const { type, name, titles } = parameter;
  return {
    key: nextKey(),
    type,
    name,
    title: titles,
    choices: parameter.type === 'choice' ? parameter.choices.join('\n') : '',
  };
}

/** Who leaves a language out means the same title in it. */
export function readTitles(titles: Record<Language, string>): Record<Language, string> {
  const given = languages.map((one) => titles[one]).find((title) => title.trim() !== '') ?? '';
  return { en: titles.en.trim() || given, ru: titles.ru.trim() || given };
}

/** As the API takes it. What is filled in from the chat has the name that the API gives it. */
export function readParameter({ type, name, title: typed, choices }: TypedParameter): NewParameter {
  const title = readTitles(typed);
  switch (type) {
    case 'chat':
      return { type, name: 'ChatId', title };
    case 'contact':
      return { type, name: 'ContactId', title };
    case 'choice':
      return { type, name, title, choices: lines(choices) };
    default:
      return { type, name, title };
  }
}

/** The lines that are not empty. */
function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
