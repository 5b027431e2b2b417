import { z } from 'zod';
import { invalid, Problem } from '../../domain/problem';
import type { ApiDeps } from '../deps';
import { noContent } from '../http/reply';
import { type Route, route } from '../http/route';
import { passwordField } from '../shapes/account';
import { checkedPassword } from './checked-password';

const passwordChange = z.strictObject({ oldPassword: z.string().min(1).max(200), newPassword: passwordField });

/** A password is where the account is: not here for those whom the identity server knows. */
export function noPassword(): Problem {
  return new Problem('no_password', 'This account signs in at the identity server and has no password here.');
}

/** What whoever is signed in changes of his own account, and the end of anyone's sessions. */
export function accountRoutes(deps: Pick<ApiDeps, 'storage' | 'passwords' | 'service'>): Route[] {
  const { storage, passwords, service } = deps;

  return [
    route({
      method: 'PUT',
      path: '/api/account/password',
      operationId: 'ChangePassword',
      summary: 'Changes your password; your other sessions end',
      tag: 'Session',
      access: 'signedIn',
      body: passwordChange,
      responses: { 204: null },
      problems: ['no_password', 'too_many_attempts'],
      async handle({ body: { oldPassword, newPassword }, user: { id, login }, session, ip, change }) {
        if ((await storage.users.passwordHashOf(id)) === null) throw noPassword();
        const known = await checkedPassword(deps, { login, password: oldPassword, ip });
        if (known === null) throw invalid({ oldPassword: 'is wrong' });
        const passwordHash = await passwords.hash(newPassword);
        await change(async ({ tx }) => {
          await storage.users.change(id, { passwordHash }, tx);
          await storage.sessions.endOthersOf(id, session.id, tx);
        });
        return noContent;
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/users/{id}/sessions',
      operationId: 'EndSessionsOfUser',
      summary: 'Ends all sessions of an account',
      description:
        'As an operator it becomes inactive. Tokens that the identity server has issued to it until now are accepted no more; those that it issues afterwards are.',
      tag: 'Users',
      access: 'Administrator',
      audit: { kind: 'user', read: storage.users.get },
      responses: { 204: null },
      problems: ['not_found'],
      async handle({ params: { id }, change }) {
        await change(async (unit) => {
          const { tx } = unit;
          if ((await storage.users.get(id, tx)) === null) throw new Problem('not_found', 'There is no such account.');
          await storage.sessions.endOthersOf(id, null, tx);
          await storage.subjects.refuseUntilNow(id, tx);
          await service.desk.leave(unit, { operatorId: id, reason: 'signed_out' });
        });
        return noContent;
      },
    }),
  ];
}
