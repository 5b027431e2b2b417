import { randomUUID } from 'node:crypto';
import { createTemporalClient } from '../../messaging/temporal-client';
import { closeWhenQuiet } from '../../messaging/temporal-patience';
import { acceptUpdate, chatChangedSignal, chatQuery, closeUpdate } from '../../workflows/chat/messages';
import { createTeam, createWebchatChannel, setSetting, Visitor } from '../support/builders';
import { eventually } from '../support/eventually';
import { processOf } from '../support/held-process';
import { chatsOf, textsOf, untilTold } from '../support/look';
import { type Parley, startParley, testServers } from '../support/parley';
import { only, pair, untilOffered } from '../support/routing-scenes';
import { startWire, type Wire } from '../support/wire';

let parley: Parley;
/** Leads from the worker to Temporal: what a run has decided can be held before Temporal hears of it. */
let wire: Wire;
let endWorker: () => Promise<void>;

beforeAll(async () => {
  parley = await startParley();
  wire = await startWire(testServers().temporalAddress);
  endWorker = await parley.startWorker({}, { wire });
});

afterEach(() => wire.release());

afterAll(async () => {
  await parley.stop();
  await wire.close();
});

/** A chat that is offered to the first of a team; the others are not active. */
async function offeredChat(size = 1) {
  const { queue, operators } = await createTeam(parley, { size, active: false });
  const operator = only(operators);
  await operator.setStatus('active');
  const channel = await createWebchatChannel(parley, queue.id);
  const visitor = await Visitor.arrive(parley, channel.id);
  await visitor.write('first');
  const { id: chatId } = await eventually('the chat is offered', async () => (await operator.mine()).offered[0]);
  const { workflowId } = (await parley.storage.chats.get(chatId)) ?? { workflowId: '' };
  const runId = await runOf(workflowId);
  const handle = parley.temporal.workflow.getHandle(workflowId);
  return { operators, operator, channel, visitor, chatId, workflowId, runId, handle };
}

const runOf = async (workflowId: string) => (await parley.temporal.workflow.getHandle(workflowId).describe()).runId;

type Offered = Awaited<ReturnType<typeof offeredChat>>;

/** In the order in which the chats were opened. */
async function textsOfChats(channelId: string): Promise<string[][]> {
  const chats = (await chatsOf(parley, channelId)).reverse();
  return Promise.all(chats.map(async ({ id }) => textsOf(await parley.admin.conversation(id))));
}

async function eventsOf({ workflowId, runId }: Pick<Offered, 'workflowId' | 'runId'>) {
  return (await parley.temporal.workflow.getHandle(workflowId, runId).fetchHistory()).events ?? [];
}

/** Temporal refused the end of a run, because something had come that the run did not know of. */
async function expectRefusedEnd(run: Pick<Offered, 'workflowId' | 'runId'>): Promise<void> {
  const unhandledCommand = 1;
  const causes = (await eventsOf(run)).map((event) => event.workflowTaskFailedEventAttributes?.cause);
  expect(causes).toContain(unhandledCommand);
}

test('a message told of when the run has decided to return is in the next chat, and the close is answered', async () => {
  const chat = await offeredChat();
  const { operator, channel, visitor, chatId, workflowId } = chat;
  await operator.accept(chatId);
  const report = wire.holdSending((piece) => piece.includes(workflowId));
  const closing = operator.close(chatId);
  await report.arrived;
  expect(await visitor.write('meanwhile')).toBe(200);
  await untilTold(parley, 'meanwhile', channel.id);
  report.release();

  expect((await closing).body).toMatchObject({ status: 'completed', completedBy: 'operator' });
  await eventually('the next chat is offered', async () => (await operator.mine()).offered[0]);
  expect(await textsOfChats(channel.id)).toEqual([['first'], ['meanwhile']]);
  await expectRefusedEnd(chat);
});

test('a close that gets to a chat’s workflow when the client’s next chat is open closes neither', async () => {
  const { operator, visitor, chatId, handle } = await offeredChat();
  await operator.accept(chatId);
  await operator.close(chatId);
  await visitor.write('next');
  const next = await eventually('the next chat is offered', async () => (await operator.mine()).offered[0]);

  const close = { commandId: randomUUID(), chatId, operatorId: operator.userId, by: 'administrator' } as const;
  const answer = await handle.executeUpdate(closeUpdate, { args: [close], updateId: close.commandId });
  expect(answer).toEqual({ kind: 'refused', code: 'chat_completed' });
  expect(await parley.admin.chat(chatId)).toMatchObject({ status: 'completed', completedBy: 'operator' });
  expect((await parley.admin.chat(next.id)).status).toBe('offered');
});

