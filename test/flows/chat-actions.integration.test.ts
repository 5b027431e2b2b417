import type { ApiClient } from '../support/api-client';
import { createTeam, createUser, setSetting } from '../support/builders';
import {
  type ApiDossier,
  type ApiProcessRun,
  chatInWork,
  createAction,
  processesOf,
  runAction,
  runToItsEnd,
  untilEnded,
} from '../support/chat-actions';
import { EventStream } from '../support/event-stream';
import { eventually } from '../support/eventually';
import { startHookReceiver } from '../support/hook-receiver';
import { type Parley, startParley } from '../support/parley';
import { only } from '../support/routing-scenes';

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
});

afterAll(() => parley.stop());

const linkOf = ({ outcome }: ApiProcessRun) => outcome?.link ?? '';

test('an operator sees the actions of his chat’s queue, runs one, and is told of its start and its end', async () => {
  const scene = await chatInWork(parley, 'My order 4711 is late');
  const { operator, chatId, queue } = scene;
  const action = await createAction(parley, { queueId: queue.id, process: 'CreateCaseFromChat', name: 'Open a case' });
  const other = await chatInWork(parley);
  await createAction(parley, { queueId: other.queue.id, process: 'CreateOrderFromChat' });
  const events = await EventStream.open(operator);

  const { items } = await operator.ok<{ items: unknown[] }>('GET', `/api/chats/${chatId}/actions`);
  expect(items).toEqual([expect.objectContaining({ id: action.id, name: 'Open a case', title: 'Create case' })]);

  const { body } = await runAction(operator, chatId, action.id);
  const of = ({ data }: { data: { process?: { id: string } } }) => data.process?.id === body.processId;
  await events.untilHeard('process.started', of);
  const told = await events.untilHeard('process.finished', of);
  events.cut();
  expect(told.data.process).toMatchObject({
    chatId,
    action: { id: action.id, name: 'Open a case' },
    startedBy: { id: operator.userId },
    status: 'finished',
    outcome: { text: expect.stringMatching(/^Case \d+ is open\.$/), link: expect.stringContaining('/api/cases/') },
    failure: null,
  });
  expect(await processesOf(operator, chatId)).toEqual([told.data.process]);
});

test('a case has the client’s first words as its subject, its contact and operator, and leads to the conversation', async () => {
  const scene = await chatInWork(parley, '  My order 4711\nis late  ', 'Ada');
  const run = await runToItsEnd(parley, scene, 'CreateCaseFromChat');
  const found = await scene.operator.ok<ApiDossier>('GET', linkOf(run));
  expect(found).toMatchObject({
    subject: 'My order 4711 is late',
    status: 'open',
    notes: '',
    contact: { name: 'Ada' },
    chat: { id: scene.chatId },
    operator: { id: scene.operator.userId },
    history: [],
  });
  const { items } = await scene.operator.ok<{ items: Array<{ text: string }> }>('GET', found.transcriptUrl);
  expect(only(items).text).toBe('  My order 4711\nis late  ');
});

test('asked twice for one chat it is the same case, unless a new one is asked for', async () => {
  const scene = await chatInWork(parley);
  const first = linkOf(await runToItsEnd(parley, scene, 'CreateCaseFromChat'));
  const again = await runToItsEnd(parley, scene, 'CreateCaseFromChat');
  expect(again).toMatchObject({
    status: 'finished',
    outcome: { link: first, text: expect.stringContaining('is there already') },
  });
  const another = linkOf(await runToItsEnd(parley, scene, 'CreateCaseFromChat', { New: true }));
  expect(another).not.toBe(first);
  const { items } = await scene.operator.ok<{ items: ApiDossier[] }>('GET', `/api/cases?chatId=${scene.chatId}`);
  expect(items.map(({ id }) => `/api/cases/${id}`)).toEqual([another, first]);
});

test('asked by many at the same moment, a chat has one case', async () => {
  const { operator, chatId, queue } = await chatInWork(parley);
  const action = await createAction(parley, { queueId: queue.id, process: 'CreateCaseFromChat' });
  const asked = await Promise.all(Array.from({ length: 6 }, () => runAction(operator, chatId, action.id)));
  const runs = await Promise.all(asked.map(({ body: { processId } }) => untilEnded(operator, { chatId, processId })));
  expect(new Set(runs.map(linkOf)).size).toBe(1);
  expect((await operator.ok<{ items: unknown[] }>('GET', `/api/cases?chatId=${chatId}`)).items).toHaveLength(1);
});

