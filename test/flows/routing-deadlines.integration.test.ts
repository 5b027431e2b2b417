import { randomUUID } from 'node:crypto';
import { createService } from '../../messaging/service';
import { acceptUpdate } from '../../workflows/chat/messages';
import type { ApiChat, ApiClient } from '../support/api-client';
import { expectRestAfterEach, untilAtRest } from '../support/at-rest';
import { createTeam, createWebchatChannel, setSetting } from '../support/builders';
import { eventually } from '../support/eventually';
import { createGate, type Gate } from '../support/gate';
import { type Parley, startParley } from '../support/parley';
import {
  clientWrites,
  letOfferLapse,
  moveDeadline,
  offeredTo,
  only,
  pair,
  storyOf,
  storyWithoutRenewals,
  untilOffered,
  untilPast,
  untilStatus,
} from '../support/routing-scenes';

const shortMinutes = 0.03;
const longMinutes = 5;

let parley: Parley;
let endWorker: () => Promise<void>;

const setTimeoutMinutes = (minutes: number) => setSetting(parley, 'OmniChatOperatorAcceptChatTimeout', minutes);

const startWorker = (from = Promise.resolve()) => parley.startWorker({}, { hasRelay: false, from });

beforeAll(async () => {
  parley = await startParley();
  endWorker = await startWorker();
});

beforeEach(async () => {
  await setTimeoutMinutes(longMinutes);
  await setSetting(parley, 'SimultaneousChats', 5);
});

expectRestAfterEach(() => parley);
afterAll(() => parley.stop());

/** A team of which the first is active and the second is not. */
async function oneActiveOfTwo() {
  const { queue, operators } = await createTeam(parley, { size: 2, active: false });
  const [first, second] = pair(operators);
  await first.setStatus('active');
  const channel = await createWebchatChannel(parley, queue.id);
  return { channel, first, second };
}

const untilInactive = (operator: ApiClient) =>
  eventually('the operator is inactive', async () => {
    const now = await operator.status();
    return now.status === 'inactive' && now;
  });

describe('an operator who does not take his offer in time', () => {
  test('becomes inactive, loses his other offers, and the next operator gets them, the oldest first', async () => {
    const { channel, first, second } = await oneActiveOfTwo();
    const { chat: missed } = await clientWrites(parley, channel.id);
    const { chat: other } = await clientWrites(parley, channel.id);
    await untilOffered(first, [missed, other]);
    await second.setStatus('active');
    await letOfferLapse(parley, missed.id);

    expect(await untilInactive(first)).toMatchObject({ reason: 'missed_offer', load: 0 });
    await untilOffered(second, [missed, other]);
    expect(storyWithoutRenewals(await parley.admin.chat(missed.id))).toEqual([
      'offered Operator 0',
      'lapsed Operator 0',
      'offered Operator 1',
    ]);
    expect(storyOf(await parley.admin.chat(other.id))).toEqual([
      'offered Operator 0',
      'withdrawn Operator 0',
      'offered Operator 1',
    ]);
    expect(await first.mine()).toEqual({ offered: [], available: [], active: [] });
    expect(await first.accept(missed.id)).toMatchObject({ status: 409, body: { code: 'offer_expired' } });
  });

  test('keeps the chats that he has in work', async () => {
    const { channel, first } = await oneActiveOfTwo();
    const { chat: inWork } = await clientWrites(parley, channel.id);
    expect((await first.accept(inWork.id)).status).toBe(200);
    const { chat: missed } = await clientWrites(parley, channel.id);
    await letOfferLapse(parley, missed.id);

    expect(await untilInactive(first)).toMatchObject({ reason: 'missed_offer', load: 1 });
    await untilStatus(parley, missed.id, 'waiting');
    expect((await first.mine()).active.map(({ id }) => id)).toEqual([inWork.id]);
  });

  test('is offered nothing until he is active again, and then the one that he missed, before younger ones', async () => {
    const { queue, operators } = await createTeam(parley, { size: 1 });
    const first = only(operators);
    const channel = await createWebchatChannel(parley, queue.id);
    const { chat: missed } = await clientWrites(parley, channel.id);
    await letOfferLapse(parley, missed.id);
    await untilInactive(first);
    const { chat: younger } = await clientWrites(parley, channel.id);
    expect((await untilStatus(parley, younger.id, 'waiting')).routingLog).toMatchObject([
      { event: 'waiting', candidates: { total: 0 } },
    ]);
    // Whatever wakes what waits: a raised limit, and operators of the queue looked through anew.
    await setSetting(parley, 'SimultaneousChats', 6);
    await parley.admin.ok('PATCH', `/api/queues/${queue.id}`, { operators: [{ userId: first.userId }] });
    await untilAtRest(parley);
    for (const chat of [missed, younger])
      expect(offeredTo(await parley.admin.chat(chat.id))).toEqual(chat === missed ? [first.userId] : []);
    expect(await first.accept(missed.id)).toMatchObject({ status: 409, body: { code: 'offer_expired' } });

    await first.setStatus('active');
    await untilOffered(first, [missed, younger]);
    expect((await parley.admin.chat(missed.id)).number).toBe(missed.number);
    expect((await first.accept(missed.id)).status).toBe(200);
  });
});

