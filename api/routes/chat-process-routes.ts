import { z } from 'zod';
import { invalid, Problem } from '../../domain/problem';
import { type ChatAction, type ParameterValues, type ProcessDefinition, wrongValues } from '../../domain/process';
import { may } from '../../domain/user';
import { chatAudit } from '../chat-access';
import type { ApiDeps } from '../deps';
import { listOf, pageOf, pageQuery, readCursor, wholeList } from '../http/paging';
import { accepted, ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { processRunShape, runnableActionShape, showParameters, valuesShape } from '../shapes/process';

const position = z.tuple([z.coerce.date(), z.string()]);
/** More than an operator could choose from. */
const mostActions = 200;

type Deps = Pick<ApiDeps, 'storage' | 'consequences' | 'service' | 'access' | 'views'>;

/** Chat actions as operators have them, and the processes that run for a chat (domain 5.1). */
export function chatProcessRoutes({ storage, consequences, service, access, views }: Deps): Route[] {
  const tag = 'Chats';

  return [
    route({
      method: 'GET',
      path: '/api/chats/{id}/actions',
      operationId: 'GetChatActions',
      summary: 'The actions of the chat’s queue',
      tag,
      access: 'signedIn',
      responses: { 200: listOf(runnableActionShape) },
      problems: ['not_found'],
      async handle({ params, user }) {
        const { queueId } = await access.visible(user, params.id);
        const rows = await storage.chatActions.list({ queueId }, { limit: mostActions, after: null });
        return ok(wholeList(await Promise.all(rows.map(({ item }) => runnable(item)))));
      },
    }),

    route({
      method: 'POST',
      path: '/api/chats/{id}/actions/{actionId}',
      operationId: 'RunChatAction',
      summary: 'Start the process of an action in a chat that you have in work; an administrator may in any open one',
      description: 'Its end is told as `process.finished`, and shown among the processes of the chat.',
      tag,
      access: 'signedIn',
      audit: chatAudit(storage),
      body: z.strictObject({ parameters: valuesShape.default({}) }).optional(),
      responses: { 202: z.object({ processId: z.string() }) },
      problems: ['not_found', 'chat_not_in_work', 'chat_completed'],
      async handle({ params, body, user, newId, audited }) {
        const chat = await access.visible(user, params.id);
        // Begun by an earlier request with the same key, whatever has become of the chat since.
        if ((await storage.processRuns.get(newId)) !== null) return accepted({ processId: newId });
        if (chat.status === 'completed') throw completed();
        if (chat.operatorId !== user.id && !may(user, 'Administrator'))
          throw new Problem('chat_not_in_work', 'Only the operator who has the chat in work can do this.');
        const action = await storage.chatActions.get(params.actionId);
        if (action === null || action.queueId !== chat.queueId)
          throw new Problem('not_found', 'The chat’s queue has no such action.');
        const parameters = body?.parameters ?? {};
        check(await service.processes.find(action.process), parameters);
        const asked = { id: newId, chatId: chat.id, action, parameters, userId: user.id };
        const begin = async () => {
          const { run, chores } = await service.processes.begin(asked);
          if (run === null) throw completed();
          return { run, chores };
        };
        const { run, chores } = await (chat.operatorId === user.id ? begin() : audited(begin));
        // Not waited for: the run is stored, and starts also when Temporal is away for a while.
        void consequences.perform(chores);
        return accepted({ processId: run.id });
      },
    }),

    route({
      method: 'GET',
      path: '/api/chats/{id}/processes',
      operationId: 'GetChatProcesses',
      summary: 'The processes that were started in a chat, and what came of them, newest first',
      tag,
      access: 'signedIn',
      query: z.strictObject(pageQuery),
      responses: { 200: listOf(processRunShape) },
      problems: ['not_found'],
      async handle({ params, query, user }) {
        const { id } = await access.visible(user, params.id);
        const at = readCursor(query.cursor, position);
        const before = at && { startedAt: at[0], id: at[1] };
        const rows = await storage.processRuns.ofChat(id, { before, limit: query.limit + 1 });
        const page = pageOf(rows, query.limit, (run) => [run.startedAt, run.id]);
        return ok({ ...page, items: await views.processRuns(page.items) });
      },
    }),

    route({
      method: 'GET',
      path: '/api/chats/{id}/processes/{processId}',
      operationId: 'GetChatProcess',
      summary: 'A process that was started in a chat, and what came of it',
      tag,
      access: 'signedIn',
      responses: { 200: processRunShape },
      problems: ['not_found'],
      async handle({ params, user }) {
        const { id } = await access.visible(user, params.id);
        const run = await storage.processRuns.get(params.processId);
        if (run === null || run.chatId !== id) throw new Problem('not_found', 'The chat has no such process.');
        return ok(await views.processRun(run));
      },
    }),
  ];

  async function runnable(action: ChatAction) {
    const process = await service.processes.find(action.process);
    const declares = showParameters(process?.parameters ?? []);
    return { ...action, title: process?.title ?? action.process, declares };
  }
}

/** A process that is not there any more fails in the chat, in words. */
function check(process: ProcessDefinition | null, parameters: ParameterValues): void {
  const wrong = process === null ? {} : wrongValues(process, parameters);
  if (Object.keys(wrong).length > 0) throw invalid(wrong);
}

function completed(): Problem {
  return new Problem('chat_completed', 'The chat is completed.');
}