test('an action may say what its process is started with, and who runs it may say otherwise', async () => {
  const { operator, chatId, queue } = await chatInWork(parley);
  const parameters = { New: true };
  const action = await createAction(parley, { queueId: queue.id, process: 'CreateCaseFromChat', parameters });
  const ended = async (body?: unknown) => {
    const reply = await runAction(operator, chatId, action.id, { body });
    return linkOf(await untilEnded(operator, { chatId, processId: reply.body.processId }));
  };
  const [first, second] = [await ended(), await ended()];
  expect(second).not.toBe(first);
  expect(await ended({ parameters: { New: false } })).toBe(second);
});

test('a request repeated with its key starts a process once, also when it comes twice at the same moment', async () => {
  const { operator, chatId, queue } = await chatInWork(parley);
  const action = await createAction(parley, { queueId: queue.id, process: 'CreateOrderFromChat' });
  const key = `again-${chatId}`;
  const replies = await Promise.all([1, 2].map(() => runAction(operator, chatId, action.id, { key })));
  const reply = replies.find(({ status }) => status === 202);
  expect(await runAction(operator, chatId, action.id, { key })).toMatchObject({ status: 202, body: reply?.body });
  await untilEnded(operator, { chatId, processId: reply?.body.processId ?? '' });
  expect(await processesOf(operator, chatId)).toHaveLength(1);
  expect((await operator.ok<{ items: unknown[] }>('GET', `/api/orders?chatId=${chatId}`)).items).toHaveLength(1);
});

test('an order that is not confirmed yet is no failure but a refusal in words; once confirmed, there may be another', async () => {
  const scene = await chatInWork(parley, 'Two lamps, please');
  const first = await runToItsEnd(parley, scene, 'CreateOrderFromChat');
  expect(first.status).toBe('finished');
  const link = linkOf(first);
  expect(await scene.operator.ok('GET', link)).toMatchObject({ subject: 'Two lamps, please', status: 'new' });

  expect(await runToItsEnd(parley, scene, 'CreateOrderFromChat')).toMatchObject({
    status: 'refused',
    outcome: { text: expect.stringContaining('not confirmed'), link },
    failure: null,
  });
  expect((await runToItsEnd(parley, scene, 'CreateOrderFromChat', { New: true })).status).toBe('finished');
  const { items } = await scene.operator.ok<{ items: ApiDossier[] }>('GET', `/api/orders?chatId=${scene.chatId}`);
  for (const { id } of items) await scene.operator.ok('PATCH', `/api/orders/${id}`, { status: 'confirmed' });
  expect((await runToItsEnd(parley, scene, 'CreateOrderFromChat')).status).toBe('finished');
});

test('managers are notified of a payment, and of which order; others are not', async () => {
  const manager = await createUser(parley, { permissions: ['CanManageChats'] });
  const scene = await chatInWork(parley);
  const events = await EventStream.open(manager);
  const { number } = await scene.operator.ok<ApiDossier>(
    'GET',
    linkOf(await runToItsEnd(parley, scene, 'CreateOrderFromChat')),
  );
  await scene.operator.close(scene.chatId);
  await scene.visitor.write('I have paid');
  const { id: chatId } = await eventually('the next chat', async () => (await scene.operator.mine()).offered[0]);
  await scene.operator.accept(chatId);
  const run = await runToItsEnd(parley, { ...scene, chatId }, 'NotifyManagerAboutInvoicePayment');
  expect(run.status).toBe('finished');
  await events.untilHeard('notification.created');
  events.cut();
  expect(await notificationsOf(manager)).toEqual([
    expect.objectContaining({
      text: expect.stringContaining(`the invoice of order ${number} is paid`),
      link: `/api/chats/${chatId}`,
      readAt: null,
    }),
  ]);
  expect(await notificationsOf(scene.operator)).toEqual([]);
});

test('administrators are notified once, and read it once; the webhook is not needed', async () => {
  const administrator = await createUser(parley, { permissions: ['Administrator'] });
  const scene = await chatInWork(parley);
  await runToItsEnd(parley, scene, 'NotifySystemAdministrators');
  const { id } = only(await notificationsOf(administrator));
  expect((await scene.operator.call('POST', `/api/notifications/${id}/read`)).status).toBe(404);
  expect((await administrator.call('POST', `/api/notifications/${id}/read`)).status).toBe(204);
  expect(await notificationsOf(administrator, '?unread=true')).toEqual([]);
  expect(await notificationsOf(administrator)).toEqual([expect.objectContaining({ id, readAt: expect.any(String) })]);
  await runToItsEnd(parley, scene, 'NotifySystemAdministrators');
  await administrator.call('POST', '/api/notifications/read');
  expect(await notificationsOf(administrator, '?unread=true')).toEqual([]);
});

