import type { ApiClient } from '../support/api-client';
import { letExpire, newChat, routedChat, setScene, take } from '../support/by-hand';
import { eventually } from '../support/eventually';
import { heldProcess, overtaken, processHeldBeforeCommit, processOf } from '../support/held-process';
import { type Parley, startParley } from '../support/parley';
import { only, storyOf, untilOffered } from '../support/routing-scenes';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
});

afterAll(() => parley.stop());

/** A chat that is offered to the only operator. */
async function offered() {
  const scene = await setScene(parley, { size: 1 });
  const operator = only(scene.operators);
  const { chatId, offer } = await routedChat(parley, scene.channel.id);
  return { ...scene, operator, chatId, offerId: offer?.id ?? '' };
}

const accepting = (chatId: string, operator: ApiClient, receivedAtMs = Date.now()) => ({
  chatId,
  operatorId: operator.userId,
  receivedAtMs,
});
const closing = { by: 'administrator' } as const;
const story = async (chatId: string) => storyOf(await parley.admin.chat(chatId));

describe('an accept at the deadline', () => {
  /** The deadline has passed; the accept reached the API a moment before. */
  async function atTheDeadline() {
    const scene = await offered();
    const deadlineMs = await letExpire(parley, scene.chatId, 1_500);
    return { ...scene, accept: accepting(scene.chatId, scene.operator, deadlineMs - 1) };
  }

  test('that was in time wins, although it gets to the chat after the deadline', async () => {
    const { chatId, offerId, operator, accept } = await atTheDeadline();
    expect((await processOf(parley).offers.accept(accept)).answer).toEqual({ kind: 'done' });
    await processOf(parley).offers.endOffer({ chatId, offerId });
    expect(await operator.status()).toMatchObject({ status: 'active', load: 1 });
    expect(await parley.admin.chat(chatId)).toMatchObject({ status: 'active', operator: { id: operator.userId } });
  });

  test('that comes first while the end of the offer is under way: the offer’s end does nothing', async () => {
    const { chatId, offerId, operator, accept } = await atTheDeadline();
    const slow = heldProcess(parley, 'operators', 'change');
    await overtaken(slow, slow.offers.endOffer({ chatId, offerId }), () => processOf(parley).offers.accept(accept));
    expect(await operator.status()).toMatchObject({ status: 'active', load: 1 });
    expect(await story(chatId)).toEqual(['offered Operator 0', 'accepted Operator 0']);
  });

  test('that is overtaken by the end of the offer is refused: he is parked, and the chat waits', async () => {
    const { chatId, offerId, operator, accept } = await atTheDeadline();
    const slow = heldProcess(parley, 'operators', 'change');
    const { answer } = await overtaken(slow, slow.offers.accept(accept), () =>
      processOf(parley).offers.endOffer({ chatId, offerId }),
    );
    expect(answer).toEqual({ kind: 'refused', code: 'offer_expired' });
    expect(await operator.status()).toMatchObject({ status: 'inactive', reason: 'missed_offer', load: 0 });
    expect(await parley.admin.chat(chatId)).toMatchObject({ status: 'waiting', operator: null });
  });
});

describe('the end of an offer', () => {
  test('at the same instant as that of another one of his: he is parked once, and both chats wait', async () => {
    const first = await offered();
    const second = await routedChat(parley, first.channel.id);
    for (const chatId of [first.chatId, second.chatId]) await letExpire(parley, chatId, 1_500);

    const slow = heldProcess(parley, 'operators', 'change');
    await overtaken(slow, slow.offers.endOffer(first), () =>
      processOf(parley).offers.endOffer({ chatId: second.chatId, offerId: second.offer?.id ?? '' }),
    );
    expect(await first.operator.status()).toMatchObject({ status: 'inactive', load: 0 });
    expect(await story(first.chatId)).toEqual(['offered Operator 0', 'withdrawn Operator 0']);
    expect(await story(second.chatId)).toEqual(['offered Operator 0', 'lapsed Operator 0']);
  });

  test('while its operator sets himself inactive: he did it himself', async () => {
    const { chatId, offerId, operator } = await offered();
    await letExpire(parley, chatId, 1_500);
    const slow = heldProcess(parley, 'operators', 'change');
    await overtaken(slow, slow.offers.endOffer({ chatId, offerId }), () => operator.setStatus('inactive'));
    expect(await operator.status()).toMatchObject({ status: 'inactive', reason: 'self', load: 0 });
    expect(await story(chatId)).toEqual(['offered Operator 0', 'withdrawn Operator 0']);
  });

  test('touches nothing when the chat is offered to him anew', async () => {
    const { chatId, offerId, operator } = await offered();
    await operator.setStatus('inactive');
    await operator.setStatus('active');
    const [anew] = await untilOffered(operator, [{ id: chatId }]);
    expect(anew?.offer?.id).not.toBe(offerId);
    await letExpire(parley, chatId, 1_500);

    await processOf(parley).offers.endOffer({ chatId, offerId });
    expect(await operator.status()).toMatchObject({ status: 'active', load: 1 });
    expect(await story(chatId)).toEqual(['offered Operator 0', 'withdrawn Operator 0', 'offered Operator 0']);
  });
});

