import { pollingTaskQueue } from '../../workflows/channel-polling/messages';
import { type ApiUnderTest, startApi } from './api-under-test';

describe('processes and chat actions', () => {
  let api: ApiUnderTest;
  let token: string;
  let queueId: string;

  beforeAll(async () => {
    api = await startApi({ name: 'processes' });
    token = (await api.addUser(['CanManageChats'])).token;
    const queue = await post('/api/queues', { name: 'Support', routingRule: 'ToMostFree' });
    queueId = String(queue.body.id);
  });
  afterAll(() => api.end());

  const get = (path: string) => api.call<{ items: Array<Record<string, unknown>> }>('GET', path, { token });
  const post = (path: string, body: object) => api.call('POST', path, { token, body });
  const patch = (path: string, body: object) => api.call('PATCH', path, { token, body });
  const remove = (path: string) => api.call('DELETE', path, { token });

  const billing = { title: 'Bill the client', workflowType: 'BillInvoice', taskQueue: 'billing' };
  const urgent = { name: 'Urgent', title: 'At once', type: 'boolean' };
  const speed = { name: 'Speed', title: 'How fast', type: 'choice', choices: ['slow', 'fast'] };

  it('lists the shipped processes with titles and parameters', async () => {
    const { items } = (await get('/api/processes')).body;
    expect(items.map(({ name }) => name)).toEqual([
      'CreateCaseFromChat',
      'CreateOrderFromChat',
      'NotifyManagerAboutInvoicePayment',
      'NotifySystemAdministrators',
    ]);
    expect(items[0]).toMatchObject({
      title: 'Create case',
      kind: 'shipped',
      parameters: [
        { name: 'ChatId', type: 'chat' },
        { name: 'New', type: 'boolean' },
      ],
    });
  });

  it('registers, changes and removes a process of another worker', async () => {
    const made = await post('/api/processes', { name: 'Bill', ...billing, parameters: [urgent] });
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Bill', ...billing, kind: 'external', startTimeoutMinutes: 2, timeoutMinutes: 60 },
    });
    expect(await patch('/api/processes/Bill', { timeoutMinutes: 0.5 })).toMatchObject({
      status: 200,
      body: { name: 'Bill', title: billing.title, timeoutMinutes: 0.5 },
    });
    expect((await remove('/api/processes/Bill')).status).toBe(204);
    expect((await remove('/api/processes/Bill')).status).toBe(404);
  });

  it('tells titles of shipped and registered processes, and of their parameters, in the language of the caller', async () => {
    const title = { en: 'Write the invoice', ru: 'Выставить счёт' };
    const speedTitle = { en: 'How fast', ru: 'Как быстро' };
    await post('/api/processes', { name: 'Titled', ...billing, title, parameters: [{ ...speed, title: speedTitle }] });
    const inRussian = { token, headers: { 'Accept-Language': 'ru' } };
    const { items } = (await api.call<{ items: Array<{ name: string }> }>('GET', '/api/processes', inRussian)).body;
    expect(items.find(({ name }) => name === 'Titled')).toMatchObject({
      title: title.ru,
      titles: title,
      parameters: [{ name: 'Speed', title: speedTitle.ru, titles: speedTitle }],
    });
    expect(items.find(({ name }) => name === 'CreateCaseFromChat')).toMatchObject({
      title: 'Создать обращение',
      parameters: [{ title: 'Чат' }, { title: 'Создать новый, даже если у чата уже есть' }],
    });
    expect((await patch('/api/processes/Titled', { title: 'One for all' })).body).toMatchObject({
      title: 'One for all',
      titles: { en: 'One for all', ru: 'One for all' },
    });
    expect((await remove('/api/processes/Titled')).status).toBe(204);
  });

  it.each([
    ['a title without one of the languages', { title: { en: 'Bill' } }, 400],
    ['a name that is taken by a shipped one', { name: 'CreateCaseFromChat' }, 409],
    ['a name that is no word', { name: 'bill the client' }, 400],
    ['Parley’s own task queue', { taskQueue: 'test' }, 400],
    ['the task queue of its pollers', { taskQueue: pollingTaskQueue('test') }, 400],
    ['two parameters of one name', { parameters: [urgent, urgent] }, 400],
    ['a parameter that Parley fills in', { parameters: [{ ...urgent, name: 'ChatId' }] }, 400],
    ['a parameter of free text, which would stand in a history', { parameters: [{ ...urgent, type: 'string' }] }, 400],
    ['a choice of nothing', { parameters: [{ ...speed, choices: [] }] }, 400],
  ])('refuses %s', async (_what, given, status) => {
    const before = await api.stored();
    expect((await post('/api/processes', { name: 'Refused', ...billing, ...given })).status).toBe(status);
    expect(await api.stored()).toBe(before);
  });

  it('says of which types a parameter may be', async () => {
    const refused = await post('/api/processes', {
      name: 'Refused',
      ...billing,
      parameters: [{ ...urgent, type: 'text' }],
    });
    expect(refused.body).toMatchObject({
      errors: { 'parameters.0.type': 'must be one of chat, contact, boolean, number, choice' },
    });
  });

  it('has one process of a name', async () => {
    await post('/api/processes', { name: 'Once', ...billing });
    expect(await post('/api/processes', { name: 'Once', ...billing })).toMatchObject({
      status: 409,
      body: { code: 'name_taken' },
    });
  });

  it('adds, changes and removes an action of a queue', async () => {
    const action = { name: 'Open a case', queueId, process: 'CreateCaseFromChat' };
    const made = await post('/api/chat-actions', action);
    expect(made).toMatchObject({ status: 201, body: { ...action, parameters: {} } });
    const path = `/api/chat-actions/${made.body.id}`;
    expect((await patch(path, { parameters: { New: true } })).body).toMatchObject({
      ...action,
      parameters: { New: true },
    });
    expect((await get(`/api/chat-actions?queueId=${queueId}`)).body.items).toHaveLength(1);
    expect((await get('/api/chat-actions?queueId=another')).body.items).toEqual([]);
    expect((await remove(path)).status).toBe(204);
    expect((await patch(path, { name: 'x' })).status).toBe(404);
  });

  it.each([
    ['an unknown process', { process: 'ReadMinds' }, 'process'],
    ['an unknown queue', { queueId: 'nowhere' }, 'queueId'],
    ['a value for a parameter that the process has not', { parameters: { Colour: 'red' } }, 'parameters.Colour'],
    ['a value of another kind', { parameters: { New: 'yes' } }, 'parameters.New'],
    ['a value for what is filled in from the chat', { parameters: { ChatId: 'x' } }, 'parameters.ChatId'],
  ])('refuses an action with %s, when it is added and when it is changed', async (_what, given, field) => {
    const action = { name: 'Open a case', queueId, process: 'CreateCaseFromChat' };
    const { id } = (await post('/api/chat-actions', action)).body;
    const before = await api.stored();
    for (const reply of [
      await post('/api/chat-actions', { ...action, ...given }),
      await patch(`/api/chat-actions/${id}`, given),
    ])
      expect(reply).toMatchObject({ status: 400, body: { errors: { [field]: expect.any(String) } } });
    expect(await api.stored()).toBe(before);
    await remove(`/api/chat-actions/${id}`);
  });

  it('takes one of the choices, and no other', async () => {
    await post('/api/processes', { name: 'Ship', ...billing, parameters: [speed] });
    const action = { name: 'Ship', queueId, process: 'Ship' };
    expect((await post('/api/chat-actions', { ...action, parameters: { Speed: 'fast' } })).status).toBe(201);
    expect(await post('/api/chat-actions', { ...action, parameters: { Speed: 'light' } })).toMatchObject({
      status: 400,
      body: { errors: { 'parameters.Speed': 'must be one of slow, fast' } },
    });
  });

  it('keeps a process that an action starts, and lets the actions of a removed queue go with it', async () => {
    const queue = await post('/api/queues', { name: 'Short-lived', routingRule: 'ToMostFree' });
    await post('/api/processes', { name: 'Needed', ...billing });
    await post('/api/chat-actions', { name: 'Bill', queueId: queue.body.id, process: 'Needed' });
    expect(await remove('/api/processes/Needed')).toMatchObject({ status: 409, body: { code: 'process_in_use' } });
    expect((await remove(`/api/queues/${queue.body.id}`)).status).toBe(204);
    expect((await get(`/api/chat-actions?queueId=${queue.body.id}`)).body.items).toEqual([]);
    expect((await remove('/api/processes/Needed')).status).toBe(204);
  });

  it('never tells the webhook’s secret, and takes only an address without a password', async () => {
    const put = (code: string, value: string) => api.call('PUT', `/api/settings/${code}`, { token, body: { value } });
    expect((await put('NotificationWebhookUrl', 'https://hooks.example.org/parley')).status).toBe(200);
    for (const address of ['ftp://hooks.example.org', 'https://me:pass@hooks.example.org', 'hooks.example.org'])
      expect([address, (await put('NotificationWebhookUrl', address)).status]).toEqual([address, 400]);
    expect((await put('NotificationWebhookSecret', 'between-us-two')).body).toMatchObject({ value: null, isSet: true });
    expect(await api.stored()).not.toContain('between-us-two');
  });
});
