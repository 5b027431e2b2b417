import { ApiClient } from '../support/api-client';
import { begun } from '../support/begun';
import { createTeam, createUser, createWebchatChannel, setSetting, Visitor } from '../support/builders';
import { EventStream } from '../support/event-stream';
import { eventually } from '../support/eventually';
import { clientId, startIdentityServer } from '../support/identity-server/identity-server';
import { type Parley, startParley } from '../support/parley';
import { clientWrites, letOfferLapse, only, pair, untilOffered, untilStatus } from '../support/routing-scenes';

let parley: Parley;
let otherApi: string;
const streams: EventStream[] = [];

beforeAll(async () => {
  parley = await startParley();
  otherApi = await parley.startApi();
  await parley.startWorker();
});

afterEach(async () => {
  for (const stream of streams.splice(0)) stream.cut();
  await setSetting(parley, 'SimultaneousChats', 5);
});
afterAll(() => parley.stop());

const at = (base: string, operator: ApiClient) => new ApiClient(base, operator.token, operator.userId);

async function listen(client: ApiClient, lastEventId?: string): Promise<EventStream> {
  const stream = await EventStream.open(client, lastEventId);
  streams.push(stream);
  return stream;
}

/** Two operators, of whom only the first is active, and a colleague of another queue. */
async function desk(rule = 'ToMostFree') {
  const { queue, operators } = await createTeam(parley, { size: 2, active: false, rule });
  const [first, second] = pair(operators);
  await first.setStatus('active');
  const elsewhere = await createTeam(parley, { size: 1 });
  const channel = await createWebchatChannel(parley, queue.id);
  return { queue, channel, first, second, stranger: only(elsewhere.operators) };
}

/** Everything told before this has been heard when this is: events come in the order in which they happened. */
async function untilCaughtUp(operator: ApiClient, ...heard: EventStream[]): Promise<void> {
  const counts = heard.map((stream) => stream.types().filter((type) => type === 'operator.status').length);
  const { status } = await operator.status();
  await operator.setStatus(status === 'active' ? 'active' : 'inactive');
  await eventually('the streams have caught up', async () =>
    heard.every(
      (stream, index) => stream.types().filter((type) => type === 'operator.status').length > (counts[index] ?? 0),
    ),
  );
}

test('an offer, its messages and its completion are told to its operator, on whatever process he listens, and to nobody else', async () => {
  const { channel, first, second, stranger } = await desk();
  const [here, there, seconds, strangers] = await Promise.all([
    listen(first),
    listen(at(otherApi, first)),
    listen(at(otherApi, second)),
    listen(stranger),
  ]);
  const { visitor, chat } = await clientWrites(parley, channel.id);
  for (const stream of [here, there]) {
    expect((await stream.untilOfChat('chat.offered', chat.id)).data.chat).toMatchObject({
      status: 'offered',
      offer: { expiresAt: expect.any(String) },
      lastMessage: { text: 'Hello' },
    });
  }
  await first.accept(chat.id);
  await visitor.write('My order is late');
  for (const stream of [here, there])
    await stream.untilHeard('message.created', ({ data }) => data.message?.text === 'My order is late');
  const answer = await first.say(chat.id, 'It comes today');
  for (const stream of [here, there]) {
    await stream.untilHeard('message.created', ({ data }) => data.message?.id === answer.id);
    const sent = await stream.untilHeard('message.updated', ({ data }) => data.message?.deliveryStatus === 'sent');
    expect(sent.data.message).toMatchObject({ id: answer.id, chatId: chat.id });
  }
  await first.close(chat.id);
  for (const stream of [here, there]) {
    expect((await stream.untilOfChat('chat.completed', chat.id)).data.chat).toMatchObject({
      status: 'completed',
      completedBy: 'operator',
    });
  }
  await untilCaughtUp(second, seconds);
  await untilCaughtUp(stranger, strangers);
  expect(seconds.ofChat(chat.id)).toEqual([]);
  expect(strangers.ofChat(chat.id)).toEqual([]);
});

