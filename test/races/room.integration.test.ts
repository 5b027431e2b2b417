import type { ChatSnapshot } from '../../domain/chat';
import type { RoutingRule } from '../../routing/contract';
import { createUser, setSetting } from '../support/builders';
import { chatInWork, complete, newChat, routedChat, type Scene, setScene } from '../support/by-hand';
import { eventually } from '../support/eventually';
import { heldProcess, overtaken, processHeldBeforeCommit, processOf } from '../support/held-process';
import { type Parley, startParley } from '../support/parley';
import { offeredTo, only, pair, untilOffered } from '../support/routing-scenes';
import { activeAndNothingFollows } from '../support/silent-status';

let parley: Parley;

/** Gives its chats to those whom a test names. */
let pairIds: string[] = [];
const toPair: RoutingRule = {
  code: 'ToPair',
  title: { en: 'To those named', ru: 'Названным' },
  getOperatorIds: async () => pairIds,
};

beforeAll(async () => {
  parley = await startParley({ routingRules: [toPair] });
});

afterAll(() => parley.stop());

const offersOf = async (chatId: string) => offeredTo(await parley.admin.chat(chatId));

/** As if the writers of all chores had died some time ago. */
const letChoresBecomeDue = () => parley.storage.chores.model.updateMany({}, { $set: { dueAt: new Date(0) } });

/** One operator, at his limit with a chat in work. */
async function fullOperator() {
  const scene = await setScene(parley, { size: 1, limit: 1 });
  return { ...scene, operator: only(scene.operators), inWork: await chatInWork(parley, scene.channel.id) };
}

describe('room that is made while a chat looks for an operator and finds none', () => {
  const happenings: Array<{ what: string; full: boolean; happens: (scene: Scene, inWork: ChatSnapshot) => unknown }> = [
    { what: 'an operator completes a chat', full: true, happens: (_, inWork) => complete(parley, inWork) },
    { what: 'the limit is raised', full: true, happens: () => setSetting(parley, 'SimultaneousChats', 2) },
    {
      what: 'an operator becomes active',
      full: false,
      happens: ({ operators }) => only(operators).setStatus('active'),
    },
    {
      what: 'an operator comes to the queue',
      full: false,
      happens: async ({ queue, operators }) => {
        const members = (list: object[]) => parley.admin.ok('PATCH', `/api/queues/${queue.id}`, { operators: list });
        await members([]);
        await only(operators).setStatus('active');
        await members([{ userId: only(operators).userId }]);
      },
    },
  ];

  test.each(happenings)('because $what is given to the chat, once', async ({ full, happens }) => {
    const scene = await setScene(parley, { size: 1, limit: 1, active: full });
    const operator = only(scene.operators);
    const inWork = full ? await chatInWork(parley, scene.channel.id) : null;
    const chat = await newChat(parley, scene.channel.id);
    const slow = heldProcess(parley, 'chats', 'change');
    await overtaken(slow, slow.router.routeChat(chat), async () => {
      await happens(scene, inWork ?? chat);
      await untilOffered(operator, [{ id: chat.chatId }]);
    });
    expect((await parley.admin.chat(chat.chatId)).status).toBe('offered');
    expect(await offersOf(chat.chatId)).toEqual([operator.userId]);
  });

  test('but is not committed yet goes to the chat as soon as it is', async () => {
    const { channel, operator, inWork } = await fullOperator();
    const chat = await newChat(parley, channel.id);
    const slow = processHeldBeforeCommit(parley);
    const closing = { chatId: inWork.chatId, by: 'administrator' } as const;
    await overtaken(slow, slow.offers.complete(closing), async () => {
      expect((await processOf(parley).router.routeChat(chat)).status).toBe('waiting');
    });
    await untilOffered(operator, [{ id: chat.chatId }]);
  });
});

test('a chat that comes to wait right after whoever made room saw nothing waiting finds the room itself', async () => {
  const { channel, operator, inWork } = await fullOperator();
  const slow = heldProcess(parley, 'chats', 'oldestReservableFor', 'after');
  await complete(parley, inWork);
  await overtaken(slow, slow.router.fillOperator(operator.userId), () => routedChat(parley, channel.id));
  expect((await operator.mine()).offered).toHaveLength(1);
});

