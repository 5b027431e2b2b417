import type { Request } from 'express';
import { Problem } from '../../domain/problem';
import { may, type User } from '../../domain/user';
import type { Tx } from '../../storage/database';
import type { Access } from './route';

export interface Caller {
  user: User;
  session: CallerSession;
}

/** What the caller's token stands for. */
export interface CallerSession {
  /** Of a session of /api/login; null for a token of the identity server. */
  id: string | null;
  isOpen(): Promise<boolean>;
  /** Nobody has signed out of it, as the transaction sees it. */
  isKept(tx: Tx): Promise<boolean>;
  /** Signs out of it; false when somebody has before. */
  end(tx: Tx): Promise<boolean>;
}

/** What the bearer's token stands for, or null when it is none that is accepted, or has run out. */
export type FindCaller = (token: string) => Promise<Caller | null>;

const bearer = /^Bearer +([\w.~+/=-]+) *$/i;

export function tokenRefused(): Problem {
  return new Problem('unauthenticated', 'The token is not valid, or has run out. Sign in again.');
}

/** The caller, when the route lets him in; a 401 or 403 else. */
export async function admit(access: Access, request: Request, findCaller: FindCaller): Promise<Caller | null> {
  if (access === 'anyone') return null;
  const token = bearer.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) {
    throw new Problem(
      'unauthenticated',
      'Sign in at /api/login, or at the identity server, and send "Authorization: Bearer <token>".',
    );
  }
  const caller = await findCaller(token);
  if (caller === null) throw tokenRefused();
  if (access !== 'signedIn' && !may(caller.user, access)) {
    throw new Problem('forbidden', `This needs the permission ${access}.`);
  }
  return caller;
}
