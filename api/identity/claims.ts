import { createHash } from 'node:crypto';
import { z } from 'zod';
import { beginningOf } from '../../domain/graphemes';
import { type Permission, permissions } from '../../domain/user';
import type { VerifiedClaims } from './identity-server';

/** What an account takes from a token. What the token does not speak of is null, and stays as it is. */
export interface ClaimedAccount {
  name: string | null;
  permissions: Permission[] | null;
  /** Names; those that Parley has no role for count for nothing. */
  roles: string[] | null;
}

const text = z.string().trim().min(1);
const longestName = 200;
const longestLogin = 90;
const mostRoles = 100;

/** Reads `name`, `parley_permissions` and `roles`. A claim in a form that cannot be read grants nothing. */
export function claimedAccount({ all }: VerifiedClaims): ClaimedAccount {
  const name = firstText(all.name, all.preferred_username, all.email);
  const permitted = wordsOf(all.parley_permissions, /\s+/);
  return {
    name: name === null ? null : beginningOf(name, longestName),
    permissions: permitted && permissions.filter((one) => permitted.includes(one)),
    roles: wordsOf(all.roles, null)?.slice(0, mostRoles) ?? null,
  };
}

/**
 * A login for somebody who is new: as the issuer calls him, with a mark of who he is when that is wanted. It gives no access
 * to an account that has this login already.
 */
export function loginFor({ iss, sub, all }: VerifiedClaims, isMarked: boolean): string {
  const called = firstText(all.preferred_username, all.email) ?? sub;
  const login = beginningOf(called.replace(/\s+/g, '_'), longestLogin);
  if (!isMarked) return login;
  const mark = createHash('sha256')
    .update(JSON.stringify([iss, sub]))
    .digest('hex')
    .slice(0, 8);
  return `${login}~${mark}`;
}

function firstText(...claims: unknown[]): string | null {
  for (const claim of claims) {
    const read = text.safeParse(claim);
    if (read.success) return read.data;
  }
  return null;
}

/** A list, or one text that may hold several words. */
function wordsOf(claim: unknown, separator: RegExp | null): string[] | null {
  if (claim === undefined) return null;
  const read = z.union([z.array(z.string()), z.string()]).safeParse(claim);
  if (!read.success) return [];
  if (Array.isArray(read.data)) return [...new Set(read.data)];
  return separator === null ? [read.data] : read.data.split(separator);
}
