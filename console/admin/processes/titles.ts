import type { Process } from '../types';

/** A process that is not registered any more is called by its name. */
export function processTitle(processes: readonly Process[], name: string): string {
  return processes.find((one) => one.name === name)?.title ?? name;
}
