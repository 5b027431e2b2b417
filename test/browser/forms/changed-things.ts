import { askToDelete, expectTyped, expectWrong, fieldOf, fillIn, saveButton } from '../../support/browser/forms';
import { office } from '../../support/browser/shared-office';
import { createQueue, createRole, createUser, createWebchatChannel } from '../../support/builders';
import { createAction } from '../../support/chat-actions';
import { facebookChannel } from '../../support/facebook/scene';

type Fields = Record<string, unknown>;

interface KnownThing {
  thing: string;
  /** Makes one; returns its path at the API and its place in the console. */
  make(): Promise<{ api: string; place: string }>;
  bad: Record<string, string>;
  wrong: Record<string, RegExp>;
  good: Record<string, string>;
  /** What somebody else changes while the form is open. */
  elsewhere: Fields;
  /** All of it, afterwards. */
  saved: Fields;
  canBeDeleted: boolean;
}

const admin = () => office.parley.admin;
const post = async (path: string, body: Fields) => String((await admin().ok<{ id: string }>('POST', path, body)).id);

async function made(api: string, section: string, id: Promise<string> | string) {
  return { api: `${api}/${await id}`, place: `/${section}/${await id}` };
}

const things: KnownThing[] = [
  {
    thing: 'queue',
    make: async () => made('/api/queues', 'queues', (await createQueue(office.parley)).id),
    bad: { Name: ' ', 'Completion timeout, minutes': '0' },
    wrong: { Name: /must not be empty/, 'Completion timeout, minutes': /more than 0/ },
    good: { Name: 'Returns', 'Completion timeout, minutes': '' },
    elsewhere: { keepOpenWhileUnanswered: true },
    saved: { name: 'Returns', completionTimeoutMinutes: null, keepOpenWhileUnanswered: true },
    canBeDeleted: true,
  },
  {
    thing: 'chat action',
    make: async () => {
      const { id } = await createAction(office.parley, { queueId: office.queue.id, process: 'CreateCaseFromChat' });
      return made('/api/chat-actions', 'actions', id);
    },
    bad: { Name: '' },
    wrong: { Name: /must not be empty/ },
    good: { Name: 'Case' },
    elsewhere: { parameters: { New: true } },
    saved: { name: 'Case', parameters: { New: true }, process: 'CreateCaseFromChat' },
    canBeDeleted: true,
  },
  {
    thing: 'process',
    make: async () => {
      const fields = { name: 'CheckShelf', title: 'Check', workflowType: 'CheckShelf', taskQueue: 'stock' };
      await admin().ok('POST', '/api/processes', fields);
      return { api: '/api/processes', place: '/processes/edit/CheckShelf' };
    },
    bad: { 'Title in English': '', 'Title in Russian': '', 'A worker has to take it up within, minutes': 'soon' },
    wrong: { 'A worker has to take it up within, minutes': /must be a number/ },
    good: {
      'Title in English': 'Look into the stock',
      'Title in Russian': 'Проверить склад',
      'A worker has to take it up within, minutes': '1,5',
    },
    elsewhere: { timeoutMinutes: 11 },
    saved: {
      ...{ title: 'Look into the stock', titles: { en: 'Look into the stock', ru: 'Проверить склад' } },
      startTimeoutMinutes: 1.5,
      timeoutMinutes: 11,
    },
    canBeDeleted: true,
  },
  {
    thing: 'quick reply',
    make: () =>
      made(
        '/api/quick-replies',
        'quick-replies',
        post('/api/quick-replies', { title: 'A', text: 'B', language: 'en' }),
      ),
    bad: { Title: ' ', Text: 'Dear {{contact' },
    wrong: { Title: /must not be empty/, Text: /other half/ },
    good: { Title: 'Greeting', Text: 'Dear {{contact.firstName}}' },
    elsewhere: { language: 'de' },
    saved: { title: 'Greeting', text: 'Dear {{contact.firstName}}', language: 'de' },
    canBeDeleted: true,
  },
  {
    thing: 'user',
    make: async () => made('/api/users', 'users', (await createUser(office.parley)).userId),
    bad: { Name: '', 'New password': 'short' },
    wrong: { Name: /must not be empty/, 'New password': /at least 8/ },
    good: { Name: 'Zoe', 'New password': '' },
    elsewhere: { permissions: ['CanManageChats'] },
    saved: { name: 'Zoe', permissions: ['CanManageChats'] },
    canBeDeleted: false,
  },
  {
    thing: 'role',
    make: async () => made('/api/roles', 'roles', (await createRole(office.parley)).id),
    bad: { Name: '' },
    wrong: { Name: /must not be empty/ },
    good: { Name: 'Night' },
    elsewhere: {},
    saved: { name: 'Night' },
    canBeDeleted: true,
  },
  {
    thing: 'Telegram bot',
    make: () => {
      const { token } = office.parley.telegram.createBot();
      const fields = { provider: 'telegram', settings: { token }, queueId: office.queue.id, active: true };
      return made('/api/channels', 'channels', post('/api/channels', fields));
    },
    bad: { 'Bot token': '12345:nobody-has-this-one', Language: 'de' },
    wrong: { 'Bot token': /./ },
    good: { 'Bot token': '', Language: 'de-AT', Queue: 'No queue' },
    elsewhere: { name: 'Renamed' },
    saved: { name: 'Renamed', language: 'de-AT', queueId: null },
    canBeDeleted: true,
  },
  {
    thing: 'WhatsApp number',
    make: () => {
      const settings = {
        ...{ phoneNumber: '+14155550001', confirmationPhoneNumber: '+4915100000009' },
        ...{ accountSid: `AC${'1'.repeat(32)}`, authToken: 'e'.repeat(32) },
      };
      return made('/api/channels', 'channels', post('/api/channels', { provider: 'whatsapp', settings }));
    },
    bad: { 'Phone number': '12', 'Account SID': 'SK1' },
    wrong: { 'Phone number': /no phone number/, 'Account SID': /API keys/ },
    good: { 'Phone number': '+14155550001', 'Account SID': `AC${'2'.repeat(32)}` },
    elsewhere: { settings: { confirmationPhoneNumber: '+4915100000010' } },
    saved: {
      settings: expect.objectContaining({
        accountSid: `AC${'2'.repeat(32)}`,
        confirmationPhoneNumber: '+4915100000010',
      }),
    },
    canBeDeleted: true,
  },
  {
    thing: 'Facebook page',
    make: async () => {
      const { channelId } = await facebookChannel(office.parley, { queueId: office.queue.id });
      return made('/api/channels', 'channels', channelId);
    },
    bad: { Name: '', Language: 'German' },
    wrong: { Name: /must not be empty/, Language: /language tag/ },
    good: { Name: 'Northwind at Facebook', Language: 'de' },
    elsewhere: { active: false },
    saved: { name: 'Northwind at Facebook', language: 'de', active: false },
    canBeDeleted: true,
  },
  {
    thing: 'web chat',
    make: async () =>
      made('/api/channels', 'channels', (await createWebchatChannel(office.parley, office.queue.id)).id),
    bad: { Greeting: 'x'.repeat(501), Sites: 'https://shop.example/teapots' },
    wrong: { Greeting: /at most 500/, Sites: /without a path/ },
    good: { Greeting: 'How can we help?', Sites: '', Side: 'Left' },
    elsewhere: { settings: { title: 'Ask us' } },
    saved: { settings: expect.objectContaining({ title: 'Ask us', greeting: 'How can we help?', side: 'left' }) },
    canBeDeleted: true,
  },
];

