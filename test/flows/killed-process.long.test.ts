import { setSetting } from '../support/builders';
import {
  type ApiDossier,
  type ChatInWork,
  chatInWork,
  createAction,
  processesOf,
  runAction,
  untilEnded,
} from '../support/chat-actions';
import { eventually } from '../support/eventually';
import { processOf } from '../support/held-process';
import { startHookReceiver } from '../support/hook-receiver';
import { type Parley, startParley } from '../support/parley';
import { environmentOf, type ParleyProcess, spawnParley } from '../support/process';

/** What a killed worker had in hand, Temporal repeats after ten seconds, and then after pauses that grow. */
const goesOnWithinMs = 240_000;

let parley: Parley;
const workers: ParleyProcess[] = [];

beforeAll(async () => {
  parley = await startParley();
});

afterAll(async () => {
  await killWorkers();
  await parley.stop();
});

async function startWorker(): Promise<void> {
  const worker = spawnParley('worker.js', environmentOf(parley));
  workers.push(worker);
  await worker.says('the worker takes part');
}

async function killWorkers(): Promise<void> {
  await Promise.all(workers.splice(0).map((worker) => worker.kill()));
}

test('a worker that is killed while a process runs: another goes on with it, and nobody is notified twice', async () => {
  await startWorker();
  const scene = await chatInWork(parley);
  const receiver = await startHookReceiver([503]);
  await setSetting(parley, 'NotificationWebhookUrl', receiver.url);
  const action = await createAction(parley, { queueId: scene.queue.id, process: 'NotifySystemAdministrators' });
  const { body } = await runAction(scene.operator, scene.chatId, action.id);
  await eventually('the webhook is tried', async () => receiver.posts.length > 0);
  await killWorkers();
  expect(await processesOf(scene.operator, scene.chatId)).toMatchObject([{ id: body.processId, status: 'started' }]);

  receiver.answer(204);
  await startWorker();
  const ended = await untilEnded(scene.operator, { chatId: scene.chatId, processId: body.processId }, goesOnWithinMs);
  await receiver.stop();
  await killWorkers();
  expect(ended).toMatchObject({ status: 'finished' });
  const { items } = await parley.admin.ok<{ items: unknown[] }>('GET', '/api/notifications');
  expect(items).toHaveLength(1);
  expect(new Set(receiver.posts.map(({ headers }) => headers['x-parley-delivery'])).size).toBe(1);
});

test('an action that is run while no worker is there is taken on at once, and done by the next worker, once', async () => {
  const endFirst = await parley.startWorker();
  const { operator, chatId, queue } = await chatInWork(parley);
  const action = await createAction(parley, { queueId: queue.id, process: 'CreateOrderFromChat' });
  await endFirst();
  const key = `while-nobody-works-${chatId}`;
  const { status, body } = await runAction(operator, chatId, action.id, { key });
  expect(status).toBe(202);
  expect((await runAction(operator, chatId, action.id, { key })).body).toEqual(body);

  const endSecond = await parley.startWorker();
  expect(await untilEnded(operator, { chatId, processId: body.processId }, goesOnWithinMs)).toMatchObject({
    status: 'finished',
  });
  expect(await processesOf(operator, chatId)).toHaveLength(1);
  const { items } = await operator.ok<{ items: ApiDossier[] }>('GET', `/api/orders?chatId=${chatId}`);
  expect(items).toHaveLength(1);
  await endSecond();
});

/** As if the API had died with the run stored and nobody asked. */
async function leftByDeadApi({ chatId, queue, operator }: ChatInWork): Promise<string> {
  const { id: actionId } = await createAction(parley, { queueId: queue.id, process: 'CreateCaseFromChat' });
  const action = await parley.storage.chatActions.get(actionId);
  if (action === null) throw new Error('the action is there');
  const id = `left-by-a-dead-api-${chatId}`;
  await processOf(parley).processes.begin({ id, chatId, action, parameters: {}, userId: operator.userId });
  return id;
}

test('a chat that is completed before its workflow was asked starts the process all the same', async () => {
  const endWorker = await parley.startWorker();
  const scene = await chatInWork(parley);
  const processId = await leftByDeadApi(scene);
  await scene.operator.close(scene.chatId);
  expect(await untilEnded(scene.operator, { chatId: scene.chatId, processId }, goesOnWithinMs)).toMatchObject({
    status: 'finished',
  });
  await endWorker();
});

test('a run that Temporal knows nothing of, and that nobody is to start, is found and started', async () => {
  const endWorker = await parley.startWorker();
  const scene = await chatInWork(parley);
  const processId = await leftByDeadApi(scene);
  const { chores, processRuns } = parley.storage;
  await chores.model.deleteMany({ 'chore.runId': processId });
  await processRuns.model.updateOne({ _id: processId }, { $set: { checkedAt: new Date(0) } });
  expect(await untilEnded(scene.operator, { chatId: scene.chatId, processId }, goesOnWithinMs)).toMatchObject({
    status: 'finished',
  });
  await endWorker();
});