describe('a change whose writer died before he did what follows from it', () => {
  /** Written with the change, and never known to anybody who would do them. */
  const addAndDie: Parley['storage']['chores']['add'] = async (...chores) => {
    await parley.storage.chores.add(...chores);
    return [];
  };

  const completeAndDie = ({ chatId }: ChatSnapshot) => {
    const { storage } = parley;
    const writer = processOf(parley, { ...storage, chores: { ...storage.chores, add: addAndDie } });
    return writer.offers.complete({ chatId, by: 'administrator' });
  };

  test('is followed up by relays: the room goes to the chat that waits, once', async () => {
    const { channel, operator, inWork } = await fullOperator();
    const waiting = await routedChat(parley, channel.id);
    await completeAndDie(inWork);
    expect((await operator.mine()).offered).toEqual([]);

    await letChoresBecomeDue();
    const ending = new AbortController();
    const relays = [processOf(parley), processOf(parley)].map(({ relay }) => relay.run(ending.signal));
    try {
      await untilOffered(operator, [{ id: waiting.chatId }]);
    } finally {
      ending.abort();
    }
    await Promise.all(relays);
    expect(await offersOf(waiting.chatId)).toEqual([operator.userId]);
  });

  test('does not let a younger chat overtake the one that waits', async () => {
    const { channel, operator, inWork } = await fullOperator();
    const older = await routedChat(parley, channel.id);
    await completeAndDie(inWork);

    const younger = await routedChat(parley, channel.id);
    expect((await operator.mine()).offered.map(({ id }) => id)).toEqual([older.chatId]);
    expect(younger.status).toBe('waiting');
  });
});

describe('what follows from a change, done', () => {
  test('twice at the same instant, by its writer and a relay: each chat is offered once, and the limit holds', async () => {
    const { channel, operators } = await setScene(parley, { size: 1, limit: 2, active: false });
    const operator = only(operators);
    const chats = [await routedChat(parley, channel.id), await routedChat(parley, channel.id)];
    chats.push(await routedChat(parley, channel.id));
    const slow = heldProcess(parley, 'operators', 'change');
    await activeAndNothingFollows(parley, operator.userId);
    await overtaken(slow, slow.router.fillOperator(operator.userId), () =>
      processOf(parley).router.fillOperator(operator.userId),
    );
    const stories = await Promise.all(chats.map(({ chatId }) => offersOf(chatId)));
    expect(stories).toEqual([[operator.userId], [operator.userId], []]);
    expect(await operator.status()).toMatchObject({ load: 2, limit: 2 });
  });

  test('late, when the operator has become inactive or full, gives him nothing', async () => {
    const { channel, operators } = await setScene(parley, { size: 2, limit: 1 });
    const [away, full] = pair(operators);
    await away.setStatus('inactive');
    await chatInWork(parley, channel.id);
    const waiting = await routedChat(parley, channel.id);
    for (const { userId } of [away, full])
      await processOf(parley).consequences.perform([
        { id: 'late', chore: { kind: 'fill_operator', operatorId: userId }, dueAt: new Date() },
      ]);
    expect(await offersOf(waiting.chatId)).toEqual([]);
    expect([await away.status(), await full.status()]).toMatchObject([{ load: 0 }, { load: 1 }]);
  });
});

