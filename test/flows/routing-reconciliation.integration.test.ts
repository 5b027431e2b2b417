import { answerWrittenSignal } from '../../workflows/chat/messages';
import type { ApiChat } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { createTeam, createWebchatChannel, setSetting, Visitor } from '../support/builders';
import { eventually } from '../support/eventually';
import { textsOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { clientWrites, only, untilOffered, untilStatus } from '../support/routing-scenes';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
  await setSetting(parley, 'SimultaneousChats', 1);
});

expectRestAfterEach(() => parley);
afterAll(() => parley.stop());

async function workflowIdOf(chat: ApiChat): Promise<string> {
  const row = await parley.storage.chats.get(chat.id);
  if (row === null) throw new Error('the chat has a row');
  return row.workflowId;
}

/** As if a minute had passed since the chat's workflow was last looked at. */
async function becomeUnchecked(chat: ApiChat): Promise<void> {
  await parley.storage.chats.model.updateOne({ _id: chat.id }, { $set: { checkedAt: new Date(0) } });
}

async function oneInWorkOneWaiting() {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const operator = only(operators);
  const channel = await createWebchatChannel(parley, queue.id);
  const { visitor, chat } = await clientWrites(parley, channel.id);
  await untilOffered(operator, [chat]);
  await operator.accept(chat.id);
  const { chat: waiting } = await clientWrites(parley, channel.id);
  return { operator, channel, visitor, chat, waiting };
}

describe('a chat whose workflow was ended by hand', () => {
  test('is completed when it is looked at, and its place goes to the next waiting chat', async () => {
    const { operator, chat, waiting } = await oneInWorkOneWaiting();
    await parley.temporal.workflow.getHandle(await workflowIdOf(chat)).terminate('by hand');
    await becomeUnchecked(chat);
    expect(await untilStatus(parley, chat.id, 'completed')).toMatchObject({ completedBy: 'administrator' });
    await untilOffered(operator, [waiting]);
    expect(await operator.status()).toMatchObject({ load: 1, limit: 1 });
  });

  test('is completed at once when its operator wants to close it', async () => {
    const { operator, chat, waiting } = await oneInWorkOneWaiting();
    await parley.temporal.workflow.getHandle(await workflowIdOf(chat)).terminate('by hand');
    expect(await operator.close(chat.id)).toMatchObject({ status: 409, body: { code: 'chat_completed' } });
    await untilOffered(operator, [waiting]);
  });

  test('is taken up again when its client writes before anyone has looked: it is still its operator’s', async () => {
    const { operator, visitor, chat, waiting } = await oneInWorkOneWaiting();
    await parley.temporal.workflow.getHandle(await workflowIdOf(chat)).terminate('by hand');
    await visitor.write('Are you still there?');
    await eventually('his operator sees it', async () =>
      textsOf(await operator.conversation(chat.id)).includes('Are you still there?'),
    );
    await eventually('the workflow runs again', async () => {
      const { status } = await parley.temporal.workflow.getHandle(await workflowIdOf(chat)).describe();
      return status.name === 'RUNNING';
    });
    expect(await operator.say(chat.id, 'Yes, I am.')).toMatchObject({ text: 'Yes, I am.' });
    expect((await operator.close(chat.id)).body).toMatchObject({ status: 'completed', completedBy: 'operator' });
    await untilOffered(operator, [waiting]);
  });
});

describe('a chat whose workflow Temporal has lost', () => {
  /** Temporal's retention or a lost database: the workflow is as if it had never been. */
  async function lose(workflowId: string): Promise<void> {
    const { workflowService } = parley.temporal;
    await workflowService.deleteWorkflowExecution({ namespace: 'default', workflowExecution: { workflowId } });
    await eventually('the workflow is gone', async () => {
      try {
        await parley.temporal.workflow.getHandle(workflowId).describe();
        return false;
      } catch {
        return true;
      }
    });
  }

  test('is taken up again where it stands: its operator goes on, closes it, and the next chat comes', async () => {
    const { operator, chat, visitor, waiting } = await oneInWorkOneWaiting();
    await lose(await workflowIdOf(chat));
    await becomeUnchecked(chat);
    const handle = parley.temporal.workflow.getHandle(await workflowIdOf(chat));
    await eventually('the workflow runs again', async () => (await handle.describe()).status.name === 'RUNNING');

    await operator.say(chat.id, 'Where were we?');
    await eventually('the visitor sees the answer', async () =>
      (await visitor.sees()).some(({ text }) => text === 'Where were we?'),
    );
    expect(await operator.close(chat.id)).toMatchObject({ status: 200, body: { completedBy: 'operator' } });
    await untilOffered(operator, [waiting]);
  });

  test('is taken up again by the command of its operator', async () => {
    const { operator, chat } = await oneInWorkOneWaiting();
    await lose(await workflowIdOf(chat));
    expect(await operator.close(chat.id)).toMatchObject({ status: 200, body: { status: 'completed' } });
  });

  test('that waits is offered when there is room', async () => {
    const { operator, chat, waiting } = await oneInWorkOneWaiting();
    await lose(await workflowIdOf(waiting));
    await operator.close(chat.id);
    await untilOffered(operator, [waiting]);
    expect(await operator.accept(waiting.id)).toMatchObject({ status: 200, body: { status: 'active' } });
  });
});

test('a chat whose workflow has missed its completion deadline is completed when it is looked at', async () => {
  const { operator, chat, waiting } = await oneInWorkOneWaiting();
  await operator.say(chat.id, 'Good bye');
  const told = { chatId: chat.id, completesAtMs: null };
  await parley.temporal.workflow.getHandle(await workflowIdOf(chat)).signal(answerWrittenSignal, told);
  const past = new Date(Date.now() - 60_000);
  await parley.storage.chats.model.updateOne({ _id: chat.id }, { $set: { completesAt: past } });

  await becomeUnchecked(chat);
  expect(await untilStatus(parley, chat.id, 'completed')).toMatchObject({ completedBy: 'timeout' });
  await untilOffered(operator, [waiting]);
});

test('a completed chat leaves nothing behind: the next message of its client is a chat of its own', async () => {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const operator = only(operators);
  const channel = await createWebchatChannel(parley, queue.id);
  const visitor = await Visitor.arrive(parley, channel.id);
  await visitor.write('First');
  const first = await eventually('the first is offered', async () => (await operator.mine()).offered[0]);
  await operator.accept(first.id);
  await operator.close(first.id);
  await visitor.write('Second');
  const second = await eventually('the second is offered', async () => (await operator.mine()).offered[0]);
  expect(second.id).not.toBe(first.id);
  expect(second.contact.id).toBe(first.contact.id);
  expect((await operator.conversation(second.id)).map(({ text }) => text)).toEqual(['Second']);
});