test('an operator who becomes inactive while a place of his is being claimed keeps no offer', async () => {
  const { channel, operators } = await setScene(parley, { size: 1 });
  const operator = only(operators);
  const chat = await newChat(parley, channel.id);
  const slow = processHeldBeforeCommit(parley);
  const { storage } = parley;
  let attempts = 0;
  const inTransaction: typeof storage.inTransaction = (work) =>
    storage.inTransaction((tx) => {
      attempts += 1;
      return work(tx);
    });
  const leaving = { operatorId: operator.userId, status: 'inactive', reason: 'self' } as const;
  let left: Promise<unknown> = Promise.resolve();
  await overtaken(slow, slow.router.routeChat(chat), async () => {
    left = processOf(parley, { ...storage, inTransaction }).desk.setStatus(leaving);
    await eventually('it has looked at his places, and met the claim', async () => attempts > 1);
  });
  await left;

  expect(await operator.status()).toMatchObject({ status: 'inactive', load: 0 });
  expect(await parley.admin.chat(chat.chatId)).toMatchObject({ status: 'waiting', offer: null });
});

describe('an operator who declines and accepts at the same instant', () => {
  test('has not got the chat when the decline comes first', async () => {
    const { chatId, operator } = await offered();
    const slow = heldProcess(parley, 'operators', 'change');
    const { answer } = await overtaken(slow, slow.offers.accept(accepting(chatId, operator)), () =>
      processOf(parley).offers.decline({ chatId, operatorId: operator.userId }),
    );
    expect(answer).toEqual({ kind: 'refused', code: 'offer_expired' });
    expect(await operator.status()).toMatchObject({ status: 'active', load: 0 });
    expect(await parley.admin.chat(chatId)).toMatchObject({ status: 'waiting', operator: null });
  });

  test('has the chat when the accept comes first', async () => {
    const { chatId, operator } = await offered();
    const slow = heldProcess(parley, 'operators', 'change');
    const declining = slow.offers.decline({ chatId, operatorId: operator.userId });
    const { answer } = await overtaken(slow, declining, () => take(parley, accepting(chatId, operator)));
    expect(answer).toEqual({ kind: 'refused', code: 'chat_already_taken' });
    expect(await operator.status()).toMatchObject({ load: 1 });
    expect(await parley.admin.chat(chatId)).toMatchObject({ status: 'active', operator: { id: operator.userId } });
  });
});

describe('a chat that is completed while its operator accepts it', () => {
  test('is refused to him when the completion comes first, and no place stays taken', async () => {
    const { chatId, operator } = await offered();
    const slow = heldProcess(parley, 'operators', 'change');
    const { answer } = await overtaken(slow, slow.offers.accept(accepting(chatId, operator)), () =>
      processOf(parley).offers.complete({ chatId, ...closing }),
    );
    expect(answer).toEqual({ kind: 'refused', code: 'chat_completed' });
    expect(await operator.status()).toMatchObject({ load: 0 });
    expect(await parley.admin.chat(chatId)).toMatchObject({ status: 'completed', operator: null });
  });

  test('is completed as his when the accept comes first, and no place stays taken', async () => {
    const { chatId, operator } = await offered();
    const slow = heldProcess(parley, 'operators', 'change');
    await overtaken(slow, slow.offers.complete({ chatId, ...closing }), () =>
      take(parley, accepting(chatId, operator)),
    );
    expect(await operator.status()).toMatchObject({ load: 0 });
    expect(await parley.admin.chat(chatId)).toMatchObject({ status: 'completed', operator: { id: operator.userId } });
  });
});

describe('a chat whose completion timeout is over while its operator answers', () => {
  async function due() {
    const { chatId, operator } = await offered();
    await take(parley, accepting(chatId, operator));
    const past = new Date(Date.now() - 1_000);
    await parley.storage.chats.model.updateOne({ _id: chatId }, { $set: { completesAt: past } });
    const answer = {
      id: `answer-${chatId}`,
      chatId,
      author: { id: operator.userId, name: 'Operator 0' },
      text: 'Wait',
    };
    return { chatId, operator, answer: { ...answer, files: [] }, byTimeout: { chatId, by: 'timeout' } as const };
  }

  test('stays open when the answer comes first', async () => {
    const { chatId, answer, byTimeout } = await due();
    const slow = heldProcess(parley, 'chats', 'change');
    await overtaken(slow, slow.offers.complete(byTimeout), () => processOf(parley).answers.write(answer));
    expect((await parley.admin.chat(chatId)).status).toBe('active');
  });

  test('is completed when its time comes first: the answer is refused, and none of it is stored', async () => {
    const { chatId, operator, answer, byTimeout } = await due();
    const slow = heldProcess(parley, 'messages', 'write');
    const writing = overtaken(slow, slow.answers.write(answer), () => processOf(parley).offers.complete(byTimeout));
    await expect(writing).rejects.toMatchObject({ code: 'chat_completed' });
    expect((await parley.admin.chat(chatId)).status).toBe('completed');
    expect((await operator.conversation(chatId)).map(({ text }) => text)).toEqual(['Hello']);
  });
});
