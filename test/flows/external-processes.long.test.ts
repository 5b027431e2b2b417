import { begun } from '../support/begun';
import {
  type ApiProcessRun,
  type ChatInWork,
  chatInWork,
  createAction,
  processesOf,
  runAction,
  runToItsEnd,
  untilEnded,
} from '../support/chat-actions';
import { eventually } from '../support/eventually';
import { startPythonWorker } from '../support/external/python';
import { startExternalWorker } from '../support/external/worker';
import { goOnSignal } from '../support/external/workflows';
import { type Parley, startParley } from '../support/parley';

let parley: Parley;
let taskQueue: string;
let endWorker: () => Promise<void>;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
  taskQueue = `${parley.name}-billing`;
  endWorker = await startExternalWorker(taskQueue);
  for (const workflowType of ['BillInvoice', 'WaitForWord', 'KnowNoSuchClient', 'RefusePolitely', 'ReturnOddly'])
    await register({ workflowType });
});

afterAll(async () => {
  await endWorker();
  await parley.stop();
});

function register(given: { workflowType: string } & Record<string, unknown>): Promise<unknown> {
  const chat = { name: 'ChatId', title: 'The chat', type: 'chat' };
  const urgent = { name: 'Urgent', title: 'At once', type: 'boolean' };
  return parley.admin.ok('POST', '/api/processes', {
    name: given.workflowType,
    title: `Test of ${given.workflowType}`,
    taskQueue,
    parameters: [chat, urgent],
    ...given,
  });
}

/** A process that goes on until it is told to end; it has been taken up. */
async function held(scene: ChatInWork): Promise<{ run: ApiProcessRun; workflowId: string }> {
  const action = await createAction(parley, { queueId: scene.queue.id, process: 'WaitForWord' });
  const { body } = await runAction(scene.operator, scene.chatId, action.id);
  const workflowId = `process:${body.processId}:WaitForWord`;
  await eventually(
    'the process runs',
    async () => (await parley.temporal.workflow.getHandle(workflowId).describe()).historyLength > 3,
  );
  const [run] = await processesOf(scene.operator, scene.chatId);
  if (run === undefined) throw new Error('the chat shows the process');
  expect(run).toMatchObject({ id: body.processId, status: 'started', outcome: null });
  return { run, workflowId };
}

const servedByNobody = begun(async () => {
  await register({ workflowType: 'NobodyServesIt', taskQueue: `${taskQueue}-nobody`, startTimeoutMinutes: 0.02 });
  const run = await runToItsEnd(parley, await chatInWork(parley), 'NobodyServesIt');
  const { status } = await parley.temporal.workflow.getHandle(`process:${run.id}:NobodyServesIt`).describe();
  return { run, status };
});

const waitedTooLong = begun(async () => {
  // A busy machine takes seconds to take it up.
  const limits = { startTimeoutMinutes: 0.2, timeoutMinutes: 0.3 };
  await register({ workflowType: 'WaitForWord', name: 'WaitTooLong', ...limits });
  return runToItsEnd(parley, await chatInWork(parley), 'WaitTooLong');
});

test('a workflow type of another worker is registered, listed, and run with what it declares', async () => {
  const { items } = await parley.admin.ok<{ items: Array<{ name: string }> }>('GET', '/api/processes');
  expect(items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'BillInvoice', title: 'Test of BillInvoice', kind: 'external', taskQueue }),
    ]),
  );
  const scene = await chatInWork(parley);
  expect(await runToItsEnd(parley, scene, 'BillInvoice', { Urgent: true })).toMatchObject({
    title: 'Test of BillInvoice',
    status: 'finished',
    outcome: {
      text: 'Billed ChatId, RunId, Urgent, urgently.',
      link: expect.stringMatching(/^https:\/\/billing\.example\.org\/invoices\//),
    },
  });
});

test('a process in Python is run like any other, where Python has the SDK', async () => {
  const pythons = `${parley.name}-python`;
  const endPython = await startPythonWorker(pythons);
  const served =
    endPython === null ? { workflowType: 'BillInvoice' } : { workflowType: 'WeighParcel', taskQueue: pythons };
  await register({ ...served, name: 'WeighParcel' });
  const scene = await chatInWork(parley);
  const run = await runToItsEnd(parley, scene, 'WeighParcel', { Urgent: true });
  await endPython?.();
  expect(run).toMatchObject({ status: 'finished', failure: null });
  const inPython = 'Weighed ChatId, RunId, Urgent in Python.';
  expect(run.outcome?.text).toBe(endPython === null ? 'Billed ChatId, RunId, Urgent, urgently.' : inPython);
}, 240_000);

