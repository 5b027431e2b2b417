import type { ApiClient } from './api-client';

export interface AuditEntry {
  id: string;
  at: string;
  user: { id: string; name: string } | null;
  what: string;
  subject: { kind: string; id: string };
  fields: string[];
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  outcome: string;
}

/** The newest entries that fit, as an administrator reads them. */
export async function auditLog(admin: ApiClient, query: string): Promise<AuditEntry[]> {
  return (await admin.ok<{ items: AuditEntry[] }>('GET', `/api/audit-log?limit=200&${query}`)).items;
}
