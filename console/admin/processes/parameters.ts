import type { ProcessParameter } from '../types';

/** A parameter as it is being typed. */
export interface TypedParameter {
  /** Its row, whatever becomes of its name. */
  key: number;
  type: ProcessParameter['type'];
  name: string;
  title: string;
  /** One a line. */
  choices: string;
}

let lastKey = 0;

function nextKey(): number {
  lastKey += 1;
  return lastKey;
}

export function newParameter(): TypedParameter {
  return { key: nextKey(), type: 'boolean', name: '', title: '', choices: '' };
}

export function typedParameter(parameter: ProcessParameter): TypedParameter {
  const { type, name, title } = parameter;
  return {
    key: nextKey(),
    type,
    name,
    title,
    choices: parameter.type === 'choice' ? parameter.choices.join('\n') : '',
  };
}

/** As the API takes it. What is filled in from the chat has the name that the API gives it. */
export function readParameter({ type, name, title, choices }: TypedParameter): ProcessParameter {
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
