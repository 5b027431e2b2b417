import { createService, type Service } from '../../messaging/service';
import type { ApiClient } from '../support/api-client';
import { createTeam, createWebchatChannel, type Named, Visitor } from '../support/builders';
import { eventually } from '../support/eventually';
import { createGate, type Gate } from '../support/gate';
import { incomingText } from '../support/incoming-text';
import { chatsOf, textsOf, untilTold } from '../support/look';
import { type Parley, startParley } from '../support/parley';

type Where = 'beforeCompletion' | 'afterCompletion' | 'beforeJoining';
const gates: Partial<Record<Where, Gate>> = {};
let parley: Parley;
/** Takes in messages as the API does, and stops wherever a test has put a gate. */
let receiver: Service['receiver'];

beforeAll(async () => {
  parley = await startParley();
  const { storage } = parley;
  let completed = false;
  const gated: typeof storage = {
    ...storage,
    async inTransaction(work) {
      completed = false;
      const result = await storage.inTransaction(work);
      if (completed) await gates.afterCompletion?.pass();
      return result;
    },
    chats: {
      ...storage.chats,
      async change(tx, at, set, declinedBy) {
        if (set.status === 'completed') {
          await gates.beforeCompletion?.pass();
          completed = true;
        }
        return storage.chats.change(tx, at, set, declinedBy);
      },
    },
    messages: {
      ...storage.messages,
      async attach(...asked) {
        await gates.beforeJoining?.pass();
        return storage.messages.attach(...asked);
      },
    },
  };
  receiver = createService({ ...parley.deps, storage: gated }).receiver;
  await parley.startWorker({ storage: gated });
});

afterAll(() => parley.stop());

async function team(parley: Parley): Promise<{ operator: ApiClient; channel: Named }> {
  const {
    queue,
    operators: [operator],
  } = await createTeam(parley, { size: 1 });
  if (operator === undefined) throw new Error('a team of one has an operator');
  return { operator, channel: await createWebchatChannel(parley, queue.id) };
}

async function takenChat(parley: Parley, { operator, channel }: { operator: ApiClient; channel: Named }) {
  const visitor = await Visitor.arrive(parley, channel.id, 'Ada');
  await visitor.write('first');
  const { id } = await eventually('the chat is offered', async () => (await operator.mine()).offered[0]);
  expect((await operator.accept(id)).body).toMatchObject({ status: 'active' });
  return { id, visitor };
}

/** In which chat each text of a channel's messages ended up. */
async function placesOf(parley: Parley, channelId: string): Promise<Record<string, number[]>> {
  const places: Record<string, number[]> = {};
  for (const chat of await chatsOf(parley, channelId)) {
    for (const text of textsOf(await parley.admin.conversation(chat.id)))
      places[text] = [...(places[text] ?? []), chat.number];
  }
  return places;
}

describe('after completion', () => {
  test('the client’s next message opens a new chat with the same contact', async () => {
    const { operator, channel } = await team(parley);
    const { id, visitor } = await takenChat(parley, { operator, channel });
    await operator.close(id);

    await visitor.write('second');
    const next = await eventually('a new chat is offered', async () => (await operator.mine()).offered[0]);
    const former = await parley.admin.chat(id);
    expect(next).toMatchObject({ status: 'offered', contact: { id: former.contact.id, name: 'Ada' } });
    expect(next.number).toBeGreaterThan(former.number);
    expect(await placesOf(parley, channel.id)).toEqual({ first: [former.number], second: [next.number] });
  });

  test('a message written again and again around the completion is in one chat, whatever comes first', async () => {
    const { operator, channel } = await team(parley);
    const { id, visitor } = await takenChat(parley, { operator, channel });
    const texts = Array.from({ length: 30 }, (_, index) => `around ${index}`);

    const writing = texts.map((text) => visitor.write(text, text));
    // A chat that is slow to answer on a busy machine is asked again, as its operator's page does.
    const key = { 'Idempotency-Key': `close ${id}` };
    const closing = eventually('the close is answered', async () => {
      const reply = await operator.call<object>('POST', `/api/chats/${id}/close`, undefined, key);
      return reply.status !== 503 && reply;
    });
    const repeating = texts.map((text) => visitor.write(text, text));
    expect((await closing).body).toMatchObject({ status: 'completed' });
    expect(new Set(await Promise.all([...writing, ...repeating]))).toEqual(new Set([200]));

    const places = await eventually('every message is in a chat', async () => {
      const found = await placesOf(parley, channel.id);
      return Object.keys(found).length === texts.length + 1 && found;
    });
    expect(Object.values(places).filter((numbers) => numbers.length !== 1)).toEqual([]);
    expect((await chatsOf(parley, channel.id)).length).toBeLessThanOrEqual(2);
  });
});

describe('a message that arrives while the chat completes', () => {
  test.each(['beforeCompletion', 'afterCompletion'] as const)(
    'is in the chat while that is open, and in the next one from then on (the completion is held %s)',
    async (where) => {
      const { operator, channel } = await team(parley);
      const { id, visitor } = await takenChat(parley, { operator, channel });
      const gate = createGate();
      gates[where] = gate;

      const closing = operator.close(id);
      await gate.arrived;
      expect(await visitor.write('meanwhile')).toBe(200);
      await untilTold(parley, 'meanwhile', channel.id);
      gate.open();
      delete gates[where];

      expect((await closing).body).toMatchObject({ status: 'completed', completedBy: 'operator' });
      const { number } = await parley.admin.chat(id);
      if (where === 'beforeCompletion') {
        expect(await placesOf(parley, channel.id)).toEqual({ first: [number], meanwhile: [number] });
        expect(await operator.mine()).toMatchObject({ offered: [] });
        return;
      }
      const next = await eventually('the next chat is offered', async () => (await operator.mine()).offered[0]);
      expect(await placesOf(parley, channel.id)).toEqual({ first: [number], meanwhile: [next.number] });
    },
  );

  test('that is just joining the chat when it is closed goes to the next chat, and to no other', async () => {
    const { operator, channel } = await team(parley);
    const { id } = await takenChat(parley, { operator, channel });
    const chat = await parley.storage.chats.get(id);
    const gate = createGate();
    gates.beforeJoining = gate;

    const opened = await parley.storage.channels.open(channel.id);
    if (opened === null || chat === null) throw new Error('the channel and the chat are there');
    const message = incomingText(chat.clientId, 'just in time');
    await receiver.receive(opened, [{ kind: 'message', message }]);
    await gate.arrived;
    expect((await operator.close(id)).body).toMatchObject({ status: 'completed' });
    gate.open();
    delete gates.beforeJoining;

    const next = await eventually('the next chat is offered', async () => (await operator.mine()).offered[0]);
    expect(await placesOf(parley, channel.id)).toEqual({ first: [chat.number], 'just in time': [next.number] });
  });
});