describe('two who are shown a chat and become inactive at the same moment', () => {
  test.each([
    ['the one right before the other', false],
    ['both, before either is committed', true],
  ])('%s: its rule is asked again, and it waits for them', async (_when, isHeld) => {
    const [first, second] = await Promise.all([
      createUser(parley, { active: true }),
      createUser(parley, { active: true }),
    ]);
    pairIds = [first.userId, second.userId];
    const scene = await setScene(parley, { size: 0, rule: toPair.code });
    const chat = await newChat(parley, scene.channel.id);
    await processOf(parley).router.routeChat(chat);
    expect((await first.mine()).available).toHaveLength(1);

    const leave = (process: ReturnType<typeof processOf>, { userId }: typeof first) =>
      process.desk.setStatus({ operatorId: userId, status: 'inactive', reason: 'self' });
    if (isHeld) {
      const slow = processHeldBeforeCommit(parley);
      await overtaken(slow, leave(slow, first), () => leave(processOf(parley), second));
    } else {
      await leave(processOf(parley), first);
      await leave(processOf(parley), second);
    }
    await eventually(
      'it is shown to nobody',
      async () => (await parley.storage.chats.get(chat.chatId))?.shownTo === null,
    );
    const { chatId } = chat;
    const { revision } = (await parley.storage.chats.get(chatId)) ?? { revision: 0 };
    await processOf(parley).router.routeChat({ chatId, revision });
    expect((await parley.admin.chat(chatId)).routingLog.at(-1)?.reason).toContain('waits for');
  });

  test('a chat that is being shown to one who becomes inactive is not shown to him alone', async () => {
    const [first, second] = await Promise.all([createUser(parley, { active: true }), createUser(parley)]);
    pairIds = [first.userId, second.userId];
    const scene = await setScene(parley, { size: 0, rule: toPair.code });
    const chat = await newChat(parley, scene.channel.id);
    const slow = heldProcess(parley, 'operators', 'touch');
    await overtaken(slow, slow.router.routeChat(chat), async () => {
      await first.setStatus('inactive');
    });
    expect((await parley.storage.chats.get(chat.chatId))?.shownTo).toBeNull();
  });
});

test('a chat that is just being left to wait for somebody of no queue is his when he becomes active in that moment', async () => {
  const chief = await createUser(parley);
  pairIds = [chief.userId];
  const scene = await setScene(parley, { size: 0, rule: toPair.code });
  const chat = await newChat(parley, scene.channel.id);
  const slow = heldProcess(parley, 'operators', 'touch');
  const routed = await overtaken(slow, slow.router.routeChat(chat), async () => {
    await chief.setStatus('active');
  });
  expect(routed).toMatchObject({ status: 'offered', offer: { operatorId: chief.userId } });
});

test('chores that many relays look for at the same instant are each taken by one', async () => {
  await parley.storage.chores.model.deleteMany({});
  const chores = Array.from({ length: 8 }, (_, index) => ({ kind: 'sync_user' as const, userId: `user-${index}` }));
  await parley.storage.inTransaction((tx) => parley.storage.chores.add(tx, chores, 0));
  const taken = await Promise.all(Array.from({ length: 12 }, () => parley.storage.chores.takeDue(10_000)));
  const ids = taken.flatMap((one) => (one === null ? [] : [one.id]));
  expect(ids).toHaveLength(8);
  expect(new Set(ids).size).toBe(8);
  await parley.storage.chores.model.deleteMany({});
});

test('a queue’s change of rule that meets a claim of one of its chats leaves the offer as it is', async () => {
  const { queue, channel, operators } = await setScene(parley, { size: 1 });
  const chat = await newChat(parley, channel.id);
  const slow = heldProcess(parley, 'chats', 'change');
  await overtaken(slow, slow.router.reroute({ queueId: queue.id }), () => processOf(parley).router.routeChat(chat));
  expect((await only(operators).mine()).offered.map(({ id }) => id)).toEqual([chat.chatId]);
  expect(await only(operators).status()).toMatchObject({ load: 1 });
});

test('a user who is taken out of a queue while he is being put into it is not in it', async () => {
  const { queue, channel } = await setScene(parley, { size: 0 });
  const user = await createUser(parley, { active: true });
  const members = (operators: object[]) =>
    parley.storage.queues.model.updateOne({ _id: queue.id }, { $set: { operators } });
  await members([{ userId: user.userId }]);
  const slow = heldProcess(parley, 'operators', 'change');
  await overtaken(slow, slow.desk.syncUser(user.userId), async () => {
    await members([]);
    await processOf(parley).desk.syncUser(user.userId);
  });
  expect((await routedChat(parley, channel.id)).status).toBe('waiting');
  expect((await parley.storage.operators.get(user.userId))?.queueIds).toEqual([]);
});
