import { z } from 'zod';
import { Problem } from '../../domain/problem';
import type { ApiDeps } from '../deps';
import { noContent, ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { userShape } from '../shapes/account';
import { timeShape } from '../shapes/common';

const credentials = z.strictObject({ login: z.string().trim().min(1).max(100), password: z.string().min(1).max(200) });

const signedInShape = z.object({
  token: z.string().meta({ description: 'For "Authorization: Bearer"; holds for 12 hours after its last use.' }),
  expiresAt: timeShape,
  user: userShape,
});

export function sessionRoutes({ storage, passwords }: Pick<ApiDeps, 'storage' | 'passwords'>): Route[] {
  return [
    route({
      method: 'POST',
      path: '/api/login',
      operationId: 'Login',
      summary: 'Signs in',
      tag: 'Session',
      access: 'anyone',
      body: credentials,
      responses: { 200: signedInShape },
      problems: ['unauthenticated', 'too_many_attempts'],
      async handle({ body: { login, password }, ip }) {
        const retryAfterSeconds = await storage.loginAttempts.begin({ login, ip });
        if (retryAfterSeconds !== null) {
          throw new Problem('too_many_attempts', 'Too many failed attempts to sign in. Wait, then try again.', {
            retryAfterSeconds,
          });
        }
        const known = await storage.users.credentialsOf(login);
        const matches = await passwords.matches(password, known?.passwordHash ?? null);
        if (known === null || !matches) throw new Problem('unauthenticated', 'The login or the password is wrong.');
        await storage.loginAttempts.succeeded({ login, ip });
        const { token, expiresAt } = await storage.sessions.open(known.user.id);
        return ok({ token, expiresAt: expiresAt.toISOString(), user: known.user });
      },
    }),
    route({
      method: 'POST',
      path: '/api/logout',
      operationId: 'Logout',
      summary: 'Ends the session',
      tag: 'Session',
      access: 'signedIn',
      responses: { 204: null },
      async handle({ sessionId }) {
        await storage.sessions.end(sessionId);
        return noContent;
      },
    }),
  ];
}