test('an offer that is withdrawn is told to who had it, and the next offer to who has it now', async () => {
  const { channel, first, second, stranger } = await desk();
  const [firsts, seconds, strangers] = await Promise.all([
    listen(first),
    listen(at(otherApi, second)),
    listen(stranger),
  ]);
  const { chat } = await clientWrites(parley, channel.id);
  await firsts.untilOfChat('chat.offered', chat.id);
  await second.setStatus('active');
  await first.decline(chat.id);
  await firsts.untilOfChat('chat.withdrawn', chat.id);
  await seconds.untilOfChat('chat.offered', chat.id);
  await second.setStatus('inactive');
  await seconds.untilOfChat('chat.withdrawn', chat.id);
  await untilCaughtUp(first, firsts);
  await untilCaughtUp(stranger, strangers);
  expect(firsts.ofChat(chat.id).filter((type) => type === 'chat.withdrawn')).toHaveLength(1);
  expect(strangers.ofChat(chat.id)).toEqual([]);
});

test('a chat shown to everyone is told to those who can take it, and its disappearance to the others when one has it', async () => {
  const { channel, first, second, stranger } = await desk('ToEveryone');
  await second.setStatus('active');
  const [firsts, seconds, strangers] = await Promise.all([
    listen(first),
    listen(at(otherApi, second)),
    listen(stranger),
  ]);
  const { chat } = await clientWrites(parley, channel.id);
  const shown = await firsts.untilOfChat('chat.available', chat.id);
  expect(shown.data.chat).toMatchObject({ status: 'waiting', offer: null });
  await seconds.untilOfChat('chat.available', chat.id);
  await first.accept(chat.id);
  await seconds.untilOfChat('chat.withdrawn', chat.id);
  await firsts.untilHeard('operator.status', ({ data }) => data.operatorStatus?.load === 1);
  await untilCaughtUp(stranger, strangers);
  expect(firsts.ofChat(chat.id)).not.toContain('chat.withdrawn');
  expect(strangers.ofChat(chat.id)).toEqual([]);
});

test('a declined chat is told as withdrawn to who declined it, and what is written in it is not told to him', async () => {
  const { channel, first, second } = await desk('ToEveryone');
  await second.setStatus('active');
  const [firsts, seconds] = await Promise.all([listen(first), listen(second)]);
  const { visitor, chat } = await clientWrites(parley, channel.id);
  await firsts.untilOfChat('chat.available', chat.id);
  await first.decline(chat.id);
  await firsts.untilOfChat('chat.withdrawn', chat.id);
  await visitor.write('Is anybody there?');
  await seconds.untilHeard('message.created', ({ data }) => data.message?.text === 'Is anybody there?');
  await setSetting(parley, 'SimultaneousChats', 6);
  await eventually('both are told that there may be room', async () =>
    [firsts, seconds].every((stream) => stream.types().includes('operator.status')),
  );
  expect(firsts.createdTexts()).not.toContain('Is anybody there?');
  expect(firsts.ofChat(chat.id).at(-1)).toBe('chat.withdrawn');
});

test('crossing the limit hides what everyone is shown, and shows it again', async () => {
  await setSetting(parley, 'SimultaneousChats', 1);
  const { channel, first } = await desk('ToEveryone');
  const stream = await listen(first);
  const { chat: taken } = await clientWrites(parley, channel.id);
  const { chat: other } = await clientWrites(parley, channel.id);
  await stream.untilOfChat('chat.available', other.id);
  await first.accept(taken.id);
  await stream.untilOfChat('chat.withdrawn', other.id);
  await first.setStatus('active');
  await stream.untilHeard(
    'operator.status',
    (event) =>
      event.data.operatorStatus?.load === 1 && event !== stream.events.find(({ type }) => type === 'operator.status'),
  );
  expect(stream.ofChat(other.id).at(-1)).toBe('chat.withdrawn');
  await first.close(taken.id);
  await eventually('the other is shown again', async () => stream.ofChat(other.id).at(-1) === 'chat.available');
});

test("an operator's status is told to him: a missed offer, an administrator's word, his load", async () => {
  const { channel, first, second } = await desk();
  const [firsts, seconds] = await Promise.all([listen(at(otherApi, first)), listen(second)]);
  const { chat } = await clientWrites(parley, channel.id);
  await firsts.untilHeard('operator.status', ({ data }) => data.operatorStatus?.load === 1);
  await letOfferLapse(parley, chat.id);
  await firsts.untilHeard('operator.status', ({ data }) => data.operatorStatus?.reason === 'missed_offer');
  await firsts.untilOfChat('chat.withdrawn', chat.id);
  await parley.admin.ok('PUT', `/api/operators/${second.userId}/status`, { status: 'active' });
  await seconds.untilHeard('operator.status', ({ data }) => data.operatorStatus?.reason === 'administrator');
  await seconds.untilOfChat('chat.offered', chat.id);
  expect(firsts.events.every(({ data }) => data.operatorStatus?.reason !== 'administrator')).toBe(true);
});