describe('the webhook of system administrators', () => {
  afterEach(() => setSetting(parley, 'NotificationWebhookUrl', ''));

  test('gets a signed post, again and again until it takes it, each with the same id', async () => {
    const receiver = await startHookReceiver([503, 429, 204]);
    await setSetting(parley, 'NotificationWebhookUrl', receiver.url);
    await setSetting(parley, 'NotificationWebhookSecret', 'between-us-two');
    const scene = await chatInWork(parley, 'private words');
    const run = await runToItsEnd(parley, scene, 'NotifySystemAdministrators');
    await receiver.stop();
    expect(run).toMatchObject({ status: 'finished', outcome: { text: expect.stringContaining('webhook') } });
    expect(receiver.posts).toHaveLength(3);
    for (const post of receiver.posts) {
      expect(post.isSignedWith('between-us-two')).toBe(true);
      expect(post.isSignedWith('another secret')).toBe(false);
      expect(post.headers['x-parley-delivery']).toBe(run.id);
      expect(post.body).toMatchObject({
        id: run.id,
        chat: { id: scene.chatId },
        operator: { id: scene.operator.userId },
      });
      expect(JSON.stringify(post.body)).not.toContain('private words');
    }
  });

  test('that refuses it for good fails the process in words, and the chat goes on', async () => {
    const receiver = await startHookReceiver([404]);
    await setSetting(parley, 'NotificationWebhookUrl', receiver.url);
    const scene = await chatInWork(parley);
    const run = await runToItsEnd(parley, scene, 'NotifySystemAdministrators');
    await receiver.stop();
    expect(run).toMatchObject({
      status: 'failed',
      outcome: null,
      failure: { code: 'process_failed', reason: 'The webhook answered 404.' },
    });
    expect(receiver.posts).toHaveLength(1);
    await expectGoesOn(scene);
    await eventually('operations find the failed process', async () => {
      const query = `ParleyProcess = 'NotifySystemAdministrators' AND ParleyChat = '${scene.chatId}' AND ExecutionStatus = 'Failed'`;
      return (await parley.temporal.workflow.count(query)).count === 1;
    });
  });

  test('that leads elsewhere is not followed, and one at an address of the machine’s own secrets is not called', async () => {
    const elsewhere = await startHookReceiver([204]);
    const receiver = await startHookReceiver([307], elsewhere.url);
    const scene = await chatInWork(parley);
    await setSetting(parley, 'NotificationWebhookUrl', receiver.url);
    expect((await runToItsEnd(parley, scene, 'NotifySystemAdministrators')).failure?.reason).toBe(
      'The webhook answered 307.',
    );
    expect(elsewhere.posts).toEqual([]);
    await Promise.all([receiver.stop(), elsewhere.stop()]);

    await setSetting(parley, 'NotificationWebhookUrl', 'http://169.254.169.254/latest/meta-data');
    expect((await runToItsEnd(parley, scene, 'NotifySystemAdministrators')).failure?.reason).toBe(
      'The webhook must not be called: its address is closed.',
    );
  });
});

test('only the operator who has the chat in work runs its actions, and an administrator', async () => {
  const { queue, operator, chatId } = await chatInWork(parley);
  const action = await createAction(parley, { queueId: queue.id, process: 'CreateCaseFromChat' });
  const colleague = await createUser(parley);
  const stranger = only((await createTeam(parley, { size: 1 })).operators);
  const operators = [{ userId: operator.userId }, { userId: colleague.userId }];
  await parley.admin.ok('PATCH', `/api/queues/${queue.id}`, { operators });

  await eventually(
    'the colleague sees the chat',
    async () => (await colleague.call('GET', `/api/chats/${chatId}`)).status === 200,
  );
  expect(await runAction(colleague, chatId, action.id)).toMatchObject({
    status: 409,
    body: { code: 'chat_not_in_work' },
  });
  expect((await runAction(stranger, chatId, action.id)).status).toBe(404);
  expect((await stranger.call('GET', `/api/chats/${chatId}/processes`)).status).toBe(404);
  expect(await processesOf(operator, chatId)).toEqual([]);
  expect((await runAction(parley.admin, chatId, action.id)).status).toBe(202);
});

test('an action of another queue, and a completed chat, start nothing', async () => {
  const { operator, chatId, queue } = await chatInWork(parley);
  const other = await chatInWork(parley);
  const theirs = await createAction(parley, { queueId: other.queue.id, process: 'CreateCaseFromChat' });
  expect((await runAction(operator, chatId, theirs.id)).status).toBe(404);
  const ours = await createAction(parley, { queueId: queue.id, process: 'CreateCaseFromChat' });
  expect(await runAction(operator, chatId, ours.id, { body: { parameters: { New: 'yes', Colour: 1 } } })).toMatchObject(
    {
      status: 400,
      body: { errors: { 'parameters.New': 'must be true or false', 'parameters.Colour': expect.any(String) } },
    },
  );
  await operator.close(chatId);
  expect(await runAction(operator, chatId, ours.id)).toMatchObject({ status: 409, body: { code: 'chat_completed' } });
  expect(await processesOf(operator, chatId)).toEqual([]);
});

