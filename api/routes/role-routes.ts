import { z } from 'zod';
import { Problem } from '../../domain/problem';
import { whenTaken } from '../change';
import type { ApiDeps } from '../deps';
import { listOf, searchQuery } from '../http/paging';
import { created, noContent, ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { roleShape } from '../shapes/account';
import { nameField } from '../shapes/common';
import { createdPage, positionFrom } from './created-page';

const roleBody = z.strictObject({ name: nameField });

export function roleRoutes({ storage }: Pick<ApiDeps, 'storage'>): Route[] {
  const tag = 'Roles';
  const audit = { kind: 'role', read: storage.roles.get };
  const taken = (name: string) => whenTaken(() => new Problem('name_taken', `There is a role ${name} already.`));

  return [
    route({
      method: 'GET',
      path: '/api/roles',
      operationId: 'GetRoles',
      summary: 'Roles, in the order of their creation',
      tag,
      access: 'CanManageChats',
      query: z.object(searchQuery('the name')),
      responses: { 200: listOf(roleShape) },
      async handle({ query }) {
        const rows = await storage.roles.list(query.q, { limit: query.limit + 1, after: positionFrom(query.cursor) });
        return ok(createdPage(rows, query.limit, (role) => role));
      },
    }),
    route({
      method: 'POST',
      path: '/api/roles',
      operationId: 'CreateRole',
      summary: 'Adds a role',
      tag,
      access: 'Administrator',
      audit,
      body: roleBody,
      responses: { 201: roleShape },
      problems: ['name_taken'],
      async handle({ body: { name }, newId, change }) {
        const role = await change(({ tx }) => storage.roles.create({ id: newId, name }, tx)).catch(taken(name));
        return created(role);
      },
    }),
    route({
      method: 'GET',
      path: '/api/roles/{id}',
      operationId: 'GetRole',
      summary: 'A role',
      tag,
      access: 'CanManageChats',
      responses: { 200: roleShape },
      problems: ['not_found'],
      async handle({ params }) {
        const role = await storage.roles.get(params.id);
        if (role === null) throw notThere();
        return ok(role);
      },
    }),
    route({
      method: 'PATCH',
      path: '/api/roles/{id}',
      operationId: 'ChangeRole',
      summary: 'Renames a role',
      tag,
      access: 'Administrator',
      audit,
      body: roleBody.partial(),
      responses: { 200: roleShape },
      problems: ['not_found', 'name_taken'],
      async handle({ params, body: { name }, change }) {
        const role = await change(({ tx }) =>
          name === undefined ? storage.roles.get(params.id, tx) : storage.roles.rename(params.id, name, tx),
        ).catch(taken(name ?? ''));
        if (role === null) throw notThere();
        return ok(role);
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/roles/{id}',
      operationId: 'DeleteRole',
      summary: 'Removes a role that no queue uses, also from its users',
      tag,
      access: 'Administrator',
      audit,
      responses: { 204: null },
      problems: ['not_found', 'role_in_use'],
      async handle({ params: { id }, change }) {
        // No queue has it, so nobody's queues change by this and no chore follows.
        await change(async ({ tx }) => {
          if (await storage.queues.anyWithRole(id, tx)) {
            throw new Problem(
              'role_in_use',
              'Its members are operators of a queue. Take the role out of the queue first.',
            );
          }
          if (!(await storage.roles.remove(id, tx))) throw notThere();
          await storage.users.removeRole(id, tx);
        });
        return noContent;
      },
    }),
  ];
}

function notThere(): Problem {
  return new Problem('not_found', 'There is no such role.');
}
