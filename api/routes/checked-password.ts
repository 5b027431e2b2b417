import { Problem } from '../../domain/problem';
import type { User } from '../../domain/user';
import type { ApiDeps } from '../deps';

/** Whose login and password these are, or null; too many wrong ones are refused before they are looked at. */
export async function checkedPassword(
  { storage, passwords }: Pick<ApiDeps, 'storage' | 'passwords'>,
  { login, password, ip }: { login: string; password: string; ip: string },
): Promise<User | null> {
  const retryAfterSeconds = await storage.loginAttempts.begin({ login, ip });
  if (retryAfterSeconds !== null) {
    throw new Problem('too_many_attempts', 'Too many failed attempts to sign in. Wait, then try again.', {
      retryAfterSeconds,
    });
  }
  const known = await storage.users.credentialsOf(login);
  const matches = await passwords.matches(password, known?.passwordHash ?? null);
  if (known === null || !matches) return null;
  await storage.loginAttempts.succeeded({ login, ip });
  return known.user;
}
