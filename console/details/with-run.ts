import type { ProcessRun } from '../app/types';

/** Runs, newest first, with one as it is now. That it began may be heard after that it ended, which stays. */
export function withRun(before: ProcessRun[], run: ProcessRun): ProcessRun[] {
  const known = before.find(({ id }) => id === run.id);
  if (known === undefined) return [run, ...before];
  if (run.status === 'started') return before;
  return before.map((one) => (one.id === run.id ? run : one));
}
