import type { AuditEntry } from '../types';

export interface Difference {
  name: string;
  /** Null: it was not there. */
  before: string | null;
  after: string | null;
}

/** The fields that an entry tells of, each with both of its values as text. */
export function differences({ before, after }: Pick<AuditEntry, 'before' | 'after'>): Difference[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .filter((name) => name !== 'id')
    .map((name) => ({ name, before: shown(before?.[name]), after: shown(after?.[name]) }))
    .filter((one) => one.before !== one.after);
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (Array.isArray(value) && value.length === 0) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