test('a case is changed with its history, found by filters, and seen by who sees its queue', async () => {
  const scene = await chatInWork(parley, 'Where is it?', 'Grace');
  const link = linkOf(await runToItsEnd(parley, scene, 'CreateCaseFromChat'));
  const { operator } = scene;
  const changed = await operator.ok<ApiDossier>('PATCH', link, { status: 'resolved', notes: 'It was next door.' });
  expect(changed).toMatchObject({ status: 'resolved', notes: 'It was next door.' });
  await parley.admin.ok('PATCH', link, { status: 'resolved', subject: 'Lost parcel' });
  const { history, contact, id } = await operator.ok<ApiDossier>('GET', link);
  expect(history).toMatchObject([
    { by: { id: operator.userId }, field: 'status', from: 'open', to: 'resolved' },
    { by: { id: operator.userId }, field: 'notes', from: '', to: 'It was next door.' },
    { by: { id: parley.admin.userId }, field: 'subject', from: 'Where is it?', to: 'Lost parcel' },
  ]);
  expect((await operator.call('PATCH', link, { status: 'lost' })).status).toBe(400);

  const idsBy = async (query: string, user = operator) =>
    (await user.ok<{ items: ApiDossier[] }>('GET', `/api/cases?${query}`)).items.map((found) => found.id);
  expect(await idsBy(`contactId=${contact.id}`)).toEqual([id]);
  expect(await idsBy(`contactId=${contact.id}&status=open`)).toEqual([]);
  expect(await idsBy('')).toEqual([id]);
  expect(await idsBy(`queueId=${scene.queue.id}`, parley.admin)).toEqual([id]);
  expect(await idsBy('queueId=another', parley.admin)).toEqual([]);
  expect(await idsBy(`contactId=${contact.id}`, parley.admin)).toEqual([id]);
  const stranger = only((await createTeam(parley, { size: 1 })).operators);
  expect(await idsBy('', stranger)).toEqual([]);
  for (const method of ['GET', 'PATCH'])
    expect((await stranger.call(method, link, method === 'GET' ? undefined : { notes: 'x' })).status).toBe(404);
});

test('a case goes with its chat: who is given the chat sees it, and so does the queue that it is moved to', async () => {
  const scene = await chatInWork(parley, 'Where is it?');
  const link = linkOf(await runToItsEnd(parley, scene, 'CreateCaseFromChat'));
  const { operator: opener, chatId } = scene;
  const next = only((await createTeam(parley, { size: 1 })).operators);
  const { queue: elsewhere, operators } = await createTeam(parley, { size: 1 });
  const last = only(operators);
  const linksOf = async (user: ApiClient, query = '') =>
    (await user.ok<{ items: ApiDossier[] }>('GET', `/api/cases${query}`)).items.map(({ id }) => `/api/cases/${id}`);
  const sees = async (user: ApiClient) => ({
    status: (await user.call('GET', link)).status,
    listed: await linksOf(user),
    ofChat: await linksOf(user, `?chatId=${chatId}`),
  });
  const seen = { status: 200, listed: [link], ofChat: [link] };
  const unseen = { status: 404, listed: [], ofChat: [] };

  await opener.ok('POST', `/api/chats/${chatId}/transfer`, { operatorId: next.userId });
  expect([await sees(opener), await sees(next), await sees(last)]).toEqual([seen, seen, unseen]);
  await next.ok('POST', `/api/chats/${chatId}/transfer`, { queueId: elsewhere.id });
  expect([await sees(opener), await sees(next), await sees(last)]).toEqual([seen, unseen, seen]);
  await eventually('it is offered', async () => (await last.mine()).offered[0]);
  await last.accept(chatId);
  await last.close(chatId);
  expect([await sees(opener), await sees(next), await sees(last)]).toEqual([seen, unseen, seen]);
});

interface Notified {
  id: string;
  text: string;
}

async function notificationsOf(user: Parley['admin'], query = ''): Promise<Notified[]> {
  return (await user.ok<{ items: Notified[] }>('GET', `/api/notifications${query}`)).items;
}

async function expectGoesOn({ operator, chatId, visitor }: Awaited<ReturnType<typeof chatInWork>>): Promise<void> {
  await operator.say(chatId, 'We go on');
  await eventually('the client sees the answer', async () =>
    (await visitor.sees()).some(({ text }) => text === 'We go on'),
  );
  expect((await operator.close(chatId)).body).toMatchObject({ status: 'completed', completedBy: 'operator' });
}
