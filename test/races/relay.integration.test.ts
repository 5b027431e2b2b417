import { randomUUID } from 'node:crypto';
import { createChatSignals } from '../../messaging/chat-signals';
import { createReconciliation } from '../../messaging/reconciliation';
import type { Storage } from '../../storage/storage';
import { createTeam, createWebchatChannel, Visitor } from '../support/builders';
import { clientByHand } from '../support/by-hand';
import { eventually } from '../support/eventually';
import { heldProcess, overtaken, processOf } from '../support/held-process';
import { chatsOf, textsOf } from '../support/look';
import { type Parley, startParley } from '../support/parley';
import { only, untilOffered } from '../support/routing-scenes';

type DueMessage = Awaited<ReturnType<Storage['messages']['takeDue']>>[number];

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
});

afterAll(() => parley.stop());

async function scene() {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const channel = await createWebchatChannel(parley, queue.id);
  return { operator: only(operators), channel, visitor: await Visitor.arrive(parley, channel.id) };
}

async function rowsOf(channelId: string): Promise<DueMessage[]> {
  const rows = await parley.storage.messages.model.find({ channelId }).lean();
  return rows.map(({ _id, direction, channelId, clientId, provider }) => ({
    id: _id,
    direction,
    channelId,
    clientId,
    provider,
    chatId: null,
  }));
}

/** A relay that took these rows some time ago, and gets round to them now. */
async function relay(rows: DueMessage[]): Promise<void> {
  const ending = new AbortController();
  const takeDue = async () => rows.splice(0);
  const markSignalled: Storage['messages']['markSignalled'] = async (ids) => {
    await parley.storage.messages.markSignalled(ids);
    ending.abort();
  };
  const messages = { ...parley.storage.messages, takeDue, markSignalled };
  await processOf(parley, { ...parley.storage, messages }).relay.run(ending.signal);
}

async function isOver(workflowId: string): Promise<boolean> {
  return (await parley.temporal.workflow.getHandle(workflowId).describe()).status.name === 'COMPLETED';
}

const textsOfChats = async (channelId: string) => {
  const chats = (await chatsOf(parley, channelId)).reverse();
  return Promise.all(chats.map(async ({ id }) => textsOf(await parley.admin.conversation(id))));
};

describe('a relay that comes late with a message', () => {
  async function completed() {
    const made = await scene();
    await made.visitor.write('first');
    const { id } = await eventually('it is offered', async () => (await made.operator.mine()).offered[0]);
    await made.operator.accept(id);
    expect((await made.operator.close(id)).status).toBe(200);
    const { workflowId } = (await parley.storage.chats.get(id)) ?? { workflowId: '' };
    return { ...made, workflowId, former: await parley.temporal.workflow.getHandle(workflowId).describe() };
  }

  test('whose chat is completed opens no chat: the run that it starts ends without having been one', async () => {
    const { channel, operator, workflowId, former } = await completed();
    await relay(await rowsOf(channel.id));
    await eventually('the run that was started is over', async () => {
      const { runId } = await parley.temporal.workflow.getHandle(workflowId).describe();
      return runId !== former.runId && isOver(workflowId);
    });
    expect(await textsOfChats(channel.id)).toEqual([['first']]);
    expect(await operator.status()).toMatchObject({ load: 0 });
  });

  test('whose client has a later chat by now leaves it out of that one', async () => {
    const { channel, operator, visitor } = await completed();
    const old = await rowsOf(channel.id);
    await visitor.write('second');
    const { id } = await eventually('the next chat is offered', async () => (await operator.mine()).offered[0]);
    await relay(old);
    await visitor.write('third');
    await eventually('the third is there', async () => (await parley.admin.conversation(id)).length === 2);
    expect(await textsOfChats(channel.id)).toEqual([['first'], ['second', 'third']]);
    expect((await parley.admin.chat(id)).unreadCount).toBe(2);
  });
});

