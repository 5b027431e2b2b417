import { z } from 'zod';
import { invalid, Problem } from '../../domain/problem';
import type { Queue, QueueMember } from '../../domain/queue';
import type { UnitOfWork } from '../../storage/unit-of-work';
import type { ApiDeps } from '../deps';
import { listOf, searchQuery, wholeList } from '../http/paging';
import { created, noContent, ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { addPresetAction } from '../presets';
import { nameField } from '../shapes/common';
import { memberList, queueShape, routingRuleShape } from '../shapes/queue';
import { createdPage, positionFrom } from './created-page';

const maxMinutes = 525_600;
const fields = {
  name: nameField,
  routingRule: z.string(),
  completionTimeoutMinutes: z
    .number({
      error: ({ code }) => (code === 'invalid_type' ? 'must be a number of minutes, or null for never' : undefined),
    })
    .positive()
    .max(maxMinutes)
    .nullable(),
  operators: memberList.transform(withoutRepeats),
  keepOpenWhileUnanswered: z.boolean(),
};

const newQueue = z.strictObject({
  ...fields,
  completionTimeoutMinutes: fields.completionTimeoutMinutes.default(null),
  operators: fields.operators.default([]),
  keepOpenWhileUnanswered: fields.keepOpenWhileUnanswered.default(false),
});
const changedQueue = z.strictObject(fields).partial();

type Deps = Pick<ApiDeps, 'storage' | 'routingRules'>;

export function queueRoutes({ storage, routingRules }: Deps): Route[] {
  const tag = 'Queues';
  const audit = { kind: 'queue', read: storage.queues.get };

  const checkRule = (code: string | undefined) => {
    if (code === undefined || routingRules.some((rule) => rule.code === code)) return;
    throw invalid({ routingRule: `must be one of ${routingRules.map((rule) => rule.code).join(', ')}` });
  };

  return [
    route({
      method: 'GET',
      path: '/api/routing-rules',
      operationId: 'GetRoutingRules',
      summary: 'Routing rules that a queue can have',
      tag,
      access: 'CanManageChats',
      responses: { 200: listOf(routingRuleShape) },
      handle: async () => ok(wholeList(routingRules.map(({ code, title }) => ({ code, title })))),
    }),
    route({
      method: 'GET',
      path: '/api/queues',
      operationId: 'GetQueues',
      summary: 'Queues, in the order of their creation',
      tag,
      access: 'CanManageChats',
      query: z.object(searchQuery('the name')),
      responses: { 200: listOf(queueShape) },
      async handle({ query }) {
        const rows = await storage.queues.list(query.q, { limit: query.limit + 1, after: positionFrom(query.cursor) });
        return ok(createdPage(rows, query.limit, (queue) => queue));
      },
    }),
    route({
      method: 'POST',
      path: '/api/queues',
      operationId: 'CreateQueue',
      summary: 'Adds a queue',
      description:
        'The first one of an installation comes with the chat action “Create case”, in the language of the installation.',
      tag,
      access: 'CanManageChats',
      audit,
      body: newQueue,
      responses: { 201: queueShape },
      async handle({ body, newId, change }) {
        checkRule(body.routingRule);
        const queue = await change(async (unit) => {
          await holdMembers(body.operators, unit);
          unit.follow({ kind: 'sync_queue_members', queueId: newId });
          const isFirst = !(await storage.queues.any(unit.tx));
          const queue = await storage.queues.create({ id: newId, ...body }, unit.tx);
          const action = isFirst ? await addPresetAction(storage, newId, unit) : null;
          if (action !== null) unit.also({ kind: 'chatAction', id: action.id }, { before: null, after: action });
          return queue;
        });
        return created(queue);
      },
    }),
    route({
      method: 'GET',
      path: '/api/queues/{id}',
      operationId: 'GetQueue',
      summary: 'A queue',
      tag,
      access: 'CanManageChats',
      responses: { 200: queueShape },
      problems: ['not_found'],
      handle: async ({ params }) => ok(there(await storage.queues.get(params.id))),
    }),
    route({
      method: 'PATCH',
      path: '/api/queues/{id}',
      operationId: 'ChangeQueue',
      summary: 'Changes a queue',
      tag,
      access: 'CanManageChats',
      audit,
      body: changedQueue,
      responses: { 200: queueShape },
      problems: ['not_found'],
      async handle({ params: { id }, body, change }) {
        checkRule(body.routingRule);
        const queue = await change(async (unit) => {
          const before = there(await storage.queues.get(id, unit.tx));
          await holdMembers(body.operators ?? [], unit);
          const after = there(await storage.queues.change(id, body, unit.tx));
          if (body.operators !== undefined) unit.follow({ kind: 'sync_queue_members', queueId: id });
          if (after.routingRule !== before.routingRule) unit.follow({ kind: 'reroute_queue', queueId: id });
          return after;
        });
        return ok(queue);
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/queues/{id}',
      operationId: 'DeleteQueue',
      summary: 'Removes a queue that no channel and no chat is in',
      tag,
      access: 'CanManageChats',
      audit,
      responses: { 204: null },
      problems: ['not_found', 'queue_in_use'],
      async handle({ params: { id }, change }) {
        await change(async (unit) => {
          if (await storage.channels.anyOfQueue(id, unit.tx)) throw inUse('A channel leads to it.');
          if (await storage.chats.anyOfQueue(id, unit.tx)) throw inUse('It has chats.');
          if (!(await storage.queues.remove(id, unit.tx))) throw notThere();
          await storage.chatActions.removeOfQueue(id, unit.tx);
          unit.follow({ kind: 'sync_queue_members', queueId: id });
        });
        return noContent;
      },
    }),
  ];

  /** Operators must be there, and roles stay there. */
  async function holdMembers(members: QueueMember[], { tx }: UnitOfWork): Promise<void> {
    const userIds = members.flatMap((member) => ('userId' in member ? [member.userId] : []));
    const roleIds = members.flatMap((member) => ('roleId' in member ? [member.roleId] : []));
    const missingUsers = await storage.users.missing(userIds, tx);
    const missingRoles = await storage.roles.hold(roleIds, tx);
    const errors: Record<string, string> = {};
    for (const [index, member] of members.entries()) {
      if ('roleId' in member) {
        if (missingRoles.includes(member.roleId)) errors[`operators.${index}.roleId`] = 'is no role';
      } else if (missingUsers.includes(member.userId)) errors[`operators.${index}.userId`] = 'is no account';
    }
    if (Object.keys(errors).length > 0) throw invalid(errors);
  }
}

function withoutRepeats(members: QueueMember[]): QueueMember[] {
  return [...new Map(members.map((member) => [JSON.stringify(member), member])).values()];
}

function there(queue: Queue | null): Queue {
  if (queue === null) throw notThere();
  return queue;
}

function notThere(): Problem {
  return new Problem('not_found', 'There is no such queue.');
}

function inUse(why: string): Problem {
  return new Problem('queue_in_use', `The queue cannot be deleted. ${why}`);
}
