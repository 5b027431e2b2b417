import type { ApiClient } from '../support/api-client';
import { setSetting } from '../support/builders';
import { chatInWork, complete, newChat, routedChat, setScene } from '../support/by-hand';
import { heldProcess, overtaken, processOf } from '../support/held-process';
import { type Parley, startParley } from '../support/parley';
import { offeredTo, only, pair } from '../support/routing-scenes';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
});

afterAll(() => parley.stop());

const loadsOf = (operators: ApiClient[]) => Promise.all(operators.map(async (one) => (await one.status()).load));
const statusesOf = (chats: Array<{ chatId: string }>) =>
  Promise.all(chats.map(async ({ chatId }) => (await parley.admin.chat(chatId)).status));

describe('two chats want the same operator’s last place at the same instant', () => {
  test.each(['older', 'younger'] as const)(
    'one has it, the other waits, and he has no more than his limit (the %s is held with its choice made)',
    async (held) => {
      const { channel, operators } = await setScene(parley, { size: 1, limit: 1 });
      const older = await newChat(parley, channel.id);
      const younger = await newChat(parley, channel.id);
      const [slow, quick] = held === 'older' ? [older, younger] : [younger, older];

      const process = heldProcess(parley, 'operators', 'change');
      await overtaken(process, process.router.routeChat(slow), () => processOf(parley).router.routeChat(quick));

      expect(await statusesOf([older, younger])).toEqual(['offered', 'waiting']);
      expect(await loadsOf(operators)).toEqual([1]);
    },
  );
});

test('five chats that all chose the same operator are spread over the five who are free', async () => {
  const { channel, operators } = await setScene(parley, { size: 5 });
  const chats = [];
  for (let index = 0; index < 5; index += 1) chats.push(await newChat(parley, channel.id));
  const processes = chats.map(() => heldProcess(parley, 'operators', 'change'));

  const routing = chats.map((chat, index) => processes[index]?.router.routeChat(chat));
  await Promise.all(processes.map(({ gate }) => gate.arrived));
  for (const { gate } of processes) gate.open();
  await Promise.all(routing);

  expect(await statusesOf(chats)).toEqual(Array(5).fill('offered'));
  expect(await loadsOf(operators)).toEqual([1, 1, 1, 1, 1]);
});

/** One of two operators has a chat in work, so that the other is chosen for the next. */
async function unequalTwo() {
  const scene = await setScene(parley, { size: 2 });
  const inWork = await chatInWork(parley, scene.channel.id);
  const busy = only(scene.operators.filter(({ userId }) => userId === inWork.operatorId));
  const chosen = only(scene.operators.filter((operator) => operator !== busy));
  return { ...scene, busy, chosen, inWork };
}

describe('a search for an operator that is made twice', () => {
  async function expectOneOffer(chatId: string, { busy, chosen }: { busy: ApiClient; chosen: ApiClient }) {
    expect(offeredTo(await parley.admin.chat(chatId))).toEqual([chosen.userId]);
    expect((await chosen.mine()).offered.map(({ id }) => id)).toEqual([chatId]);
    expect(await loadsOf([busy, chosen])).toEqual([0, 1]);
  }

  test('because the first one’s worker died before it could report finds the chat offered, though another is freer now', async () => {
    const { channel, inWork, ...two } = await unequalTwo();
    const chat = await newChat(parley, channel.id);
    const first = await processOf(parley).router.routeChat(chat);
    await complete(parley, inWork);

    expect(await processOf(parley).router.routeChat(chat)).toEqual(first);
    await expectOneOffer(chat.chatId, two);
  });

  test('while the first one still runs, its choice made, leaves one offer', async () => {
    const { channel, inWork, ...two } = await unequalTwo();
    const chat = await newChat(parley, channel.id);
    const slow = heldProcess(parley, 'operators', 'change');
    let second = null;
    const first = await overtaken(slow, slow.router.routeChat(chat), async () => {
      second = await processOf(parley).router.routeChat(chat);
      await complete(parley, inWork);
    });

    expect(first).toEqual(second);
    await expectOneOffer(chat.chatId, two);
  });
});