test('typing is told to the operator who has the chat', async () => {
  const { channel, first, stranger } = await desk();
  const visitor = await Visitor.arrive(parley, channel.id);
  await visitor.write('Hello');
  const offered = await eventually('the chat is offered', async () => (await first.mine()).offered[0]);
  await first.accept(offered.id);
  const [firsts, strangers] = await Promise.all([listen(at(otherApi, first)), listen(stranger)]);
  const body = { visitorToken: visitor.token };
  const path = `/webhooks/webchat/${channel.id}/typing`;
  expect((await new ApiClient(parley.base).call('POST', path, body)).status).toBeLessThan(300);
  await firsts.untilOfChat('chat.typing', offered.id);
  await untilCaughtUp(stranger, strangers);
  expect(strangers.types()).not.toContain('chat.typing');
});

test('who joins or leaves a queue is told to look anew', async () => {
  const { queue, first } = await desk();
  const newcomer = await createUser(parley, { active: true });
  const stream = await listen(newcomer);
  const path = `/api/queues/${queue.id}`;
  await parley.admin.ok('PATCH', path, { operators: [{ userId: first.userId }, { userId: newcomer.userId }] });
  await stream.untilHeard('resync');
});

describe('a stream that broke off', () => {
  /** A chat in work, in which a client writes so many messages without a pause. */
  async function burst() {
    const { channel, first } = await desk();
    const { visitor, chat } = await clientWrites(parley, channel.id);
    await untilOffered(first, [chat]);
    await first.accept(chat.id);
    const texts = Array.from({ length: 30 }, (_, index) => `Message ${index}`);
    const write = async () => {
      for (const text of texts) await visitor.write(text);
    };
    return { first, texts, write, chatId: chat.id };
  }

  test('again and again, on one process and another, misses nothing and repeats nothing', async () => {
    const { first, texts, write } = await burst();
    const heard: string[] = [];
    let stream = await listen(first);
    const writing = write();
    for (const [round, count] of [5, 12, 20, 26].entries()) {
      await eventually(`${count} are heard`, async () => heard.length + stream.createdTexts().length >= count);
      stream.cut();
      await eventually('it is cut', async () => stream.isEnded);
      heard.push(...stream.createdTexts());
      stream = await listen(at(round % 2 === 0 ? otherApi : parley.base, first), stream.lastEventId);
    }
    await writing;
    await eventually('all are heard', async () => heard.length + stream.createdTexts().length >= texts.length);
    heard.push(...stream.createdTexts());
    expect(heard).toEqual(texts);
    expect(stream.types()).not.toContain('resync');
  });

  test('before anything was heard goes on from where it began', async () => {
    const { first, texts, write } = await burst();
    const stream = await listen(first);
    const { lastEventId } = stream;
    stream.cut();
    await write();
    const again = await listen(at(otherApi, first), lastEventId);
    await eventually('all are heard', async () => again.createdTexts().length >= texts.length);
    expect(again.createdTexts()).toEqual(texts);
  });

  test('while only others had news goes on, and says so', async () => {
    const { first, stranger } = await desk();
    const stream = await listen(first);
    stream.cut();
    const strangers = await listen(stranger);
    await untilCaughtUp(stranger, strangers);
    const again = await listen(first, stream.lastEventId);
    expect(again.lastEventId).not.toBe(stream.lastEventId);
    expect(again.types()).toEqual([]);
  });

  test('because its process ended goes on with the next process, which remembers what was before it', async () => {
    const { first, texts, write } = await burst();
    const ending = await parley.startApi();
    const stream = await listen(at(ending, first));
    const writing = write();
    await eventually('some are heard', async () => stream.createdTexts().length >= 5);
    await parley.endApi(ending);
    await eventually('it has ended', async () => stream.isEnded);
    await writing;
    const next = await parley.startApi();
    const again = await listen(at(next, first), stream.lastEventId);
    const heard = () => [...stream.createdTexts(), ...again.createdTexts()];
    await eventually('all are heard', async () => heard().length >= texts.length);
    expect(heard()).toEqual(texts);
    expect(again.types()).not.toContain('resync');
    await parley.endApi(next);
  });

  test('listeners beside it hear each event once, while others come and go', async () => {
    const { first, texts, write } = await burst();
    const steady = await listen(first);
    let ended = false;
    const coming = (async () => {
      const { lastEventId } = steady;
      const guests = [];
      while (!ended) {
        const guest = await listen(first, lastEventId);
        guests.push(guest);
        await eventually('the guest has heard something', async () => guest.events.length > 0);
      }
      return guests;
    })();
    await write();
    await eventually('all are heard', async () => steady.createdTexts().length >= texts.length);
    ended = true;
    const guests = await coming;
    for (const guest of guests) {
      await eventually('the guest has heard all', async () => guest.createdTexts().length >= texts.length);
      expect(guest.createdTexts()).toEqual(texts);
    }
    expect(steady.createdTexts()).toEqual(texts);
  });

  test('and whose last event nobody remembers is told to look anew, once, and then goes on', async () => {
    const { channel, first } = await desk();
    const stream = await listen(first, 'f'.repeat(24));
    await stream.untilHeard('resync');
    const { chat } = await clientWrites(parley, channel.id);
    await stream.untilOfChat('chat.offered', chat.id);
    expect(stream.types().filter((type) => type === 'resync')).toHaveLength(1);
    await untilStatus(parley, chat.id, 'offered');
  });
});

