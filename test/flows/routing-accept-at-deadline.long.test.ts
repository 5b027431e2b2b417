import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { acceptUpdate } from '../../workflows/chat/messages';
import { offerGraceMs } from '../../workflows/chat/state';
import { ApiClient } from '../support/api-client';
import { expectRestAfterEach, untilAtRest } from '../support/at-rest';
import { createTeam, createWebchatChannel, setSetting } from '../support/builders';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';
import { only, writeAtOnce } from '../support/routing-scenes';

/** Long enough for an offer to be seen before the earliest accept, also on a busy machine. */
const shortMinutes = 0.2;
const longMinutes = 5;

let parley: Parley;
let otherApi: string;

beforeAll(async () => {
  parley = await startParley();
  otherApi = await parley.startApi();
  await parley.startWorker();
  await setSetting(parley, 'SimultaneousChats', 1);
});

beforeEach(() => setSetting(parley, 'OmniChatOperatorAcceptChatTimeout', shortMinutes));
expectRestAfterEach(() => parley);
afterAll(() => parley.stop());

interface Offered {
  operator: ApiClient;
  chatId: string;
  workflowId: string;
  deadlineMs: number;
}

interface Answer {
  /** Null: he has it. */
  refusedAs: string | null;
  sentAtMs: number;
  answeredAtMs: number;
}

/** Sleeps to shortly before, then looks at the clock without a pause: timers are not that exact. */
async function untilMoment(ms: number): Promise<void> {
  const shortlyMs = 3;
  await sleep(Math.max(ms - shortlyMs - Date.now(), 0));
  while (Date.now() < ms) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Offers one chat for each of the moments, each to an operator of its own, and accepts it then. Another operator, who has
 * come meanwhile, stands in for one of those who miss theirs.
 */
async function acceptAround<T extends { atMs: (deadlineMs: number) => number }>(
  moments: T[],
  accept: (offered: Offered, moment: T) => Promise<string | null>,
): Promise<Array<{ offered: Offered; answer: Answer; moment: T }>> {
  const { queue, operators } = await createTeam(parley, { size: moments.length + 1 });
  const [deputy, ...others] = operators;
  await deputy?.setStatus('inactive');
  const channel = await createWebchatChannel(parley, queue.id);

  async function acceptAt(offered: Offered, moment: T) {
    await untilMoment(moment.atMs(offered.deadlineMs));
    const sentAtMs = Date.now();
    const refusedAs = await accept(offered, moment);
    return { offered, moment, answer: { refusedAs, sentAtMs, answeredAtMs: Date.now() } };
  }

  const accepting = new Map<string, ReturnType<typeof acceptAt>>();
  const left = [...moments];
  const written = writeAtOnce(parley, channel.id, moments.length);
  await eventually('all are offered', async () => {
    const rows = await parley.storage.chats.model.find({ channelId: channel.id, status: 'offered' }).lean();
    for (const { _id: chatId, workflowId, offer } of rows.filter(({ _id }) => !accepting.has(_id))) {
      const index = others.findIndex(({ userId }) => userId === offer?.operatorId);
      const moment = left.shift();
      const { token, userId } = only(others.slice(index));
      const operator = new ApiClient(index % 2 === 0 ? parley.base : otherApi, token, userId);
      const deadlineMs = offer?.expiresAt.getTime() ?? 0;
      if (moment) accepting.set(chatId, acceptAt({ operator, chatId, workflowId, deadlineMs }, moment));
    }
    return left.length === 0;
  });
  await written;
  await setSetting(parley, 'OmniChatOperatorAcceptChatTimeout', longMinutes);
  await deputy?.setStatus('active');
  const played = await Promise.all(accepting.values());
  await untilAtRest(parley);
  return played;
}

/** What the operator was told is how it stands, for all who look. */
async function expectAgreement({ operator, chatId }: Offered, { refusedAs }: Answer): Promise<void> {
  // Refused at once, the offer is decided when the grace is over.
  const chat = await eventually('the offer is decided', async () => {
    const now = await parley.admin.chat(chatId);
    return now.routingLog.length > 1 && now;
  });
  const mine = await operator.mine();
  const status = await operator.status();
  const events = chat.routingLog.map(({ event }) => event);
  if (refusedAs === null) {
    expect(events).toEqual(['offered', 'accepted']);
    expect(chat).toMatchObject({ status: 'active', operator: { id: operator.userId }, offer: null });
    expect(mine).toMatchObject({ offered: [], active: [{ id: chatId }] });
    expect(status).toMatchObject({ status: 'active', load: 1 });
    return;
  }
  expect(refusedAs).toBe('offer_expired');
  // What this machine acted on more than ten seconds late is offered to him anew.
  if (events[1] === 'renewed') {
    expect(events).toEqual(['offered', 'renewed']);
    expect(mine).toMatchObject({ offered: [{ id: chatId }], active: [] });
    expect(status).toMatchObject({ status: 'active', load: 1 });
  } else {
    expect(events.slice(0, 2)).toEqual(['offered', 'lapsed']);
    expect(events).not.toContain('accepted');
    expect(chat.operator).toBeNull();
    expect(['offered', 'waiting']).toContain(chat.status);
    expect(mine).toEqual({ offered: [], available: [], active: [] });
    expect(status).toMatchObject({ status: 'inactive', reason: 'missed_offer', load: 0 });
  }
}

/** From well before to well after, in ever smaller steps towards zero. */
const steps = [1000, 300, 50, 10, 5, 3, 2, 1];
/** When the deadline was acted on also by a machine that is busy with other things. */
const longAfterMs = 10_000;
const aroundMs = [...steps.map((step) => -step), 0, 0, 0, ...steps.toReversed(), longAfterMs];

test('an accept that comes around the deadline, through two API processes, ends in the one state that its answer tells of', async () => {
  const moments = aroundMs.map((afterMs) => ({ atMs: (deadlineMs: number) => deadlineMs + afterMs }));
  const played = await acceptAround(moments, async ({ operator, chatId }) => {
    const { status, body } = await operator.accept(chatId);
    return status === 200 ? null : `${status === 409 ? '' : status}${body.code}`;
  });
  for (const { offered, answer } of played) {
    await expectAgreement(offered, answer);
    // What came wholly before the deadline, or wholly after it, has one right answer.
    if (answer.answeredAtMs <= offered.deadlineMs) expect(answer.refusedAs).toBeNull();
    if (answer.sentAtMs > offered.deadlineMs) expect(answer.refusedAs).toBe('offer_expired');
  }
  expect(new Set(played.map(({ answer }) => answer.refusedAs))).toEqual(new Set([null, 'offer_expired']));
});

test('an accept of the very millisecond of the deadline that gets to the chat around its decision has it or has missed it', async () => {
  const moments = aroundMs.map((afterMs) => ({ atMs: (deadlineMs: number) => deadlineMs + offerGraceMs + afterMs }));
  const played = await acceptAround(moments, async ({ operator, chatId, workflowId, deadlineMs }) => {
    const command = { commandId: randomUUID(), chatId, operatorId: operator.userId, receivedAtMs: deadlineMs };
    const answer = await parley.temporal.workflow
      .getHandle(workflowId)
      .executeUpdate(acceptUpdate, { args: [command] });
    return answer.kind === 'done' ? null : answer.code;
  });
  for (const { offered, answer } of played) {
    await expectAgreement(offered, answer);
    if (answer.answeredAtMs <= offered.deadlineMs + offerGraceMs) expect(answer.refusedAs).toBeNull();
  }
  expect(new Set(played.map(({ answer }) => answer.refusedAs))).toEqual(new Set([null, 'offer_expired']));
});
