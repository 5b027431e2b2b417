import { askToDelete, expectTyped, expectWrong, fieldOf, fillIn, saveButton } from '../../support/browser/forms';
import { office } from '../../support/browser/shared-office';
import { createQueue, createRole, createWebchatChannel, Visitor } from '../../support/builders';
import { createAction } from '../../support/chat-actions';

const admin = () => office.parley.admin;

interface Taken {
  what: string;
  path: string;
  /** Somebody else has it; returns what is typed all the same. */
  take(): Promise<Record<string, string>>;
  at: string;
  why: RegExp;
  submit?: string;
}

const process = { title: 'Check', workflowType: 'CheckStock', taskQueue: 'stock' };
const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'e'.repeat(32) };

const taken: Taken[] = [
  {
    what: 'login',
    path: '/users/new',
    take: async () => {
      await admin().ok('POST', '/api/users', { login: 'anna', name: 'Anna', password: 'long-enough' });
      return { Login: 'Anna', Name: 'Another Anna', Password: 'long-enough' };
    },
    at: 'Login',
    why: /The login Anna is taken/,
  },
  {
    what: 'name of a role',
    path: '/roles/new',
    take: async () => ({ Name: (await createRole(office.parley)).name }),
    at: 'Name',
    why: /There is a role role-.* already/,
  },
  {
    what: 'name of a process that comes with Parley',
    path: '/processes/new',
    take: async () => ({
      ...{ Name: 'CreateCaseFromChat', 'Title in English': process.title },
      ...{ 'Workflow type': process.workflowType, 'Task queue': process.taskQueue },
    }),
    at: 'Name',
    why: /./,
  },
  {
    what: 'Telegram bot',
    path: '/channels/new/telegram',
    take: async () => {
      const { token } = office.parley.telegram.createBot();
      await admin().ok('POST', '/api/channels', { provider: 'telegram', settings: { token } });
      return { 'Bot token': token };
    },
    at: 'Bot token',
    why: /a channel for this source already/,
    submit: 'Add a channel',
  },
  {
    what: 'WhatsApp number',
    path: '/channels/new/whatsapp',
    take: async () => {
      const numbers = { phoneNumber: '+14155550007', confirmationPhoneNumber: '+4915100000009' };
      await admin().ok('POST', '/api/channels', { provider: 'whatsapp', settings: { ...numbers, ...account } });
      return {
        ...{ 'Phone number': '+1 415 555 0007', 'Confirmation phone number': '+4915100000009' },
        ...{ 'Account SID': account.accountSid, 'Auth token': account.authToken },
      };
    },
    at: 'Phone number',
    why: /a channel for this source already/,
    submit: 'Add a channel',
  },
];

test.each(taken)('a $what that is taken is told at its field, and what was typed stays', async (given) => {
  const typed = await given.take();
  const tab = await office.administratorAt(given.path);
  tab.expectRefusals(409);
  const { page } = tab;
  const submit = page.getByRole('button', { name: given.submit ?? 'Save', exact: true });
  await submit.waitFor();
  await fillIn(page, typed);
  await submit.click();
  await expectWrong(fieldOf(page, given.at), given.why);
  await expectTyped(page, typed);
  await tab.close();
});

interface InUse {
  thing: string;
  use(): Promise<string>;
  why: RegExp;
}

const inUse: InUse[] = [
  {
    thing: 'channel with chats',
    use: async () => {
      const { id } = await createWebchatChannel(office.parley, office.queue.id);
      expect(await (await Visitor.arrive(office.parley, id)).write('Hello')).toBe(200);
      return `/channels/${id}`;
    },
    why: /has chats, so it cannot be deleted/,
  },
  {
    thing: 'queue that a channel leads to',
    use: async () => {
      const { id } = await createQueue(office.parley);
      await createWebchatChannel(office.parley, id);
      return `/queues/${id}`;
    },
    why: /A channel leads to it/,
  },
  {
    thing: 'role that a queue has',
    use: async () => {
      const { id } = await createRole(office.parley);
      await createQueue(office.parley, { operators: [{ roleId: id }] });
      return `/roles/${id}`;
    },
    why: /operators of a queue/,
  },
  {
    thing: 'process that a chat action starts',
    use: async () => {
      await admin().ok('POST', '/api/processes', { name: 'Used', ...process });
      await createAction(office.parley, { queueId: office.queue.id, process: 'Used' });
      return '/processes/edit/Used';
    },
    why: /action/,
  },
];

test.each(inUse)('a $thing is not deleted, and the reason is told', async ({ use, why }) => {
  const tab = await office.administratorAt(await use());
  tab.expectRefusals(409);
  const dialog = await askToDelete(tab.page);
  await dialog.getByRole('alert').getByText(why).waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await saveButton(tab.page).waitFor();
  await tab.close();
});

interface Gone {
  what: string;
  field: string;
  path: string;
  typed: Record<string, string>;
  /** Makes what is chosen in the field. */
  make(): Promise<{ name: string; remove: string }>;
  isTicked?: true;
  why: RegExp;
  submit?: string;
}

const makeQueue = async () => {
  const { id, name } = await createQueue(office.parley);
  return { name, remove: `/api/queues/${id}` };
};
const makeRole = async () => {
  const { id, name } = await createRole(office.parley);
  return { name, remove: `/api/roles/${id}` };
};
const makeProcess = async () => {
  await admin().ok('POST', '/api/processes', { name: 'Passing', ...process, title: 'Pass it on' });
  return { name: 'Pass it on', remove: '/api/processes/Passing' };
};

const gone: Gone[] = [
  {
    what: 'queue of a new channel',
    ...{ field: 'Queue', path: '/channels/new/webchat', typed: { Name: 'Shop' } },
    ...{ make: makeQueue, why: /is no queue/, submit: 'Add a channel' },
  },
  {
    what: 'queue of a new chat action',
    ...{ field: 'Queue', path: '/actions/new', typed: { Name: 'Order' } },
    ...{ make: makeQueue, why: /is no queue/ },
  },
  {
    what: 'process of a new chat action',
    ...{ field: 'Process', path: '/actions/new', typed: { Name: 'Pass' } },
    ...{ make: makeProcess, why: /is no process/ },
  },
  {
    what: 'role among the operators of a new queue',
    ...{ field: 'Operators', path: '/queues/new', typed: { Name: 'Night' } },
    ...{ make: makeRole, isTicked: true, why: /is no role/ },
  },
  {
    what: 'role of a new user',
    ...{ field: 'Roles', path: '/users/new', typed: { Login: 'nina', Name: 'Nina', Password: 'long-enough' } },
    ...{ make: makeRole, isTicked: true, why: /has no role/ },
  },
];

test.each(gone)('the $what, when it is gone by the time of saving, is told at its field', async (given) => {
  const { name, remove } = await given.make();
  const tab = await office.administratorAt(given.path);
  tab.expectRefusals(400);
  const { page } = tab;
  await fillIn(page, given.typed);
  if (given.isTicked) await page.getByRole('checkbox', { name }).check();
  else await fillIn(page, { [given.field]: name });
  await admin().ok('DELETE', remove);
  await page.getByRole('button', { name: given.submit ?? 'Save', exact: true }).click();
  await expectWrong(fieldOf(page, given.field), given.why);
  await expectTyped(page, given.typed);
  await tab.close();
});