describe('between the choice of an operator and the claim of his place', () => {
  test('he becomes inactive: the chat goes to the other one', async () => {
    const { channel, busy, chosen } = await unequalTwo();
    const slow = heldProcess(parley, 'operators', 'change');
    const routing = slow.router.routeChat(await newChat(parley, channel.id));
    const routed = await overtaken(slow, routing, () => chosen.setStatus('inactive'));
    expect(routed).toMatchObject({ status: 'offered', offer: { operatorId: busy.userId } });
    expect(await loadsOf([busy, chosen])).toEqual([2, 0]);
  });

  test('he leaves the queue: the chat goes to the other one', async () => {
    const { queue, channel, busy, chosen } = await unequalTwo();
    const slow = heldProcess(parley, 'operators', 'change');
    const routing = slow.router.routeChat(await newChat(parley, channel.id));
    const routed = await overtaken(slow, routing, () =>
      parley.admin.ok('PATCH', `/api/queues/${queue.id}`, { operators: [{ userId: busy.userId }] }),
    );
    expect(routed).toMatchObject({ status: 'offered', offer: { operatorId: busy.userId } });
    expect(await loadsOf([busy, chosen])).toEqual([2, 0]);
  });

  test('the limit is lowered: the chat waits, and nobody has more than the limit allows now', async () => {
    const { channel, operators } = await setScene(parley, { size: 1, limit: 2 });
    await chatInWork(parley, channel.id);
    const slow = heldProcess(parley, 'operators', 'change');
    const routing = slow.router.routeChat(await newChat(parley, channel.id));
    const routed = await overtaken(slow, routing, () => setSetting(parley, 'SimultaneousChats', 1));
    expect(routed.status).toBe('waiting');
    expect(await loadsOf(operators)).toEqual([1]);
  });

  test('its channel is switched off: the chat is offered to nobody', async () => {
    const { channel, operators } = await setScene(parley, { size: 1 });
    const chat = await newChat(parley, channel.id);
    const slow = heldProcess(parley, 'operators', 'change');
    await overtaken(slow, slow.router.routeChat(chat), () =>
      parley.admin.ok('PATCH', `/api/channels/${channel.id}`, { active: false }),
    );
    expect(await statusesOf([chat])).toEqual(['waiting']);
    expect(await loadsOf(operators)).toEqual([0]);
  });
});

describe('a chat that is shown to everyone', () => {
  const shown = async (given: { size: number; limit?: number }) => {
    const scene = await setScene(parley, { rule: 'ToEveryone', ...given });
    return { ...scene, show: () => routedChat(parley, scene.channel.id) };
  };
  const asked = (chatId: string, by: ApiClient) => ({ chatId, operatorId: by.userId, receivedAtMs: Date.now() });

  test('and that two take at the same instant is one’s; the other is told so', async () => {
    const { operators, show } = await shown({ size: 2 });
    const [first, second] = pair(operators);
    const { chatId } = await show();

    const slow = heldProcess(parley, 'operators', 'change');
    const late = await overtaken(slow, slow.offers.accept(asked(chatId, first)), async () => {
      const { answer } = await processOf(parley).offers.accept(asked(chatId, second));
      expect(answer).toEqual({ kind: 'done' });
    });

    expect(late.answer).toEqual({ kind: 'refused', code: 'chat_already_taken' });
    expect(await loadsOf([first, second])).toEqual([0, 1]);
    expect(await parley.admin.chat(chatId)).toMatchObject({ status: 'active', operator: { id: second.userId } });
  });

  test('beside another one, when he who takes both has one place left: he has one of them', async () => {
    const { operators, show } = await shown({ size: 1, limit: 1 });
    const operator = only(operators);
    const [one, other] = [await show(), await show()];

    const slow = heldProcess(parley, 'operators', 'change');
    const late = await overtaken(slow, slow.offers.accept(asked(one.chatId, operator)), () =>
      processOf(parley).offers.accept(asked(other.chatId, operator)),
    );

    expect(late.answer).toEqual({ kind: 'refused', code: 'operator_at_limit' });
    expect(await statusesOf([one, other])).toEqual(['waiting', 'active']);
    expect(await operator.status()).toMatchObject({ load: 1, limit: 1 });
  });

  test('is not his who became inactive between his looking and his taking', async () => {
    const { operators, show } = await shown({ size: 1 });
    const operator = only(operators);
    const { chatId } = await show();

    const slow = heldProcess(parley, 'operators', 'change');
    const taking = slow.offers.accept(asked(chatId, operator));
    const late = await overtaken(slow, taking, () => operator.setStatus('inactive'));

    expect(late.answer).toEqual({ kind: 'refused', code: 'operator_inactive' });
    expect(await operator.status()).toMatchObject({ load: 0 });
  });
});
