import type { RoutingRule } from '../../routing/contract';
import type { ApiClient } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { createQueue, createUser, createWebchatChannel } from '../support/builders';
import { EventStream } from '../support/event-stream';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';
import { clientWrites, storyOf, untilOffered } from '../support/routing-scenes';

let parley: Parley;
/** Whom the rule names, by the names of queues: `To a, b` is for whoever is called a or b. */
let people: Record<string, ApiClient>;

/** An author's rule: the queue's name says whom it wants. */
const toNamed: RoutingRule = {
  code: 'ToNamed',
  title: { en: 'To whom the queue is named after', ru: 'Тем, кем названа очередь' },
  getOperatorIds: async ({ queue }) =>
    queue.name
      .slice('To '.length)
      .split(', ')
      .map((name) => people[name]?.userId ?? name),
};

/** Fails until it is mended. */
let isBroken = false;
const toMended: RoutingRule = {
  code: 'ToMended',
  title: { en: 'To whom it may concern', ru: 'Кому следует' },
  async getOperatorIds(request) {
    if (isBroken) throw new Error('the author has made a mistake');
    return toNamed.getOperatorIds(request);
  },
};

beforeAll(async () => {
  parley = await startParley({ routingRules: [toNamed, toMended] });
  await parley.startWorker();
  people = {};
});

expectRestAfterEach(() => parley);
afterAll(() => parley.stop());

/** A queue with an active operator of its own whom the rule does not name, and accounts of no queue whom it does. */
async function scene({
  names,
  rule = 'ToNamed',
  active = names,
}: {
  names: string[];
  rule?: string;
  active?: string[];
}) {
  const member = await createUser(parley, { name: 'Member', active: true });
  for (const name of names) people[name] = await createUser(parley, { name, active: active.includes(name) });
  const queue = await createQueue(parley, {
    name: `To ${names.join(', ')}`,
    routingRule: rule,
    operators: [{ userId: member.userId }],
  });
  const channel = await createWebchatChannel(parley, queue.id);
  const [first, second = first] = names.map((name) => people[name]);
  if (first === undefined || second === undefined) throw new Error('somebody is named');
  return { member, first, second, queue, channel };
}

const shownTo = async (client: ApiClient) => (await client.mine()).available.map(({ id }) => id);
const contactOf = async (client: ApiClient, chatId: string) => {
  const { contact } = await parley.admin.chat(chatId);
  return (await client.call('GET', `/api/contacts/${contact.id}`)).status;
};

test('every chat to one fixed user of no queue: he is told of it, reads it, takes it and answers; to others it is not there', async () => {
  const { first: chief, member, channel } = await scene({ names: ['Chief'] });
  const stranger = await createUser(parley);
  const heard = await EventStream.open(chief);
  const { visitor, chat } = await clientWrites(parley, channel.id);
  await untilOffered(chief, [chat]);
  await eventually('he is told of the offer', async () => heard.types().includes('chat.offered'));
  expect((await chief.conversation(chat.id)).map(({ text }) => text)).toEqual(['Hello']);
  expect(await contactOf(chief, chat.id)).toBe(200);
  expect((await stranger.call('GET', `/api/chats/${chat.id}`)).status).toBe(404);
  expect((await stranger.accept(chat.id)).status).toBe(404);
  expect(await member.accept(chat.id)).toMatchObject({ status: 409, body: { code: 'offer_expired' } });

  expect((await chief.accept(chat.id)).status).toBe(200);
  expect(await chief.status()).toMatchObject({ status: 'active', load: 1 });
  await visitor.write('Are you there?');
  await eventually('he is told of the message', async () => heard.types().includes('message.created'));
  await eventually('it counts as unread', async () => {
    const { count } = await chief.ok<{ count: number }>('GET', '/api/chats/unread-count');
    return count === 1;
  });
  await chief.say(chat.id, 'I am');
  await eventually('the client reads it', async () => (await visitor.sees()).some(({ text }) => text === 'I am'));
  expect((await chief.close(chat.id)).status).toBe(200);
  const own = `/api/chats?view=all&operatorId=${chief.userId}`;
  expect((await chief.ok<{ items: Array<{ id: string }> }>('GET', own)).items.map(({ id }) => id)).toEqual([chat.id]);
  heard.cut();
});

test('a chat waits for whom its rule names, and says so in words and as data', async () => {
  const { first: chief, channel } = await scene({ names: ['Away'], active: [] });
  const { chat } = await clientWrites(parley, channel.id);
  const { routingLog } = await parley.admin.ok<{ routingLog: object[] }>('GET', `/api/chats/${chat.id}`, undefined, {
    'Accept-Language': 'ru',
  });
  expect(routingLog).toEqual([
    expect.objectContaining({
      event: 'waiting',
      reason: 'ToNamed: waits for Away (inactive)',
      rule: { code: 'ToNamed', title: 'Тем, кем названа очередь' },
      waitsFor: [{ id: chief.userId, name: 'Away', why: 'inactive' }],
    }),
  ]);
  await chief.setStatus('active');
  await untilOffered(chief, [chat]);
});

test('what is shown to two of no queue disappears for the other when one takes it', async () => {
  const { first, second, member, channel } = await scene({ names: ['Left', 'Right'] });
  const heard = await EventStream.open(second);
  const { chat } = await clientWrites(parley, channel.id);
  await eventually('both see it', async () =>
    [await shownTo(first), await shownTo(second)].every((ids) => ids[0] === chat.id),
  );
  expect(await shownTo(member)).toEqual([]);
  expect((await first.accept(chat.id)).status).toBe(200);
  await eventually('the other is told', async () => heard.types().includes('chat.withdrawn'));
  expect(await shownTo(second)).toEqual([]);
  expect((await second.call('GET', `/api/chats/${chat.id}`)).status).toBe(404);
  heard.cut();
});

test('a chat whose two have both become inactive is shown to whichever comes back first', async () => {
  const { first, second, channel } = await scene({ names: ['One', 'Other'] });
  const { chat } = await clientWrites(parley, channel.id);
  await eventually('it is shown', async () => (await shownTo(first)).length === 1);
  await Promise.all([first.setStatus('inactive'), second.setStatus('inactive')]);
  await eventually('it waits for them', async () => {
    const { reason } = (await parley.admin.chat(chat.id)).routingLog.at(-1) ?? { reason: '' };
    return reason === 'ToNamed: waits for One (inactive), Other (inactive)';
  });
  await second.setStatus('active');
  await eventually('it is shown again', async () => (await shownTo(second)).includes(chat.id));
});

test('a rule that fails is told to operations, and its chat goes on by itself when the rule is mended', async () => {
  isBroken = true;
  const { first, channel } = await scene({ names: ['Patient'], rule: 'ToMended' });
  const { chat } = await clientWrites(parley, channel.id);
  expect(storyOf(chat)).toEqual(['waiting']);
  expect(chat.routingLog.at(-1)?.reason).toBe('the routing rule ToMended failed');
  expect(await parley.anonymous.ok('GET', '/health/ready')).toMatchObject({
    status: 'ready',
    failingRules: ['ToMended'],
  });
  expect(await parley.anonymous.ok('GET', '/metrics')).toContain('parley_chats_of_failing_rules{rule="ToMended"} 1');
  isBroken = false;
  await untilOffered(first, [chat]);
  expect(await parley.anonymous.ok('GET', '/health/ready')).not.toHaveProperty('failingRules');
});
