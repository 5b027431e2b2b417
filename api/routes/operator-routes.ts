import { z } from 'zod';
import { operatorStatuses } from '../../domain/operator';
import { Problem } from '../../domain/problem';
import { tokenRefused } from '../http/authenticate';
import { ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { operatorStatusShape } from '../shapes/chat';
import type { ChatRouteDeps } from './chat-routes';

const tag = 'Operators';
const wanted = z.strictObject({ status: z.enum(operatorStatuses) });

/** The operator service of the HTTP interface (domain 4.4). */
export function operatorRoutes({
  storage,
  service,
  views,
}: Pick<ChatRouteDeps, 'storage' | 'service' | 'views'>): Route[] {
  const notThere = () => new Problem('not_found', 'There is no such operator.');

  const refuse = (): never => {
    throw notThere();
  };
  const audit = {
    kind: 'operator',
    async read(id: string) {
      const operator = await storage.operators.get(id);
      return operator && { status: operator.status, reason: operator.reason };
    },
  };

  return [
    route({
      method: 'GET',
      path: '/api/operator/status',
      operationId: 'GetOperatorStatus',
      summary: 'Your status, with your load against the limit',
      tag,
      access: 'signedIn',
      responses: { 200: operatorStatusShape },
      async handle({ user }) {
        const operator = await storage.operators.get(user.id);
        if (operator === null) throw notThere();
        return ok(await views.operatorStatus(operator));
      },
    }),

    route({
      method: 'PUT',
      path: '/api/operator/status',
      operationId: 'SetOperatorStatus',
      summary: 'Take chats, or stop taking them: inactive withdraws your offers, chats in work stay yours',
      tag,
      access: 'signedIn',
      body: wanted,
      responses: { 200: operatorStatusShape },
      async handle({ user, session, body }) {
        const { status } = body;
        // Signing out in the same moment has the last word.
        const operator = await service.desk.setStatus(
          { operatorId: user.id, status, reason: 'self' },
          async ({ tx }) => {
            if (!(await session.isKept(tx))) throw tokenRefused();
          },
        );
        if (operator === null) throw notThere();
        return ok(await views.operatorStatus(operator));
      },
    }),

    route({
      method: 'GET',
      path: '/api/operators/{id}/status',
      operationId: 'GetStatusOfOperator',
      summary: "An operator's status",
      tag,
      access: 'Administrator',
      responses: { 200: operatorStatusShape },
      problems: ['not_found'],
      async handle({ params }) {
        const operator = await storage.operators.get(params.id);
        if (operator === null) throw notThere();
        return ok(await views.operatorStatus(operator));
      },
    }),

    route({
      method: 'PUT',
      path: '/api/operators/{id}/status',
      operationId: 'SetStatusOfOperator',
      summary: "Set an operator's status for him",
      tag,
      access: 'Administrator',
      audit,
      body: wanted,
      responses: { 200: operatorStatusShape },
      problems: ['not_found'],
      async handle({ params, body, audited }) {
        const { status } = body;
        const asked = { operatorId: params.id, status, reason: 'administrator' } as const;
        const operator = await audited(async () => (await service.desk.setStatus(asked)) ?? refuse());
        return ok(await views.operatorStatus(operator));
      },
    }),
  ];
}
