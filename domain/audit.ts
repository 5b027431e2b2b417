/**
 * One administrative change, or one reading of another's chat. People stand in it by their ids, and nothing that a client wrote
 * or is called: it outlives his erasure (domain 9.2).
 */
export interface AuditEntry {
  id: string;
  at: Date;
  /** Who did it; null: Parley by itself. */
  userId: string | null;
  /** The operation's name in the HTTP interface. */
  what: string;
  subject: AuditSubject;
  /** Names of the fields that were given, also of secret ones. */
  fields: string[];
  /** The fields that differ, as they were; null when the thing was not there. */
  before: object | null;
  /** The same fields as they are since; null when the thing is gone. */
  after: object | null;
  outcome: AuditOutcome;
}

export interface AuditSubject {
  kind: string;
  id: string;
}

/** `asked`: it was to be done, and a crash or a silent part left it unknown whether it was. */
export const auditOutcomes = ['done', 'asked'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** What of two states of a thing differs. */
export function difference(before: object | null, after: object | null): Pick<AuditEntry, 'before' | 'after'> {
  if (before === null || after === null) return { before, after };
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const names = [...new Set([...was.keys(), ...is.keys()])];
  const differing = names.filter((name) => JSON.stringify(was.get(name)) !== JSON.stringify(is.get(name)));
  const part = (of: Map<string, unknown>) =>
    Object.fromEntries(differing.flatMap((name) => (of.has(name) ? [[name, of.get(name)]] : [])));
  return { before: part(was), after: part(is) };
}
