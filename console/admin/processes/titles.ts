import type { Process, ProcessParameter } from '../types';
import { processWords } from './words';

/** The shipped ones are called in the reader's language, those of others as they were registered. */
export function processTitle(processes: readonly Process[], name: string): string {
  const process = processes.find((one) => one.name === name);
  if (process === undefined) return name;
  return (process.kind === 'shipped' ? processWords().shipped[name] : undefined) ?? process.title;
}

export function parameterTitle({ name, title, type }: ProcessParameter): string {
  const { parameterTitles } = processWords();
  if (type === 'chat' || type === 'contact') return parameterTitles[type];
  return parameterTitles[name] ?? title;
}