test('a refusal is a result; a failure tells the operator in words and operations in the history; the chat goes on', async () => {
  const scene = await chatInWork(parley);
  expect(await runToItsEnd(parley, scene, 'RefusePolitely')).toMatchObject({
    status: 'refused',
    outcome: { text: 'Invoices are billed on Mondays.' },
    failure: null,
  });
  const failed = await runToItsEnd(parley, scene, 'KnowNoSuchClient');
  expect(failed).toMatchObject({
    status: 'failed',
    outcome: null,
    failure: { code: 'process_failed', reason: 'The billing system knows no such client.' },
  });
  const { status } = await parley.temporal.workflow.getHandle(`process:${failed.id}:KnowNoSuchClient`).describe();
  expect(status.name).toBe('FAILED');
  await scene.operator.say(scene.chatId, 'We go on');
  await eventually('the client sees the answer', async () => (await scene.visitor.sees()).length === 2);
});

test('of an odd result the operator is shown nothing that could do harm', async () => {
  const scene = await chatInWork(parley);
  expect(await runToItsEnd(parley, scene, 'ReturnOddly')).toMatchObject({ status: 'finished', outcome: null });
});

test('a process outlives its chat, and its end is still told', async () => {
  const scene = await chatInWork(parley);
  const { run, workflowId } = await held(scene);
  await scene.operator.close(scene.chatId);
  await scene.visitor.write('One more thing');
  await eventually('the next chat is there', async () => (await scene.operator.mine()).offered[0]);
  await parley.temporal.workflow.getHandle(workflowId).signal(goOnSignal);
  expect(await untilEnded(scene.operator, { chatId: scene.chatId, processId: run.id })).toMatchObject({
    status: 'finished',
    outcome: { text: 'It took a while.' },
  });
});

test('the chat itself starts the process, and is not its parent’s keeper', async () => {
  const scene = await chatInWork(parley);
  const { run, workflowId } = await held(scene);
  const chat = await parley.storage.chats.get(scene.chatId);
  const runner = await parley.temporal.workflow.getHandle(`process:${run.id}`).describe();
  expect(runner.parentExecution?.workflowId).toBe(chat?.workflowId);
  await parley.temporal.workflow.getHandle(chat?.workflowId ?? '').terminate('by the test');
  await parley.temporal.workflow.getHandle(workflowId).signal(goOnSignal);
  expect(await untilEnded(parley.admin, { chatId: scene.chatId, processId: run.id })).toMatchObject({
    status: 'finished',
  });
});

test('a process on a task queue that nobody serves is given up in words after its time', async () => {
  const { run, status } = await servedByNobody();
  expect(run).toMatchObject({
    status: 'failed',
    failure: {
      code: 'not_served',
      reason: expect.stringContaining(`nobody seems to serve the task queue ${taskQueue}-nobody`),
    },
  });
  expect(status.name).toBe('TERMINATED');
});

test('a process that operations end by hand has failed, and so has one whose runner they end', async () => {
  const scene = await chatInWork(parley);
  const byHand = { status: 'failed', failure: { code: 'ended_by_hand', reason: 'It was ended by hand.' } };
  const first = await held(scene);
  await parley.temporal.workflow.getHandle(first.workflowId).terminate('by the test');
  const ended = (run: ApiProcessRun) => untilEnded(scene.operator, { chatId: scene.chatId, processId: run.id });
  expect(await ended(first.run)).toMatchObject(byHand);

  const second = await held(scene);
  await parley.temporal.workflow.getHandle(`process:${second.run.id}`).terminate('by the test');
  const lookedAtLongAgo = { $set: { checkedAt: new Date(0) } };
  await parley.storage.processRuns.model.updateOne({ _id: second.run.id }, lookedAtLongAgo);
  expect(await ended(second.run)).toMatchObject(byHand);
  const { status } = await parley.temporal.workflow.getHandle(second.workflowId).describe();
  expect(status.name).toBe('TERMINATED');
});

test('an action whose process is not there any more fails in words', async () => {
  const scene = await chatInWork(parley);
  await register({ workflowType: 'BillInvoice', name: 'Retired' });
  const action = await createAction(parley, { queueId: scene.queue.id, process: 'Retired' });
  await parley.storage.processes.model.deleteOne({ name: 'Retired' });
  const { body } = await runAction(scene.operator, scene.chatId, action.id);
  expect(await untilEnded(scene.operator, { chatId: scene.chatId, processId: body.processId })).toMatchObject({
    status: 'failed',
    failure: { code: 'unknown_process', reason: 'There is no process Retired any more.' },
  });
});

test('a process that was taken up in time may take longer than that, but not for ever', async () => {
  expect(await waitedTooLong()).toMatchObject({
    status: 'failed',
    failure: { code: 'timed_out', reason: 'It took longer than 0.3 minutes.' },
  });
});
