import type { ApiClient, Reply } from './api-client';
import { createTeam, createWebchatChannel, type Named, Visitor } from './builders';
import { eventually } from './eventually';
import type { Parley } from './parley';
import { only } from './routing-scenes';

export interface ApiProcessRun {
  id: string;
  chatId: string;
  action: Named;
  process: string;
  title: string;
  startedBy: Named;
  status: string;
  outcome: { text: string; link: string | null } | null;
  failure: { code: string; reason: string } | null;
}

export interface ApiDossier {
  id: string;
  number: number;
  subject: string;
  status: string;
  notes: string;
  contact: Named;
  chat: { id: string; number: number };
  transcriptUrl: string;
  operator: Named;
  history: Array<{ at: string; by: Named; field: string; from: string; to: string }>;
}

export interface ChatInWork {
  queue: Named;
  channel: Named;
  operator: ApiClient;
  visitor: Visitor;
  chatId: string;
}

/** An operator has the chat of a visitor who wrote `first`. */
export async function chatInWork(parley: Parley, first = 'Hello', name = 'Vera'): Promise<ChatInWork> {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const operator = only(operators);
  const channel = await createWebchatChannel(parley, queue.id);
  const visitor = await Visitor.arrive(parley, channel.id, name);
  await visitor.write(first);
  const { id: chatId } = await eventually('the chat is offered', async () => (await operator.mine()).offered[0]);
  await operator.accept(chatId);
  return { queue, channel, operator, visitor, chatId };
}

export function createAction(
  { admin }: Pick<Parley, 'admin'>,
  given: { queueId: string; process: string; name?: string; parameters?: Record<string, unknown> },
): Promise<Named> {
  return admin.ok('POST', '/api/chat-actions', { name: `Run ${given.process}`, ...given });
}

export function runAction(
  user: ApiClient,
  chatId: string,
  actionId: string,
  { body, key }: { body?: unknown; key?: string } = {},
): Promise<Reply<{ processId: string; code?: string }>> {
  const path = `/api/chats/${chatId}/actions/${actionId}`;
  return user.call('POST', path, body, key === undefined ? {} : { 'Idempotency-Key': key });
}

export async function processesOf(user: ApiClient, chatId: string): Promise<ApiProcessRun[]> {
  return (await user.ok<{ items: ApiProcessRun[] }>('GET', `/api/chats/${chatId}/processes`)).items;
}

/** What became of a process, once it has ended. */
export function untilEnded(
  user: ApiClient,
  { chatId, processId }: { chatId: string; processId: string },
  withinMs?: number,
): Promise<ApiProcessRun> {
  return eventually(
    'the process has ended',
    async () => {
      const run = await user.ok<ApiProcessRun>('GET', `/api/chats/${chatId}/processes/${processId}`);
      return run.status !== 'started' && run;
    },
    withinMs,
  );
}

/** Runs an action of the chat's queue for a process, and waits for its end. */
export async function runToItsEnd(
  parley: Parley,
  { operator, chatId, queue }: Pick<ChatInWork, 'operator' | 'chatId' | 'queue'>,
  process: string,
  parameters: Record<string, unknown> = {},
): Promise<ApiProcessRun> {
  const action = await createAction(parley, { queueId: queue.id, process });
  const { status, body } = await runAction(operator, chatId, action.id, { body: { parameters } });
  expect(status).toBe(202);
  return untilEnded(operator, { chatId, processId: body.processId });
}
