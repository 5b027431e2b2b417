import { setSetting } from '../support/builders';
import { chatInWork, createAction, runAction, runToItsEnd, untilEnded } from '../support/chat-actions';
import { eventually } from '../support/eventually';
import { startHookReceiver } from '../support/hook-receiver';
import type { Parley } from '../support/parley';
import type { Recorded } from './scenarios';

/** Runs every shipped process into each of its ends, and the runner into each state that it may be in. */
export async function playProcessScenarios(parley: Parley, personalWord: string): Promise<Recorded[]> {
  const scene = await chatInWork(parley, `first ${personalWord}`, `Vera ${personalWord}`);
  const recorded: Recorded[] = [];
  const note = (name: string, process: string, runId: string) =>
    recorded.push(
      { name, workflowId: `process:${runId}:${process}` },
      { name: `runner-of-${name}`, workflowId: `process:${runId}` },
    );
  const play = async (name: string, process: string, parameters: Record<string, unknown> = {}) => {
    const { id, status } = await runToItsEnd(parley, scene, process, parameters);
    note(`process-${status}-${name}`, process, id);
  };

  await play('managers', 'NotifyManagerAboutInvoicePayment');
  await play('case', 'CreateCaseFromChat');
  await play('known-case', 'CreateCaseFromChat');
  await play('another-case', 'CreateCaseFromChat', { New: true });
  await play('order', 'CreateOrderFromChat');
  await play('unconfirmed-order', 'CreateOrderFromChat');
  await play('managers-with-order', 'NotifyManagerAboutInvoicePayment');
  await play('administrators', 'NotifySystemAdministrators');
  const receiver = await startHookReceiver([204]);
  await setSetting(parley, 'NotificationWebhookUrl', receiver.url);
  await play('webhook', 'NotifySystemAdministrators');
  receiver.answer(404);
  await play('webhook', 'NotifySystemAdministrators');
  receiver.answer(503);
  const before = receiver.posts.length;
  const tried = await begin(parley, scene, 'NotifySystemAdministrators');
  await eventually('it is tried', async () => receiver.posts.length > before);
  note('process-started-webhook', 'NotifySystemAdministrators', tried);

  await register(parley, { name: 'NotServedForLong', startTimeoutMinutes: 60 });
  const waits = await begin(parley, scene, 'NotServedForLong');
  const runner = { name: 'runner-that-waits-for-a-worker', workflowId: `process:${waits}` };
  await eventually(
    'it waits',
    async () =>
      (await parley.temporal.workflow.getHandle(`${runner.workflowId}:NotServedForLong`).describe()).status.name ===
      'RUNNING',
  );
  recorded.push(runner);
  await register(parley, { name: 'NotServed', startTimeoutMinutes: 0.02 });
  const processId = await begin(parley, scene, 'NotServed');
  await untilEnded(scene.operator, { chatId: scene.chatId, processId });
  recorded.push({ name: 'runner-that-gave-up', workflowId: `process:${processId}` });

  const chat = await parley.storage.chats.get(scene.chatId);
  recorded.push({ name: 'active-with-actions', workflowId: chat?.workflowId ?? '' });
  await receiver.stop();
  return recorded;
}

async function begin(parley: Parley, scene: Awaited<ReturnType<typeof chatInWork>>, process: string): Promise<string> {
  const action = await createAction(parley, { queueId: scene.queue.id, process });
  return (await runAction(scene.operator, scene.chatId, action.id)).body.processId;
}

function register({ admin, name: taskQueue }: Parley, process: { name: string; startTimeoutMinutes: number }) {
  const external = { title: process.name, workflowType: process.name, taskQueue: `${taskQueue}-nobody` };
  return admin.ok('POST', '/api/processes', { ...external, ...process });
}
