import { z } from 'zod';
import { invalid, Problem } from '../../domain/problem';
import { type ParameterValues, wrongValues } from '../../domain/process';
import type { UnitOfWork } from '../../storage/unit-of-work';
import type { ApiDeps } from '../deps';
import { listOf, searchQuery } from '../http/paging';
import { created, noContent, ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { nameField } from '../shapes/common';
import { chatActionShape, valuesShape } from '../shapes/process';
import { createdPage, positionFrom } from './created-page';

const fields = { name: nameField, queueId: z.string(), process: z.string(), parameters: valuesShape };
const newAction = z.strictObject({ ...fields, parameters: valuesShape.default({}) });
const changedAction = z.strictObject(fields).partial();

/** What operators of a queue can start in its chats (domain 1.9). */
export function chatActionRoutes({ storage, service }: Pick<ApiDeps, 'storage' | 'service'>): Route[] {
  const tag = 'Chat actions';
  const access = 'CanManageChats';
  const audit = { kind: 'chatAction', read: storage.chatActions.get };

  return [
    route({
      method: 'GET',
      path: '/api/chat-actions',
      operationId: 'GetAllChatActions',
      summary: 'Chat actions, of all queues or one, in the order of their creation',
      tag,
      access,
      query: z.strictObject({ ...searchQuery('the name'), queueId: z.string().optional() }),
      responses: { 200: listOf(chatActionShape) },
      async handle({ query: { queueId, q, limit, cursor } }) {
        const rows = await storage.chatActions.list({ queueId, q }, { limit: limit + 1, after: positionFrom(cursor) });
        return ok(createdPage(rows, limit, (action) => action));
      },
    }),
    route({
      method: 'POST',
      path: '/api/chat-actions',
      operationId: 'CreateChatAction',
      summary: 'Adds an action to the chats of a queue',
      tag,
      access,
      audit,
      body: newAction,
      responses: { 201: chatActionShape },
      async handle({ body, newId, change }) {
        const action = await change(async (unit) => {
          await checkQueue(body.queueId, unit);
          await checkProcess(body, unit);
          return storage.chatActions.create({ id: newId, ...body }, unit.tx);
        });
        return created(action);
      },
    }),
    route({
      method: 'GET',
      path: '/api/chat-actions/{id}',
      operationId: 'GetChatAction',
      summary: 'A chat action',
      tag,
      access,
      responses: { 200: chatActionShape },
      problems: ['not_found'],
      async handle({ params }) {
        const action = await storage.chatActions.get(params.id);
        if (action === null) throw notThere();
        return ok(action);
      },
    }),
    route({
      method: 'PATCH',
      path: '/api/chat-actions/{id}',
      operationId: 'ChangeChatAction',
      summary: 'Changes a chat action; processes that have begun go on',
      tag,
      access,
      audit,
      body: changedAction,
      responses: { 200: chatActionShape },
      problems: ['not_found'],
      async handle({ params: { id }, body, change }) {
        const action = await change(async (unit) => {
          if (body.queueId !== undefined) await checkQueue(body.queueId, unit);
          const after = await storage.chatActions.change(id, body, unit.tx);
          if (after === null) throw notThere();
          if (body.process !== undefined || body.parameters !== undefined) await checkProcess(after, unit);
          return after;
        });
        return ok(action);
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/chat-actions/{id}',
      operationId: 'DeleteChatAction',
      summary: 'Removes a chat action; processes that have begun go on',
      tag,
      access,
      audit,
      responses: { 204: null },
      problems: ['not_found'],
      async handle({ params: { id }, change }) {
        await change(async ({ tx }) => {
          if (!(await storage.chatActions.remove(id, tx))) throw notThere();
        });
        return noContent;
      },
    }),
  ];

  /** The queue must be there, and stay there. */
  async function checkQueue(queueId: string, { tx }: UnitOfWork): Promise<void> {
    if (!(await storage.queues.hold(queueId, tx))) throw invalid({ queueId: 'is no queue' });
  }

  /** The process must be known, stay there, and take these values. */
  async function checkProcess(
    { process: name, parameters }: { process: string; parameters: ParameterValues },
    { tx }: UnitOfWork,
  ): Promise<void> {
    const process = await service.processes.find(name, tx);
    if (process === null) throw invalid({ process: 'is no process: GET /api/processes lists them' });
    if ('workflowType' in process) await storage.processes.hold(name, tx);
    const wrong = wrongValues(process, parameters);
    if (Object.keys(wrong).length > 0) throw invalid(wrong);
  }
}

function notThere(): Problem {
  return new Problem('not_found', 'There is no such chat action.');
}
