import { randomUUID } from 'node:crypto';
import type { ChatActionSteps, RunnerActivities } from '../../activities/chat-actions';
import type { ProcessRun } from '../../domain/process';
import { processWorkflowId } from '../../workflows/chat-actions/messages';
import { startHookReceiver } from '../support/hook-receiver';
import type { ActivityCase, Scene } from './activity-cases';
import type { Bench } from './bench';
import { inWork } from './scenes';

const numbers: ActivityCase['atOnce'] = {
  differs: /^(now|no longer) counters /,
  because: 'a number that was given out may be left unused',
};

/** What the processes of chat actions ask for, and their runner. */
export const chatActionCases: Record<keyof RunnerActivities | keyof ChatActionSteps, ActivityCase[]> = {
  prepareProcess: [
    {
      what: 'says what is to be executed',
      onlyLooks: true,
      scene: (bench) => withRun(bench, ({ id }) => bench.run('prepareProcess', { runId: id })),
    },
    {
      what: 'ends a run whose process is not there any more',
      scene: (bench) =>
        withRun(bench, ({ id }) => bench.run('prepareProcess', { runId: id }), { process: 'NobodyKnowsIt' }),
    },
  ],
  endProcess: [
    {
      what: 'tells what a process returned',
      scene: (bench) => {
        const ending = { kind: 'returned', returned: { text: 'Done.', link: '/api/cases/1' } } as const;
        return withRun(bench, ({ id }) => bench.run('endProcess', { runId: id, ending }));
      },
    },
    {
      what: 'tells why a process failed',
      scene: (bench) => {
        const ending = { kind: 'failed', code: 'process_failed', reason: 'It broke.' } as const;
        return withRun(bench, ({ id }) => bench.run('endProcess', { runId: id, ending }));
      },
    },
  ],
  giveUpUnserved: [{ what: 'ends a process that nobody serves', scene: unserved }],
  findCase: [
    {
      what: 'finds the one there is',
      onlyLooks: true,
      scene: async (bench) => {
        const scene = await withRun(bench, ({ chatId }) => bench.run('findCase', { chatId }));
        await bench.run('openCase', { runId: scene.processRun.id, chatId: scene.processRun.chatId, isFirst: true });
        return scene;
      },
    },
  ],
  findOrder: [
    {
      what: 'finds none',
      onlyLooks: true,
      scene: (bench) => withRun(bench, ({ chatId }) => bench.run('findOrder', { chatId })),
    },
  ],
  openCase: [
    {
      what: 'opens the first of a chat',
      scene: (bench) => withRun(bench, ({ id, chatId }) => bench.run('openCase', { runId: id, chatId, isFirst: true })),
      atOnce: numbers,
    },
    {
      what: 'opens another',
      scene: (bench) =>
        withRun(bench, ({ id, chatId }) => bench.run('openCase', { runId: id, chatId, isFirst: false })),
      atOnce: numbers,
    },
  ],
  openOrder: [
    {
      what: 'opens the first of a chat',
      scene: (bench) =>
        withRun(bench, ({ id, chatId }) => bench.run('openOrder', { runId: id, chatId, isFirst: true })),
      atOnce: numbers,
    },
  ],
  notify: [
    {
      what: 'notifies the administrators',
      scene: (bench) =>
        withRun(bench, ({ id }) => bench.run('notify', { runId: id, to: 'administrators', words: 'Come here.' })),
    },
  ],
  postWebhook: [
    {
      what: 'posts what is taken',
      scene: posting,
      atOnce: { differs: /^posted /, because: 'the receiver knows by its id what it has got already' },
    },
  ],
};

/** A run that was begun in a chat in work. */
async function withRun(
  bench: Bench,
  act: (processRun: ProcessRun) => Promise<unknown>,
  given: Partial<ProcessRun> = {},
): Promise<Scene & { processRun: ProcessRun }> {
  const { storage } = bench.parley;
  const { chat, operator } = await inWork(bench);
  const processRun: ProcessRun = {
    id: randomUUID(),
    chatId: chat.id,
    contactId: chat.contactId,
    actionId: randomUUID(),
    actionName: 'Create case',
    process: 'CreateCaseFromChat',
    parameters: {},
    startedBy: operator.userId,
    status: 'started',
    outcome: null,
    failure: null,
    startedAt: new Date(),
    endedAt: null,
    ...given,
  };
  await storage.inTransaction((tx) => storage.processRuns.create(processRun, tx));
  return { processRun, run: () => act(processRun) };
}

/** What comes of it stands in Temporal. */
async function unserved(bench: Bench): Promise<Scene> {
  const { temporal } = bench.parley;
  const workflowId = processWorkflowId(randomUUID(), 'BillInvoice');
  const handle = await temporal.workflow.start('BillInvoice', { workflowId, taskQueue: 'nobody-serves-it' });
  return {
    run: () => bench.run('giveUpUnserved', { workflowId }),
    elsewhere: async () => [(await handle.describe()).status.name].filter((status) => status !== 'RUNNING'),
  };
}

async function posting(bench: Bench): Promise<Scene> {
  const receiver = await startHookReceiver([204]);
  await bench.parley.admin.ok('PUT', '/api/settings/NotificationWebhookUrl', { value: receiver.url });
  const scene = await withRun(bench, ({ id }) => bench.run('postWebhook', { runId: id, words: 'Come here.' }));
  return {
    ...scene,
    elsewhere: async () => receiver.posts.map(({ headers }) => `posted ${headers['x-parley-delivery']}`),
    end: receiver.stop,
  };
}