test.each(things)(
  'the form of a $thing refuses at the field, saves beside what somebody else changed, and deletes once asked',
  async ({ make, bad, wrong, good, elsewhere, saved, canBeDeleted }) => {
    const { api, place } = await make();
    const isProcess = api === '/api/processes';
    const read = async () => {
      if (!isProcess) return (await admin().call<Fields>('GET', api)).body;
      const { items } = await admin().ok<{ items: Fields[] }>('GET', api);
      return items.find(({ name }) => name === 'CheckShelf') ?? { code: 'not_found' };
    };
    const path = isProcess ? `${api}/CheckShelf` : api;
    const before = await read();
    const tab = await office.administratorAt(place);
    tab.expectRefusals(400, 422);
    const { page } = tab;
    await saveButton(page).waitFor();
    await fillIn(page, bad);
    await saveButton(page).click();
    for (const [label, why] of Object.entries(wrong)) await expectWrong(fieldOf(page, label), why);
    await expectTyped(page, bad);
    expect(await read()).toEqual(before);

    if (Object.keys(elsewhere).length > 0) await admin().ok('PATCH', path, elsewhere);
    await fillIn(page, good);
    await saveButton(page).click();
    await page.getByText(/is saved\.$/).waitFor();
    expect(await read()).toMatchObject(saved);

    await office.go(tab, place);
    await saveButton(page).waitFor();
    if (canBeDeleted) {
      await askToDelete(page);
      await page.getByText(/is deleted\.$/).waitFor();
      expect(await read()).toMatchObject({ code: 'not_found' });
    } else expect(await page.getByRole('button', { name: 'Delete', exact: true }).count()).toBe(0);
    await tab.close();
  },
);

/** One of each kind of form: alone, in a list of its own, saved in two steps, of several parts. */
const deletedElsewhere = ['queue', 'process', 'role', 'web chat'];

test.each(things.filter(({ thing }) => deletedElsewhere.includes(thing)))(
  'a $thing that somebody else deletes is told to be gone when it is saved, with what was typed still there',
  async ({ make, good }) => {
    const { api, place } = await make();
    const tab = await office.administratorAt(place);
    tab.expectRefusals(404);
    const { page } = tab;
    await saveButton(page).waitFor();
    await admin().ok('DELETE', api === '/api/processes' ? `${api}/CheckShelf` : api);
    await fillIn(page, good);
    await saveButton(page).click();
    await page
      .getByRole('alert')
      .getByText(/^There is no such /)
      .waitFor();
    await expectTyped(page, good);
    await office.go(tab, place);
    await page.getByText('There is no such page').waitFor();
    await tab.close();
  },
);