/** What is looked at every five seconds is begun with the file. */
const endings = begun(() => {
  const ends: Array<(user: ApiClient) => Promise<unknown>> = [
    (user) => user.ok('POST', '/api/logout'),
    (user) => parley.admin.ok('DELETE', `/api/users/${user.userId}/sessions`),
    (user) => parley.admin.ok('PATCH', `/api/users/${user.userId}`, { password: 'another password' }),
  ];
  return Promise.all(ends.map(heardUntilTheEnd));
});

/** Ends one user's session while he listens to two processes; tells who heard no more. */
async function heardUntilTheEnd(end: (user: ApiClient) => Promise<unknown>) {
  const [user, colleague] = await Promise.all([createUser(parley), createUser(parley)]);
  const clients = [user, at(otherApi, user), colleague];
  const [here, there, others] = await Promise.all(clients.map((client) => EventStream.open(client)));
  if (here === undefined || there === undefined || others === undefined) throw new Error('there are three streams');
  await end(user);
  await eventually('his streams have ended', async () => here.isEnded && there.isEnded);
  await untilCaughtUp(colleague, others);
  const ended = [here, there, others].map(({ isEnded }) => isEnded);
  others.cut();
  return ended;
}

test.each([
  ['signs out', 0],
  ['is signed out by an administrator', 1],
  ['gets another password', 2],
])('whoever %s hears no more, on whatever process he listens, and nobody else is cut off', async (_how, index) => {
  expect((await endings())[index]).toEqual([true, true, false]);
});

/** Long enough for one call to be made with it, also on a busy machine. */
const lastsSeconds = 10;

const tokenRunsOut = begun(async () => {
  const server = await startIdentityServer();
  const issue = (lifetime?: number) =>
    server.issue({ username: 'anna', resource: clientId, ...(lifetime === undefined ? {} : { lifetime }) });
  try {
    await setSetting(parley, 'IdentityServerUrl', server.root);
    await setSetting(parley, 'IdentityServerClientId', clientId);
    await new ApiClient(parley.base, await issue()).ok('GET', '/api/users/me');
    const token = await issue(lastsSeconds);
    const stream = await EventStream.open({ base: parley.base, token });
    await eventually('it has ended', async () => stream.isEnded);
    const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp: number };
    return { endedAtMs: Date.now(), runsOutAtMs: exp * 1000 };
  } finally {
    await setSetting(parley, 'IdentityServerUrl', '');
    await server.stop();
  }
});

test('a stream ends when the token of the identity server that it was opened with runs out', async () => {
  const { endedAtMs, runsOutAtMs } = await tokenRunsOut();
  expect(endedAtMs).toBeGreaterThanOrEqual(runsOutAtMs);
});