test('a changed timeout holds for offers made afterwards, not for those made before', async () => {
  const { channel, first } = await oneActiveOfTwo();
  const { chat: before } = await clientWrites(parley, channel.id);
  const [made] = await untilOffered(first, [before]);
  await setTimeoutMinutes(60);
  const { chat: after } = await clientWrites(parley, channel.id);
  const [first_, second_] = await untilOffered(first, [before, after]);
  expect(first_?.offer).toEqual(made?.offer);
  const lastsMs = (chat: ApiChat | undefined) => Date.parse(chat?.offer?.expiresAt ?? '') - Date.now();
  expect(lastsMs(first_)).toBeLessThanOrEqual(longMinutes * 60_000);
  expect(lastsMs(second_)).toBeGreaterThan(30 * 60_000);
});

/** Parley's worker does not work yet, so nobody acts on deadlines; the API gives the waiting chat to the operator. */
describe('while nobody acts on deadlines', () => {
  let work: Gate;

  async function offeredWithoutWorker(): Promise<{ operator: ApiClient; chat: ApiChat }> {
    const { queue, operators } = await createTeam(parley, { size: 1, active: false });
    const operator = only(operators);
    const channel = await createWebchatChannel(parley, queue.id);
    const { chat } = await clientWrites(parley, channel.id);
    await endWorker();
    work = createGate();
    endWorker = await startWorker(work.pass());
    await operator.setStatus('active');
    await untilOffered(operator, [chat]);
    return { operator, chat };
  }

  afterEach(() => work.open());

  test('an accept after the deadline is refused, although the offer still stands', async () => {
    const { operator, chat } = await offeredWithoutWorker();
    const deadline = new Date(Date.now() - 1);
    await moveDeadline(parley, chat.id, deadline);
    expect(await operator.accept(chat.id)).toMatchObject({ status: 409, body: { code: 'offer_expired' } });
    expect(await parley.admin.chat(chat.id)).toMatchObject({
      status: 'offered',
      offer: { expiresAt: deadline.toISOString() },
    });
  });

  test('an accept before the deadline wins, although the chat hears of it after the deadline', async () => {
    const { operator, chat } = await offeredWithoutWorker();
    const accepting = operator.accept(chat.id);
    // When the same API has answered what was asked after it, the accept has long been received.
    for (let asked = 0; asked < 3; asked += 1) await operator.status();
    const deadline = new Date();
    await moveDeadline(parley, chat.id, deadline);
    await untilPast(deadline.toISOString());
    work.open();
    expect(await accepting).toMatchObject({
      status: 200,
      body: { status: 'active', operator: { id: operator.userId } },
    });
    expect(await operator.status()).toMatchObject({ status: 'active', load: 1 });
  });
});

