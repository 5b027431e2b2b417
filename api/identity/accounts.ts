import { randomUUID } from 'node:crypto';
import { difference } from '../../domain/audit';
import type { User } from '../../domain/user';
import { isDuplicate } from '../../storage/database';
import type { Subject } from '../../storage/subjects';
import { commit, type UnitOfWork } from '../../storage/unit-of-work';
import type { ApiDeps } from '../deps';
import { type ClaimedAccount, claimedAccount, loginFor } from './claims';
import type { VerifiedClaims } from './identity-server';

type Deps = Pick<ApiDeps, 'storage' | 'consequences'>;

/** Another process may make the same account, or take its login, in the same moment. */
const attempts = 3;

/** The accounts of people whom the identity server knows: made at first sight, found again by issuer and subject. */
export function createIssuedAccounts({ storage, consequences }: Deps) {
  async function change<T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
    const { result, chores } = await commit(storage, work);
    await consequences.perform(chores);
    return result;
  }

  async function rolesOf({ roles }: ClaimedAccount, { tx }: UnitOfWork): Promise<string[] | null> {
    if (roles === null) return null;
    const ids = await storage.roles.idsNamed(roles, tx);
    const missing = await storage.roles.hold(ids, tx);
    return ids.filter((id) => !missing.includes(id));
  }

  async function add(claims: VerifiedClaims, claimed: ClaimedAccount, unit: UnitOfWork): Promise<User> {
    const isTaken = await storage.users.isLoginTaken(loginFor(claims, false), unit.tx);
    const login = loginFor(claims, isTaken);
    const roleIds = (await rolesOf(claimed, unit)) ?? [];
    const name = claimed.name ?? login;
    const user = { id: randomUUID(), login, name, permissions: claimed.permissions ?? [], roleIds };
    await storage.users.create(user, null, unit.tx);
    await storage.operators.create(user, unit.tx);
    unit.follow({ kind: 'sync_user', userId: user.id });
    await storage.subjects.add({ ...subjectIn(claims, claimed), userId: user.id }, unit.tx);
    await note(unit, 'CreateUser', { id: user.id, before: null, after: user });
    return user;
  }

  async function update(subject: Subject, claims: VerifiedClaims, unit: UnitOfWork): Promise<User | null> {
    const claimed = claimedAccount(claims);
    const before = await storage.users.get(subject.userId, unit.tx);
    if (before === null) return null;
    const roleIds = (await rolesOf(claimed, unit)) ?? before.roleIds;
    const permissions = claimed.permissions ?? before.permissions;
    const name = claimed.name ?? before.name;
    const after = await storage.users.change(before.id, { name, permissions, roleIds }, unit.tx);
    if (name !== before.name) await storage.operators.rename(before.id, name, unit.tx);
    if (!sameMembers(roleIds, before.roleIds)) unit.follow({ kind: 'sync_user', userId: before.id });
    await storage.subjects.note(subject.id, subjectIn(claims, claimed), unit.tx);
    await note(unit, 'ChangeUser', { id: before.id, before, after });
    return after;
  }

  /** The issuer is nobody here: the entry has no user. Most tokens that are newer change nothing. */
  async function note(
    { tx }: UnitOfWork,
    what: 'CreateUser' | 'ChangeUser',
    { id, before, after }: { id: string; before: User | null; after: User | null },
  ): Promise<void> {
    const differs = difference(before, after);
    if (before !== null && Object.keys(differs.after ?? {}).length === 0) return;
    const subject = { kind: 'user', id };
    const entry = { id: randomUUID(), at: new Date(), userId: null, what, subject, fields: [], ...differs };
    await storage.auditLog.add(tx, [{ ...entry, outcome: 'done' }]);
  }

  async function look(claims: VerifiedClaims): Promise<User | null> {
    const subject = await storage.subjects.find(claims);
    if (subject === null) return change((unit) => add(claims, claimedAccount(claims), unit));
    if (isRefused(subject, claims)) return null;
    return isNews(subject, claims)
      ? change((unit) => update(subject, claims, unit))
      : storage.users.get(subject.userId);
  }

  return {
    /** Null when an administrator has ended what was issued until then. */
    async userOf(claims: VerifiedClaims): Promise<User | null> {
      for (let attempt = 1; ; attempt++) {
        try {
          return await look(claims);
        } catch (error) {
          if (!isDuplicate(error) || attempt === attempts) throw error;
        }
      }
    },
  };
}

function subjectIn(claims: VerifiedClaims, claimed: ClaimedAccount) {
  return { issuer: claims.iss, subject: claims.sub, issuedAt: claims.iat, claimed: JSON.stringify(claimed) };
}

/** Of two tokens the one that was issued last counts, whichever is used. */
function isNews(subject: Subject, claims: VerifiedClaims): boolean {
  const { issuedAt, claimed } = subject;
  if (claims.iat !== null && issuedAt !== null && claims.iat !== issuedAt) return claims.iat > issuedAt;
  return claimed !== JSON.stringify(claimedAccount(claims));
}

/** A token that does not say when it was issued counts as issued before. */
function isRefused({ refusedUntil }: Subject, { iat }: VerifiedClaims): boolean {
  return refusedUntil !== null && (iat === null || iat * 1_000 <= refusedUntil.getTime());
}

function sameMembers(some: string[], others: string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one));
}