test('a first message whose writer died before he told anybody of it has a chat by the relay', async () => {
  const { channel } = await scene();
  const client = await clientByHand(parley, channel.id);
  await client.store('Hello');
  const marked = { channelId: channel.id, dueAt: { $exists: true } };
  await parley.storage.messages.model.updateMany(marked, { $set: { dueAt: new Date(0) } });
  const ending = new AbortController();
  const relaying = processOf(parley).relay.run(ending.signal);
  try {
    const chats = await eventually('there is a chat', async () => {
      const texts = await textsOfChats(channel.id);
      return texts.length > 0 && texts;
    });
    expect(chats).toEqual([['Hello']]);
  } finally {
    ending.abort();
    await relaying;
  }
});

/** The worker died before it could report, and so did the API that would have asked again. */
describe('of a command that was carried out and is lost to its chat’s workflow', () => {
  async function inWork() {
    const made = await scene();
    await made.visitor.write('Hello');
    const { id: chatId } = await eventually('it is offered', async () => (await made.operator.mine()).offered[0]);
    await made.operator.accept(chatId);
    const asked = { chatId, commandId: randomUUID(), operatorId: made.operator.userId, by: 'operator' as const };
    return { ...made, asked };
  }

  test('the workflow is told by the relay: a completed chat’s is over', async () => {
    const { asked } = await inWork();
    const { workflowId = '' } = (await parley.storage.chats.get(asked.chatId)) ?? {};
    await processOf(parley).activities.completeChat(asked);
    await eventually('the workflow is over', () => isOver(workflowId));
  });

  test('the workflow is told by the relay: a chat that was given to a queue is offered there', async () => {
    const { asked } = await inWork();
    const { queue, operators } = await createTeam(parley, { size: 1 });
    await processOf(parley).activities.transferChat({ ...asked, to: { queueId: queue.id } });
    await untilOffered(only(operators), [{ id: asked.chatId }]);
  });
});

test('two relays with the same messages, and the writer besides, make one chat with each message once', async () => {
  const { channel } = await scene();
  const opened = await parley.storage.channels.open(channel.id);
  if (opened === null) throw new Error('the channel is there');
  const clientId = randomUUID();
  const messages = ['one', 'two'].map((text, sequence) => ({
    ...{ clientId, externalId: text, type: 'text' as const, text },
    ...{ timestamp: new Date(), sequence, attachments: [] },
  }));
  await parley.storage.messages.receive([{ channel: opened, messages }]);
  const [rows, again] = [await rowsOf(channel.id), await rowsOf(channel.id)];
  const more = { ...messages[0], ...{ clientId, externalId: 'three', type: 'text' as const, text: 'three' } };
  await Promise.all([
    relay(rows),
    relay(again),
    processOf(parley).receiver.receive(opened, [
      { kind: 'message', message: { ...more, timestamp: new Date(), sequence: 2, attachments: [] } },
    ]),
  ]);
  const seen = await eventually('all are there', async () => {
    const [texts] = await textsOfChats(channel.id);
    return texts?.includes('three') && texts;
  });
  expect(seen).toEqual(['one', 'two', 'three']);
  expect(await chatsOf(parley, channel.id)).toMatchObject([{ unreadCount: 3 }]);
});

test('reconciliation that has found a run ended by hand, and comes late, leaves the chat that its client has taken up', async () => {
  const { channel, operator, visitor } = await scene();
  await visitor.write('first');
  const { id } = await eventually('it is offered', async () => (await operator.mine()).offered[0]);
  const former = await parley.storage.chats.get(id);
  if (former === null) throw new Error('the chat has a row');
  await parley.temporal.workflow.getHandle(former.workflowId).terminate('by hand');

  const slow = heldProcess(parley, 'chats', 'get');
  const signals = createChatSignals(parley.deps);
  const reconciliation = createReconciliation({ ...parley.deps, ...slow, signals });
  await overtaken(slow, reconciliation.reconcile(former), async () => {
    await visitor.write('second');
    await eventually('the message is there', async () => (await operator.conversation(id)).length === 2);
  });
  expect((await chatsOf(parley, channel.id)).map(({ status }) => status)).toEqual(['offered']);
  expect(await textsOfChats(channel.id)).toEqual([['first', 'second']]);
});