describe('the moment of an accept is when it reached the API', () => {
  async function offer() {
    const { channel, first } = await oneActiveOfTwo();
    const { chat } = await clientWrites(parley, channel.id);
    const [offered] = await untilOffered(first, [chat]);
    const deadlineMs = Date.parse(offered?.offer?.expiresAt ?? '');
    const { workflowId } = (await parley.storage.chats.get(chat.id)) ?? { workflowId: '' };
    const handle = parley.temporal.workflow.getHandle(workflowId);
    /** As the API does it, which says with the answer that the workflow knows what it has done. */
    const accept = async (receivedAtMs: number) => {
      const command = { commandId: randomUUID(), chatId: chat.id, operatorId: first.userId, receivedAtMs };
      const answer = await handle.executeUpdate(acceptUpdate, { args: [command] });
      await parley.storage.chores.done(command.commandId);
      return answer;
    };
    return { accept, deadlineMs, chat };
  }

  test('at the deadline itself it still wins', async () => {
    const { accept, deadlineMs, chat } = await offer();
    expect(await accept(deadlineMs)).toEqual({ kind: 'done' });
    expect(await parley.admin.chat(chat.id)).toMatchObject({ status: 'active' });
  });

  test('a millisecond later it is too late, whenever that is noticed', async () => {
    const { accept, deadlineMs, chat } = await offer();
    expect(await accept(deadlineMs + 1)).toEqual({ kind: 'refused', code: 'offer_expired' });
    expect(await parley.admin.chat(chat.id)).toMatchObject({ status: 'offered', operator: null });
  });
});

describe('a deadline that is acted on more than ten seconds late', () => {
  const minuteMs = 60_000;

  /** As if Parley had been down: the deadline passed a minute ago, and the workflow acts on it only now. */
  async function actedLate(renewedForMinutes: number) {
    const { channel, first } = await oneActiveOfTwo();
    const { chat } = await clientWrites(parley, channel.id);
    await untilOffered(first, [chat]);
    await setTimeoutMinutes(renewedForMinutes);
    await moveDeadline(parley, chat.id, new Date(Date.now() - minuteMs));
    return { first, chat };
  }

  test('renews the offer and parks nobody; the renewed offer lapses like any other', async () => {
    const { first, chat } = await actedLate(shortMinutes);
    await untilInactive(first);
    const story = storyOf(await untilStatus(parley, chat.id, 'waiting'));
    expect(story.slice(0, 2)).toEqual(['offered Operator 0', 'renewed Operator 0']);
    // A machine that acts on the new deadline too late renews the offer once more.
    expect(story.find((step) => !/^(offered|renewed)/.test(step))).toBe('lapsed Operator 0');
  });

  test('the operator can take the renewed offer', async () => {
    const { first, chat } = await actedLate(longMinutes);
    await eventually('the offer is renewed', async () =>
      storyOf(await parley.admin.chat(chat.id)).includes('renewed Operator 0'),
    );
    expect(await first.accept(chat.id)).toMatchObject({ status: 200, body: { status: 'active' } });
  });

  test('renews the offer once, however often it is acted on', async () => {
    const { channel, first } = await oneActiveOfTwo();
    const { chat } = await clientWrites(parley, channel.id);
    const offerId = only(await untilOffered(first, [chat])).offer?.id ?? '';
    const aged = new Date(Date.now() - minuteMs);
    await parley.storage.chats.model.updateOne({ _id: chat.id }, { $set: { 'offer.expiresAt': aged } });
    const { offers } = createService(parley.deps);
    for (let attempt = 0; attempt < 2; attempt += 1) await offers.endOffer({ chatId: chat.id, offerId });
    expect(storyOf(await parley.admin.chat(chat.id))).toEqual(['offered Operator 0', 'renewed Operator 0']);
    expect(await first.status()).toMatchObject({ status: 'active', load: 1 });
    expect(await first.accept(chat.id)).toMatchObject({ status: 200, body: { status: 'active' } });
  });

  test('an offer that is not the present one is left alone', async () => {
    const { channel, first } = await oneActiveOfTwo();
    const { chat } = await clientWrites(parley, channel.id);
    const [offered] = await untilOffered(first, [chat]);
    const { offers } = createService(parley.deps);
    await offers.endOffer({ chatId: chat.id, offerId: 'an-offer-of-yesterday' });
    expect(await first.status()).toMatchObject({ status: 'active', load: 1 });
    expect(await untilOffered(first, [chat])).toMatchObject([{ offer: offered?.offer }]);
    expect(offeredTo(await parley.admin.chat(chat.id))).toEqual([first.userId]);
  });
});
