/** What of the audit log is shown; all empty: everything. */
export interface AuditFilters {
  userId: string;
  what: string;
  subjectKind: string;
  subjectId: string;
  /** Local time, as a browser's field has it: `2026-03-05T14:05`. */
  from: string;
  to: string;
}

export const noFilters: AuditFilters = { userId: '', what: '', subjectKind: '', subjectId: '', from: '', to: '' };

const names = Object.keys(noFilters) as Array<keyof AuditFilters>;

/** Filters stand in the address, so that a view can be kept and sent. */
export function filtersIn(query: URLSearchParams): AuditFilters {
  return Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''])) as unknown as AuditFilters;
}

export function addressOf(path: string, filters: AuditFilters): string {
  const query = new URLSearchParams();
  for (const name of names) if (filters[name] !== '') query.set(name, filters[name]);
  return query.size === 0 ? path : `${path}?${query}`;
}

/** As the API takes them: times in UTC. */
export function queryOf({ from, to, ...filters }: AuditFilters): Record<string, string> {
  const times = { from: inUtc(from), to: inUtc(to) };
  return { ...filters, subjectId: filters.subjectId.trim(), ...times };
}

function inUtc(local: string): string {
  const at = local === '' ? Number.NaN : Date.parse(local);
  return Number.isNaN(at) ? '' : new Date(at).toISOString();
}
