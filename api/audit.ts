import { type AuditEntry, type AuditSubject, difference } from '../domain/audit';
import { Problem, problemCodes } from '../domain/problem';
import type { User } from '../domain/user';
import type { Tx } from '../storage/database';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import type { ApiDeps } from './deps';

/** How changes of one kind of thing are written to the audit log. */
export interface Audit {
  kind: string;
  /** How the thing stands, without secrets and without anything of clients; null when it is not there. */
  read(id: string, tx?: Tx): Promise<object | null>;
  /** The thing's id; else `params.id`, and on creation the new one. */
  idOf?(params: Record<string, string>, body: unknown): string;
}

export interface AuditedUnit extends UnitOfWork {
  /** Another thing that changes with the one asked for. */
  also(subject: AuditSubject, states: Pick<AuditEntry, 'before' | 'after'>): void;
}

/** How a request's handler changes things. */
export interface Recorder {
  /** Makes a change in one transaction, with its entry in the audit log, then sees to what has to follow from it. */
  change<T>(work: (unit: AuditedUnit) => Promise<T>): Promise<T>;
  /** For what is no transaction of the handler's: the entry is written before, and settled after. */
  audited<T>(work: () => Promise<T>): Promise<T>;
  /** The handler has done its work: nothing that is audited goes without an entry. */
  complete(): Promise<void>;
}

interface Asked {
  /** The operation's name. */
  what: string;
  audit: Audit | undefined;
  user: User | null;
  params: Record<string, string>;
  body: unknown;
  newId: string;
  /** Whether the operation changes something whenever it succeeds. */
  isChange: boolean;
}

export type RecorderFor = (asked: Asked) => Recorder;

export function createAuditing({ storage, consequences }: Pick<ApiDeps, 'storage' | 'consequences'>): RecorderFor {
  return ({ what, audit, user, params, body, newId, isChange }) => {
    const subjectId = audit?.idOf?.(params, body) ?? params.id ?? newId;
    let isWritten = false;

    const entryOf = (states: Pick<AuditEntry, 'before' | 'after'>): AuditEntry => ({
      id: newId,
      at: new Date(),
      userId: user?.id ?? null,
      what,
      subject: { kind: audit?.kind ?? '', id: subjectId },
      fields: fieldsOf(body),
      ...difference(states.before, states.after),
      outcome: 'done',
    });

    async function change<T>(work: (unit: AuditedUnit) => Promise<T>): Promise<T> {
      const { result, chores } = await commit(storage, async (unit) => {
        const others: AuditEntry[] = [];
        const also: AuditedUnit['also'] = (subject, states) => {
          others.push({ ...entryOf(states), id: `${newId}:${subject.kind}:${subject.id}`, subject, fields: [] });
        };
        const before = (await audit?.read(subjectId, unit.tx)) ?? null;
        const done = await work({ ...unit, also });
        const after = (await audit?.read(subjectId, unit.tx)) ?? null;
        const own = audit === undefined ? [] : [entryOf({ before, after })];
        await storage.auditLog.add(unit.tx, [...own, ...others]);
        return done;
      });
      isWritten = true;
      await consequences.perform(chores);
      return result;
    }

    async function audited<T>(work: () => Promise<T>): Promise<T> {
      const before = (await audit?.read(subjectId)) ?? null;
      await storage.auditLog.ask(entryOf({ before: null, after: null }));
      isWritten = true;
      try {
        const result = await work();
        const after = (await audit?.read(subjectId)) ?? null;
        await storage.auditLog.settle(newId, difference(before, after));
        return result;
      } catch (error) {
        if (isRefusal(error)) await storage.auditLog.dismiss(newId);
        throw error;
      }
    }

    async function complete(): Promise<void> {
      if (audit === undefined || !isChange || isWritten) return;
      const after = await audit.read(subjectId);
      await storage.inTransaction((tx) => storage.auditLog.add(tx, [entryOf({ before: after, after })]));
    }

    return { change, audited, complete };
  };
}

/** Nothing was done; of other errors that is not known. */
function isRefusal(error: unknown): boolean {
  return error instanceof Problem && problemCodes[error.code] < 500;
}

function fieldsOf(body: unknown): string[] {
  return typeof body === 'object' && body !== null ? Object.keys(body).sort() : [];
}