describe('a run that has grown long and goes on in a new one', () => {
  /** Signals that change nothing, together as heavy as years of talk: a little more, and Temporal wants a new history. */
  async function growLong({ handle }: Offered): Promise<void> {
    const signals = Array.from({ length: 1_200 }, () => ballast(3_200));
    await Promise.all(signals.map((signal) => handle.signal<[unknown]>(chatChangedSignal.name, signal)));
    await handle.query(chatQuery);
  }

  const growTooLong = ({ handle }: Offered) => handle.signal<[unknown]>(chatChangedSignal.name, ballast(400_000));

  const ballast = (length: number) => ({ chatId: 'of nobody', ballast: 'x'.repeat(length) });

  const untilContinued = ({ runId, workflowId }: Offered) =>
    eventually('a new run goes on', async () => (await runOf(workflowId)) !== runId);

  test('takes along a message and an accept that came when it had decided to', async () => {
    const chat = await offeredChat();
    const { operator, channel, visitor, chatId, workflowId } = chat;
    await growLong(chat);
    const report = wire.holdSending((piece) => piece.includes(workflowId));
    await growTooLong(chat);
    await report.arrived;
    expect(await visitor.write('meanwhile')).toBe(200);
    await untilTold(parley, 'meanwhile', channel.id);
    const accepting = operator.accept(chatId);
    report.release();

    expect(await accepting).toMatchObject({ status: 200, body: { status: 'active' } });
    await untilContinued(chat);
    await eventually('the message is there', async () => (await operator.conversation(chatId)).length === 2);
    expect(await textsOfChats(channel.id)).toEqual([['first', 'meanwhile']]);
    await expectRefusedEnd(chat);
    expect((await operator.close(chatId)).body).toMatchObject({ status: 'completed' });
  });

  test('gives a command that comes again the answer that it had, and does not do it now', async () => {
    const chat = await offeredChat(2);
    const { chatId, handle } = chat;
    const [first, second] = pair(chat.operators);
    const commandId = randomUUID();
    const accept = () =>
      handle.executeUpdate(acceptUpdate, {
        args: [{ commandId, chatId, operatorId: second.userId, receivedAtMs: Date.now() }],
        updateId: commandId,
      });
    const refused = { kind: 'refused', code: 'offer_expired' };
    expect(await accept()).toEqual(refused);
    await growLong(chat);
    await growTooLong(chat);
    await untilContinued(chat);
    await second.setStatus('active');
    await first.decline(chatId);
    await untilOffered(second, [{ id: chatId }]);

    expect(await accept()).toEqual(refused);
    expect(await parley.admin.chat(chatId)).toMatchObject({ status: 'offered', operator: null });
  });
});

/** In minutes. */
const longerThanAWorkersEnd = 0.2;

test('an accept in time that gets to the chat in the same step as the end of its offer wins', async () => {
  await setSetting(parley, 'OmniChatOperatorAcceptChatTimeout', longerThanAWorkersEnd);
  const chat = await offeredChat();
  const { operator, chatId, handle } = chat;
  await setSetting(parley, 'OmniChatOperatorAcceptChatTimeout', 5);
  const { offer } = await operator.chat(chatId);
  await endWorker();
  await eventually('the time of the offer is over', async () =>
    (await eventsOf(chat)).some(({ timerFiredEventAttributes }) => timerFiredEventAttributes),
  );

  const commandId = randomUUID();
  const receivedAtMs = Date.parse(offer?.expiresAt ?? '') - 1;
  const accepting = handle.executeUpdate(acceptUpdate, {
    args: [{ commandId, chatId, operatorId: operator.userId, receivedAtMs }],
    updateId: commandId,
  });
  await handle.describe();
  endWorker = await parley.startWorker({}, { wire });
  expect(await accepting).toEqual({ kind: 'done' });
  expect(await operator.status()).toMatchObject({ status: 'active', load: 1 });
  expect(await parley.admin.chat(chatId)).toMatchObject({ status: 'active', operator: { id: operator.userId } });
});

test('an old state of the chat that its workflow is told of late changes nothing', async () => {
  const { operator, chatId, visitor, handle, channel } = await offeredChat();
  await operator.accept(chatId);
  await operator.close(chatId);
  await operator.setStatus('inactive');
  await visitor.write('next');
  const old = await eventually('the next chat waits', async () => {
    const known = await handle.query(chatQuery);
    return known?.status === 'waiting' && !known.unrouted && known;
  });
  await operator.setStatus('active');
  const [next] = await untilOffered(operator, [{ id: old.chatId }]);
  await operator.accept(next?.id ?? '');
  const now = await handle.query(chatQuery);
  expect(now).toMatchObject({ chatId: old.chatId, status: 'active', channelId: channel.id });

  await handle.signal(chatChangedSignal, old);
  expect(await handle.query(chatQuery)).toEqual(now);
});

describe('a command whose answer is lost on the way', () => {
  let way: Wire;
  let temporal: ReturnType<typeof createTemporalClient>;

  beforeEach(async () => {
    way = await startWire(testServers().temporalAddress);
    temporal = createTemporalClient({ address: way.address, namespace: 'default' });
    await temporal.connection.ensureConnected();
  });

  afterEach(async () => {
    way.release();
    await closeWhenQuiet(temporal);
    await way.close();
  });

  test('is asked again, and has one effect', async () => {
    const { operator, chatId } = await offeredChat();
    const { commands } = processOf({ deps: { ...parley.deps, temporal } });
    way.holdAnswers();
    const asked = { chatId, operatorId: operator.userId, commandId: randomUUID(), receivedAtMs: Date.now() };
    expect(await commands.accept(asked)).toEqual({ kind: 'done' });

    const { status, routingLog } = await parley.admin.chat(chatId);
    expect(status).toBe('active');
    expect(routingLog.filter(({ event }) => event === 'accepted')).toHaveLength(1);
    expect(await operator.status()).toMatchObject({ load: 1 });
  });
});
