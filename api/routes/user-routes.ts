import { z } from 'zod';
import { invalid, Problem } from '../../domain/problem';
import { permissions, type User } from '../../domain/user';
import type { UnitOfWork } from '../../storage/unit-of-work';
import { whenTaken } from '../change';
import type { ApiDeps } from '../deps';
import { listOf, searchQuery } from '../http/paging';
import { created, ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { passwordField, userShape } from '../shapes/account';
import { nameField } from '../shapes/common';
import { noPassword } from './account-routes';
import { createdPage, positionFrom } from './created-page';

const loginField = z.string().trim().min(1).max(100).regex(/^\S+$/, 'must not hold spaces');
const permissionsField = z
  .array(z.enum(permissions))
  .transform((given) => permissions.filter((one) => given.includes(one)));
const roleIdsField = z
  .array(z.string())
  .max(100)
  .transform((given) => [...new Set(given)]);

const newUser = z.strictObject({
  login: loginField,
  name: nameField,
  password: passwordField,
  permissions: permissionsField.default([]),
  roleIds: roleIdsField.default([]),
});

const changedUser = z.strictObject({
  name: nameField.optional(),
  password: passwordField.optional(),
  permissions: permissionsField.optional(),
  roleIds: roleIdsField.optional(),
});

type Deps = Pick<ApiDeps, 'storage' | 'passwords' | 'service'>;

export function userRoutes({ storage, passwords, service }: Deps): Route[] {
  const tag = 'Users';
  const audit = { kind: 'user', read: storage.users.get };

  const holdRoles = async (roleIds: string[], { tx }: UnitOfWork) => {
    const missing = await storage.roles.hold(roleIds, tx);
    if (missing.length > 0) throw invalid({ roleIds: `has no role ${missing.join(', ')}` });
  };

  return [
    route({
      method: 'GET',
      path: '/api/users',
      operationId: 'GetUsers',
      summary: 'Accounts, in the order of their creation',
      description: 'Also for those who manage chats: they choose the operators of queues.',
      tag,
      access: 'CanManageChats',
      query: z.object(searchQuery('the name or the login')),
      responses: { 200: listOf(userShape) },
      async handle({ query }) {
        const rows = await storage.users.list(query.q, { limit: query.limit + 1, after: positionFrom(query.cursor) });
        return ok(createdPage(rows, query.limit, (user) => user));
      },
    }),
    route({
      method: 'POST',
      path: '/api/users',
      operationId: 'CreateUser',
      summary: 'Adds an account; as an operator it starts inactive',
      tag,
      access: 'Administrator',
      audit,
      body: newUser,
      responses: { 201: userShape },
      problems: ['name_taken'],
      async handle({ body: { password, ...fields }, newId, change }) {
        const passwordHash = await passwords.hash(password);
        const user = await change(async (unit) => {
          await holdRoles(fields.roleIds, unit);
          const created = await storage.users.create({ id: newId, ...fields }, passwordHash, unit.tx);
          await storage.operators.create({ id: newId, name: created.name }, unit.tx);
          unit.follow({ kind: 'sync_user', userId: newId });
          return created;
        }).catch(whenTaken(() => new Problem('name_taken', `The login ${fields.login} is taken. Choose another one.`)));
        return created(user);
      },
    }),
    route({
      method: 'GET',
      path: '/api/users/me',
      operationId: 'GetMe',
      summary: 'The account that is signed in',
      tag,
      access: 'signedIn',
      responses: { 200: userShape },
      handle: async ({ user }) => ok(user),
    }),
    route({
      method: 'GET',
      path: '/api/users/{id}',
      operationId: 'GetUser',
      summary: 'An account',
      tag,
      access: 'CanManageChats',
      responses: { 200: userShape },
      problems: ['not_found'],
      handle: async ({ params }) => ok(there(await storage.users.get(params.id))),
    }),
    route({
      method: 'PATCH',
      path: '/api/users/{id}',
      operationId: 'ChangeUser',
      summary: 'Changes an account; a new password ends its other sessions',
      tag,
      access: 'Administrator',
      audit,
      body: changedUser,
      responses: { 200: userShape },
      problems: ['not_found', 'no_password'],
      async handle({ params: { id }, body: { password, ...fields }, user: caller, session, change }) {
        const passwordHash = password === undefined ? undefined : await passwords.hash(password);
        const user = await change(async (unit) => {
          const before = there(await storage.users.get(id, unit.tx));
          if (password !== undefined && (await storage.users.passwordHashOf(id, unit.tx)) === null) throw noPassword();
          await keepAnAdministrator(before, fields.permissions, unit);
          if (fields.roleIds !== undefined) await holdRoles(fields.roleIds, unit);
          const set = { ...fields, ...(passwordHash === undefined ? {} : { passwordHash }) };
          const after = there(await storage.users.change(id, set, unit.tx));
          if (after.name !== before.name) await storage.operators.rename(id, after.name, unit.tx);
          if (fields.roleIds !== undefined) unit.follow({ kind: 'sync_user', userId: id });
          if (passwordHash !== undefined) {
            const isOwn = caller.id === id;
            await storage.sessions.endOthersOf(id, isOwn ? session.id : null, unit.tx);
            // No session of his is left; whoever sets his own is still there.
            if (!isOwn) await service.desk.leave(unit, { operatorId: id, reason: 'signed_out' });
          }
          return after;
        });
        return ok(user);
      },
    }),
  ];

  /** An installation that nobody can administer could not be helped any more. */
  async function keepAnAdministrator(user: User, wanted: User['permissions'] | undefined, { tx }: UnitOfWork) {
    const loses = user.permissions.includes('Administrator') && wanted?.includes('Administrator') === false;
    if (loses && !(await storage.users.holdOtherAdministrator(user.id, tx))) {
      throw invalid({ permissions: 'must keep Administrator: nobody else who signs in with a password has it' });
    }
  }
}

function there(user: User | null): User {
  if (user === null) throw new Problem('not_found', 'There is no such account.');
  return user;
}
