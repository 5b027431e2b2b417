import { createQueue, createUser, createWebchatChannel } from '../support/builders';
import { type Parley, startParley } from '../support/parley';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
});

afterAll(() => parley.stop());

interface Page {
  items: Array<{ id: string; name: string }>;
  nextCursor: string | null;
}

test('an operator reads the names of queues and channels in pages, and nothing else of them', async () => {
  const operator = await createUser(parley);
  const queues = [await createQueue(parley, { name: 'Sales' }), await createQueue(parley, { name: 'Support' })];
  const channel = await createWebchatChannel(parley, queues[0]?.id ?? '');
  const named: Page['items'] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: Page = await operator.ok('GET', `/api/directory/queues?limit=1${query}`);
    expect(page.items).toHaveLength(1);
    named.push(...page.items);
    cursor = page.nextCursor;
  }
  expect(named).toEqual(queues.map(({ id, name }) => ({ id, name })));
  const channels = await operator.ok<Page>('GET', '/api/directory/channels');
  expect(channels).toEqual({ items: [{ id: channel.id, name: 'Website', provider: 'webchat' }], nextCursor: null });
  expect((await operator.call('GET', '/api/queues')).status).toBe(403);
});
