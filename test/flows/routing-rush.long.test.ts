import { ApiClient } from '../support/api-client';
import { expectRestAfterEach } from '../support/at-rest';
import { createTeam, createWebchatChannel, setSetting } from '../support/builders';
import { type Parley, startParley } from '../support/parley';
import { clientWrites } from '../support/routing-scenes';
import { rush } from '../support/rush';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker({}, { hasRelay: false });
});

expectRestAfterEach(() => parley);
afterEach(() => setSetting(parley, 'SimultaneousChats', 5));
afterAll(() => parley.stop());

describe('with twenty idle operators, when many clients write at the same moment', () => {
  test('fifty chats are spread evenly: two or three for each', async () => {
    const { loads } = await rush(parley, { operators: 20, chats: 50, limit: 5 });
    expect(loads).toEqual([...Array(10).fill(2), ...Array(10).fill(3)]);
  });

  test('a hundred chats fill every place, and no operator has more than five', async () => {
    const { loads } = await rush(parley, { operators: 20, chats: 100, limit: 5 });
    expect(loads).toEqual(Array(20).fill(5));
  });

  test('of more chats than there are places, as many are offered as there are, and the others wait', async () => {
    const { loads } = await rush(parley, { operators: 20, chats: 50, limit: 2 });
    expect(loads).toEqual(Array(20).fill(2));
  });
});

test('of fifty operators who accept at the same moment, exactly one gets 200', async () => {
  const { queue, operators } = await createTeam(parley, { size: 50, rule: 'ToEveryone' });
  const channel = await createWebchatChannel(parley, queue.id);
  const otherApi = await parley.startApi();
  const callers = operators.map((operator, index) =>
    index % 2 === 0 ? operator : new ApiClient(otherApi, operator.token, operator.userId),
  );
  const { chat } = await clientWrites(parley, channel.id);
  const replies = await Promise.all(callers.map((caller) => caller.accept(chat.id)));
  const statuses = replies.map(({ status }) => status).sort();
  expect(statuses).toEqual([200, ...Array(49).fill(409)]);
  expect(new Set(replies.map(({ body }) => body.code))).toEqual(new Set([undefined, 'chat_already_taken']));
});
