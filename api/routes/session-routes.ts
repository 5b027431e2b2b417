import { z } from 'zod';
import { Problem } from '../../domain/problem';
import type { User } from '../../domain/user';
import type { ApiDeps } from '../deps';
import { listOf, wholeList } from '../http/paging';
import { noContent, ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { sessionShape, userShape } from '../shapes/account';
import { timeShape } from '../shapes/common';
import { checkedPassword } from './checked-password';

const credentials = z.strictObject({ login: z.string().trim().min(1).max(100), password: z.string().min(1).max(200) });

const signedInShape = z.object({
  token: z.string().meta({ description: 'For "Authorization: Bearer"; holds for 12 hours after its last use.' }),
  expiresAt: timeShape,
  user: userShape,
});

export function sessionRoutes(deps: Pick<ApiDeps, 'storage' | 'passwords' | 'service'>): Route[] {
  const { storage } = deps;
  const { desk } = deps.service;
  const tag = 'Session';
  const asOperator =
    'As an operator you become inactive: your offers go to the next one, your chats in work stay yours.';
  const leaves = ({ id }: User) => ({ operatorId: id, reason: 'signed_out' }) as const;

  return [
    route({
      method: 'POST',
      path: '/api/login',
      operationId: 'Login',
      summary: 'Signs in',
      tag,
      access: 'anyone',
      body: credentials,
      responses: { 200: signedInShape },
      problems: ['unauthenticated', 'too_many_attempts'],
      async handle({ body: { login, password }, ip }) {
        const known = await checkedPassword(deps, { login, password, ip });
        if (known === null) throw new Problem('unauthenticated', 'The login or the password is wrong.');
        const { token, expiresAt } = await storage.sessions.open(known.id, ip);
        return ok({ token, expiresAt: expiresAt.toISOString(), user: known });
      },
    }),
    route({
      method: 'POST',
      path: '/api/logout',
      operationId: 'Logout',
      summary: 'Ends the session; a token of the identity server is accepted no more',
      description: asOperator,
      tag,
      access: 'signedIn',
      responses: { 204: null },
      async handle({ user, session, change }) {
        await change(async (unit) => {
          if (await session.end(unit.tx)) await desk.leave(unit, leaves(user));
        });
        return noContent;
      },
    }),
    route({
      method: 'GET',
      path: '/api/sessions',
      operationId: 'GetSessions',
      summary: 'Your open sessions, the newest first',
      description: 'Those of /api/login: what the identity server has issued, it alone knows.',
      tag,
      access: 'signedIn',
      responses: { 200: listOf(sessionShape) },
      async handle({ user, session }) {
        const open = await storage.sessions.listOf(user.id);
        return ok(
          wholeList(
            open.map(({ id, ip, createdAt, usedAt, expiresAt }) => ({
              ...{ id, ip, isThis: id === session.id },
              createdAt: createdAt.toISOString(),
              usedAt: usedAt.toISOString(),
              expiresAt: expiresAt.toISOString(),
            })),
          ),
        );
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/sessions',
      operationId: 'EndOtherSessions',
      summary: 'Ends your sessions but for this one',
      description: asOperator,
      tag,
      access: 'signedIn',
      responses: { 204: null },
      async handle({ user, session, change }) {
        await change(async (unit) => {
          const ended = await storage.sessions.endOthersOf(user.id, session.id, unit.tx);
          if (ended > 0) await desk.leave(unit, leaves(user));
        });
        return noContent;
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/sessions/{id}',
      operationId: 'EndSession',
      summary: 'Ends a session of yours',
      description: asOperator,
      tag,
      access: 'signedIn',
      responses: { 204: null },
      problems: ['not_found'],
      async handle({ params, user, change }) {
        await change(async (unit) => {
          const wasThere = await storage.sessions.endOf(user.id, params.id, unit.tx);
          if (!wasThere) throw new Problem('not_found', 'You have no such session.');
          await desk.leave(unit, leaves(user));
        });
        return noContent;
      },
    }),
  ];
}
