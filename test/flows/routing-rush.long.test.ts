import { expectRestAfterEach } from '../support/at-rest';
import { setSetting } from '../support/builders';
import { type Parley, startParley } from '../support/parley';
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
  test('a hundred chats fill every place, and no operator has more than five', async () => {
    const { loads } = await rush(parley, { operators: 20, chats: 100, limit: 5 });
    expect(loads).toEqual(Array(20).fill(5));
  });

  test('of more chats than there are places, as many are offered as there are, and the others wait', async () => {
    const { loads } = await rush(parley, { operators: 20, chats: 50, limit: 2 });
    expect(loads).toEqual(Array(20).fill(2));
  });
});
