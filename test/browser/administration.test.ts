import { expectAccessible } from '../support/browser/axe';
import { startBrowser, type Tab, type TestBrowser } from '../support/browser/browser';
import { createAccount, fillSignIn, signIn, statusSwitch } from '../support/browser/console-pages';
import { expectWrong, fillIn } from '../support/browser/forms';
import { expectNoSidewaysScroll } from '../support/browser/layout';
import {
  createQueue,
  createRole,
  createTelegramChannel,
  createUser,
  createWebchatChannel,
  type Named,
  Visitor,
} from '../support/builders';
import { createDigitsProvider } from '../support/digits-provider';
import { eventually } from '../support/eventually';
import { facebookChannel } from '../support/facebook/scene';
import { type Parley, startParley } from '../support/parley';

jest.setTimeout(180_000);

let parley: Parley;
let browser: TestBrowser;
let queue: Named;

beforeAll(async () => {
  parley = await startParley({ providers: [createDigitsProvider()] });
  browser = await startBrowser();
  queue = await createQueue(parley, { name: 'Support' });
});

afterAll(async () => {
  await browser.close();
  await parley.stop();
});

/** Somebody who may do everything, at a place of the administration. */
async function administratorAt(path: string, permission = 'Administrator'): Promise<Tab> {
  const tab = await browser.openTab();
  const account = await createAccount(parley, { name: 'Berta Boss', permissions: [permission] });
  await signIn(tab.page, parley.base, account, { path: `/administration${path}` });
  await statusSwitch(tab.page).waitFor();
  return tab;
}

interface FormCase {
  form: string;
  path: string;
  bad: Record<string, string>;
  /** What is wrong, by the field's label. */
  wrong: Record<string, RegExp>;
  good: Record<string, string>;
  submit?: string;
  saved: { api: string; item: Record<string, unknown> };
}

const forms: FormCase[] = [
  {
    form: 'queue',
    path: '/queues/new',
    bad: { 'Completion timeout, minutes': 'soon' },
    wrong: { 'Completion timeout, minutes': /must be a number/ },
    good: { Name: 'Sales', 'Completion timeout, minutes': '0,5' },
    saved: {
      api: '/api/queues',
      item: { name: 'Sales', completionTimeoutMinutes: 0.5, routingRule: expect.any(String) },
    },
  },
  {
    form: 'chat action',
    path: '/actions/new',
    bad: { Name: '  ' },
    wrong: { Name: /must not be empty/ },
    good: { Name: 'Open a case' },
    saved: { api: '/api/chat-actions', item: { name: 'Open a case', parameters: {} } },
  },
  {
    form: 'process',
    path: '/processes/new',
    bad: { Name: '1st', Title: 'Check the stock', 'Workflow type': 'CheckStock', 'It may take in all, minutes': '-1' },
    wrong: {
      Name: /begin with a letter/,
      'Task queue': /must not be empty/,
      'It may take in all, minutes': /more than 0/,
    },
    good: { Name: 'CheckStock', 'Task queue': 'stock', 'It may take in all, minutes': '10' },
    saved: { api: '/api/processes', item: { name: 'CheckStock', taskQueue: 'stock', timeoutMinutes: 10 } },
  },
  {
    form: 'quick reply',
    path: '/quick-replies/new',
    bad: { Title: '', Text: 'Hello {{contact.shoeSize}}', Language: 'English' },
    wrong: { Title: /must not be empty/, Text: /variable {{contact.shoeSize}}/, Language: /language tag/ },
    good: { Title: 'Greeting', Text: 'Hello', Language: 'en' },
    saved: { api: '/api/quick-replies', item: { title: 'Greeting', text: 'Hello', language: 'en' } },
  },
  {
    form: 'user',
    path: '/users/new',
    bad: { Login: 'with space', Password: 'short' },
    wrong: { Login: /spaces/, Name: /must not be empty/, Password: /at least 8/ },
    good: { Login: 'olga', Name: 'Olga', Password: 'long-enough' },
    saved: { api: '/api/users', item: { login: 'olga', name: 'Olga' } },
  },
  {
    form: 'role',
    path: '/roles/new',
    bad: { Name: '' },
    wrong: { Name: /must not be empty/ },
    good: { Name: 'Night shift' },
    saved: { api: '/api/roles', item: { name: 'Night shift' } },
  },
  {
    form: 'web chat',
    path: '/channels/new/webchat',
    bad: { Title: 'x'.repeat(81) },
    wrong: { Title: /at most 80/ },
    good: { Title: 'Ask us', Name: 'Shop', Language: 'en' },
    submit: 'Add a channel',
    saved: { api: '/api/channels', item: { provider: 'webchat', name: 'Shop', active: true } },
  },
  {
    form: 'WhatsApp',
    path: '/channels/new/whatsapp',
    bad: { 'Phone number': '12', 'Account SID': 'SK1' },
    wrong: { 'Phone number': /no phone number/, 'Account SID': /API keys/, 'Auth token': /is missing/ },
    good: {
      'Phone number': '+1 415 555 9999',
      'Confirmation phone number': '+4915100000009',
      'Account SID': `AC${'0'.repeat(32)}`,
      'Auth token': 'f'.repeat(32),
    },
    submit: 'Add a channel',
    saved: { api: '/api/channels', item: { provider: 'whatsapp', source: '+14155559999', verified: false } },
  },
  {
    form: 'plug-in’s channel',
    path: '/channels/new/digits',
    bad: { source: '' },
    wrong: { source: /is missing/ },
    good: { source: '4711' },
    submit: 'Add a channel',
    saved: { api: '/api/channels', item: { provider: 'digits', name: 'Digits', source: '4711' } },
  },
];

test.each(forms)(
  'the form of a $form tells what is wrong at its field, keeps what was typed, and saves',
  async (given) => {
    const tab = await administratorAt(given.path);
    tab.expectRefusals(400);
    const { page } = tab;
    const field = (label: string) =>
      page
        .getByLabel(label, { exact: true })
        .or(page.getByLabel(`${label} · required`, { exact: true }))
        .first();
    const submit = page.getByRole('button', { name: given.submit ?? 'Save', exact: true });
    await submit.waitFor();
    for (const [label, value] of Object.entries(given.bad)) await field(label).fill(value);
    await submit.click();
    for (const [label, why] of Object.entries(given.wrong)) await expectWrong(field(label), why);
    for (const [label, value] of Object.entries(given.bad)) expect(await field(label).inputValue()).toBe(value);
    await expectAccessible(page);
    for (const [label, value] of Object.entries(given.good)) await field(label).fill(value);
    await submit.click();
    await page.getByText(/is added\.$/).waitFor();
    const { items } = await parley.admin.ok<{ items: object[] }>(
      'GET',
      `${given.saved.api}?limit=200`.replace('/api/processes?limit=200', '/api/processes'),
    );
    expect(items).toContainEqual(expect.objectContaining(given.saved.item));
    await tab.close();
  },
);

test('a Telegram bot is refused with a wrong token at its field, added with a right one, and shows its health', async () => {
  const bot = parley.telegram.createBot({ firstName: 'Northwind Bot' });
  const tab = await administratorAt('/channels');
  tab.expectRefusals(400, 422, 409);
  const { page } = tab;
  await page.getByRole('link', { name: 'Add a channel' }).click();
  await page.getByRole('link', { name: /^Telegram/ }).click();
  const token = page.getByLabel('Bot token');
  const add = page.getByRole('button', { name: 'Add a channel' });
  await token.fill('not a token');
  await add.click();
  await expectWrong(token, /no bot token/);
  await token.fill(`1${bot.token}`);
  await add.click();
  await expectWrong(token, /Telegram/);
  await token.fill(bot.token);
  await page.getByRole('combobox', { name: 'Queue' }).selectOption({ label: 'Support' });
  await add.click();
  await page.getByRole('heading', { name: 'Northwind Bot' }).waitFor();
  await page.getByRole('region', { name: 'Health' }).getByText('In order').waitFor();

  await page.getByRole('button', { name: 'Deactivate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await page.getByRole('region', { name: 'Health' }).getByText('Takes no part').waitFor();
  await page.getByRole('button', { name: 'Activate', exact: true }).click();
  await page.getByText('“Northwind Bot” is active.').waitFor();
  await page.getByLabel('Language').fill('de-AT');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('“Northwind Bot” is saved.').waitFor();
  const { items } = await parley.admin.ok<{ items: object[] }>('GET', '/api/channels?limit=200');
  expect(items).toContainEqual(
    expect.objectContaining({ name: 'Northwind Bot', language: 'de-AT', active: true, queueId: queue.id }),
  );
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('“Northwind Bot” is deleted.').waitFor();
  await page.getByRole('heading', { name: 'Channels', level: 2 }).waitFor();
  await tab.close();
});

test('a WhatsApp number is connected with the outcome told, and Twilio’s addresses are there to copy', async () => {
  const account = parley.twilio.createAccount();
  const sender = account.createSender('+14155558888');
  const confirmation = account.person('+4915100000077', 'Admin');
  sender.webhookUrl = `${parley.base}/webhooks/whatsapp`;
  const tab = await administratorAt('/channels/new/whatsapp');
  tab.expectRefusals(422);
  const { page } = tab;
  await fillIn(page, {
    'Confirmation phone number': confirmation.id,
    'Account SID': account.sid,
    'Auth token': account.authToken,
  });
  await page
    .getByLabel('Phone number', { exact: true })
    .or(page.getByLabel(/^Phone number/))
    .first()
    .fill('+14155558888');
  await page.getByRole('button', { name: 'Add a channel' }).click();
  await page.getByText('Not connected', { exact: true }).waitFor();
  expect(await page.getByLabel('When a message comes in', { exact: true }).inputValue()).toBe(
    `${parley.base}/webhooks/whatsapp`,
  );
  const connect = page.getByRole('button', { name: 'Connect', exact: true });
  await connect.click();
  await page
    .getByRole('alert')
    .getByText(/has not written to this channel’s number/)
    .waitFor();
  await confirmation.write(sender, 'Hello');
  await connect.click();
  await page.getByText('Connected.', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Activate', exact: true }).click();
  await page.getByText(/is active\.$/).waitFor();
  await tab.close();
});

test('pages are connected by the login at Facebook, and get their queue', async () => {
  const shown = parley.facebook.createPage({ name: 'Northwind Traders' });
  parley.facebook.createPage({ name: 'Somebody else’s', tasks: ['ANALYZE'] });
  const tab = await administratorAt('/channels/new/facebook');
  const { page } = tab;
  await page.getByRole('button', { name: 'Log in at Facebook' }).click();
  await page.waitForURL('**/console/administration/channels?session=*');
  await page
    .getByRole('checkbox', { name: /Somebody else’s/ })
    .and(page.locator(':disabled'))
    .waitFor();
  await page.getByRole('button', { name: 'Connect pages' }).click();
  await page.getByText('choose at least one page').waitFor();
  await page.getByRole('checkbox', { name: 'Northwind Traders' }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Connect pages' }).click();
  await page.getByRole('combobox', { name: 'Queue' }).selectOption({ label: 'Support' });
  await page.getByRole('button', { name: 'Activate' }).click();
  await page.getByRole('link', { name: 'Northwind Traders' }).waitFor();
  const { items } = await parley.admin.ok<{ items: Array<{ source: string }> }>('GET', '/api/channels?limit=200');
  expect(items.find(({ source }) => source === shown.id)).toMatchObject({ active: true, queueId: queue.id });
  await tab.close();
});

test('what came of a login at Facebook that failed is told', async () => {
  const tab = await administratorAt('/channels?error=The%20login%20was%20cancelled.');
  await tab.page.getByRole('alert').getByText('The login was cancelled.').waitFor();
  await tab.page.getByRole('button', { name: 'Log in again' }).waitFor();
  await tab.close();
});

test('what is in use is not deleted, and the reason is told', async () => {
  const { id } = await createWebchatChannel(parley, queue.id);
  expect(await (await Visitor.arrive(parley, id)).write('Hello')).toBe(200);
  const tab = await administratorAt('/channels');
  tab.expectRefusals(409);
  const { page } = tab;
  for (const [path, why] of [
    [`/channels/${id}`, /has chats and cannot be deleted/],
    [`/queues/${queue.id}`, /A channel leads to it/],
  ] as const) {
    await page.goto(`${parley.base}/console/administration${path}`);
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('alert').getByText(why).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  }
  await tab.close();
});

test('what is not saved is asked for before it is left, by a link and by the browser’s own button', async () => {
  const tab = await administratorAt('/queues');
  const { page } = tab;
  await page.getByRole('link', { name: 'Support' }).click();
  await page.getByLabel(/^Name/).fill('Support day and night');
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  await page.getByRole('link', { name: 'Users' }).click();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.goBack();
  await dialog.waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await page.getByLabel(/^Name/).inputValue()).toBe('Support day and night');
  await page.getByRole('link', { name: 'Users' }).click();
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('heading', { name: 'Users', level: 2 }).waitFor();
  expect(await parley.admin.ok('GET', `/api/queues/${queue.id}`)).toMatchObject({ name: 'Support' });
  await tab.close();
});

test('what was typed is there again after the session has ended and the same person has signed in', async () => {
  const account = await createAccount(parley, { name: 'Berta Boss', permissions: ['Administrator'] });
  const tab = await browser.openTab();
  tab.expectRefusals(401);
  const { page } = tab;
  await signIn(page, parley.base, account, { path: '/administration/quick-replies/new' });
  await page.getByLabel(/^Text/).fill('A long answer');
  await parley.admin.ok('DELETE', `/api/users/${account.user.userId}/sessions`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Your session has ended.').waitFor();
  await fillSignIn(page, account);
  await page.getByLabel(/^Title/).fill('Answer');
  expect(await page.getByLabel(/^Text/).inputValue()).toBe('A long answer');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('“Answer” is added.').waitFor();
  await tab.close();
});

test('settings are saved one by one, refused at their field, and tell who changed them', async () => {
  const tab = await administratorAt('/settings');
  tab.expectRefusals(400, 415);
  const { page } = tab;
  const limit = page.getByLabel('Simultaneous chats', { exact: true }).and(page.locator('input'));
  await limit.fill('many');
  await page.getByRole('button', { name: 'Save: Simultaneous chats' }).click();
  await expectWrong(limit, /must be/);
  expect(await limit.inputValue()).toBe('many');
  await limit.fill('9');
  await page.getByRole('button', { name: 'Save: Simultaneous chats' }).click();
  await page.getByText('“Simultaneous chats” is saved.').waitFor();
  await page.getByText('History: Simultaneous chats').click();
  await page.getByText('5 → 9').waitFor();
  await page.getByText('Berta Boss ·').waitFor();

  await page.getByText('The shipped sound is played.').waitFor();
  const file = page.locator('input[type="file"]');
  await file.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no sound') });
  await page.getByRole('alert').first().waitFor();
  await file.setInputFiles({ name: 'ping.wav', mimeType: 'audio/wav', buffer: Buffer.from('RIFF....WAVEfmt ') });
  await page.getByText('A sound of your own is played.').waitFor();
  await page.getByRole('button', { name: 'No sound' }).click();
  await page.getByText('No sound is played.').waitFor();
  await page.getByRole('button', { name: 'Back to the shipped sound' }).click();
  await page.getByText('The shipped sound is played.').waitFor();
  await tab.close();
});

test('an administrator sets a user’s status and ends his sessions', async () => {
  const user = await createUser(parley, { name: 'Kim' });
  await createQueue(parley, { operators: [{ userId: user.userId }] });
  const tab = await administratorAt(`/users/${user.userId}`);
  const { page } = tab;
  await page.getByRole('button', { name: 'Set active' }).click();
  await page.getByText('Active: takes chats').waitFor();
  expect(await user.status()).toMatchObject({ status: 'active', reason: 'administrator' });
  await page.getByRole('button', { name: 'End all sessions' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End all sessions' }).click();
  await page.getByText('The sessions have ended.').waitFor();
  expect((await user.call('GET', '/api/users/me')).status).toBe(401);
  await tab.close();
});

test('a queue is changed where somebody else has changed it too, and only in what differs', async () => {
  const user = await createUser(parley, { name: 'Mia Meier' });
  const role = await createRole(parley);
  const one = await createQueue(parley, { name: 'Returns', operators: [{ userId: user.userId }] });
  const tab = await administratorAt(`/queues/${one.id}`);
  const { page } = tab;
  await page.getByRole('checkbox', { name: /Mia Meier/, checked: true }).waitFor();
  await parley.admin.ok('PATCH', `/api/queues/${one.id}`, { name: 'Returns and repairs' });
  await page.getByRole('checkbox', { name: new RegExp(role.name) }).check();
  await page.getByLabel('Completion timeout, minutes').fill('15');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(/is saved\.$/).waitFor();
  expect(await parley.admin.ok('GET', `/api/queues/${one.id}`)).toMatchObject({
    name: 'Returns and repairs',
    completionTimeoutMinutes: 15,
    operators: [{ userId: user.userId }, { roleId: role.id }],
  });
  await tab.close();
});

test('the members of a role are chosen at the role', async () => {
  const role = await createRole(parley);
  for (let index = 0; index < 9; index += 1) await createUser(parley, { name: `Somebody ${index}` });
  const user = await createUser(parley, { name: 'Zoe Zimmermann' });
  const tab = await administratorAt(`/roles/${role.id}`);
  const { page } = tab;
  await page.getByLabel('Search the list').fill('zimmer');
  await page.getByRole('checkbox', { name: /Zoe/ }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('is saved.').waitFor();
  expect(await parley.admin.ok('GET', `/api/users/${user.userId}`)).toMatchObject({ roleIds: [role.id] });
  await tab.close();
});

test('a variable is put into a quick reply where the caret stands', async () => {
  const tab = await administratorAt('/quick-replies/new');
  const { page } = tab;
  const text = page.getByLabel(/^Text/);
  await text.fill('Hello !');
  await text.press('ArrowLeft');
  await page.getByRole('button', { name: 'Client’s first name' }).click();
  await eventually('the text has the focus', () => text.evaluate((area) => area === document.activeElement));
  await page.keyboard.type('?');
  await eventually(
    'the caret stands behind it',
    async () => (await text.inputValue()) === 'Hello {{contact.firstName}}?!',
  );
  await tab.close();
});

test('the audit log is filtered, and tells what was changed', async () => {
  const one = await createQueue(parley, { name: 'Before' });
  await parley.admin.ok('PATCH', `/api/queues/${one.id}`, { name: 'After' });
  const tab = await administratorAt(`/audit?subjectId=${one.id}`);
  const { page } = tab;
  await page.getByLabel('What', { exact: true }).selectOption({ label: 'Changed a queue' });
  const rows = page.getByRole('table').getByRole('row');
  await eventually('only the change is listed', async () => (await rows.count()) === 2);
  await page.locator('summary', { hasText: 'name' }).click();
  await page.getByText('Before → After').waitFor();
  await tab.close();
});

test('who does not manage chats has no administration, and who manages chats has not all of it', async () => {
  const operator = await createAccount(parley, { name: 'Olga' });
  const tab = await browser.openTab();
  await signIn(tab.page, parley.base, operator, { path: '/administration/users' });
  await tab.page.getByText('There is no such page').waitFor();
  expect(await tab.page.getByRole('link', { name: 'Administration' }).count()).toBe(0);
  await tab.close();
  const manager = await administratorAt('/settings', 'CanManageChats');
  const sections = manager.page.getByRole('navigation', { name: 'Sections of the administration' }).getByRole('link');
  await manager.page.getByText('Only administrators change how people sign in.').waitFor();
  expect(await sections.allTextContents()).toEqual([
    ...['Channels', 'Queues', 'Chat actions', 'Processes', 'Quick replies', 'Settings'],
  ]);
  expect(await manager.page.getByLabel('Issuer', { exact: true }).and(manager.page.locator('input')).isDisabled()).toBe(
    true,
  );
  await manager.close();
});

describe.each([
  { theme: 'light', language: 'en', width: 1280 },
  { theme: 'dark', language: 'ru', width: 360 },
] as const)('in $theme and $language at $width pixels', ({ theme, language, width }) => {
  test('every section is accessible and fits', async () => {
    const bot = parley.telegram.createBot({ firstName: 'Ein Bot mit einem ausgesprochen langen Namen' });
    const telegram = await createTelegramChannel(parley, { bot, queueId: queue.id });
    const webchat = await createWebchatChannel(parley, queue.id);
    const { channelId } = await facebookChannel(parley, { queueId: queue.id, name: `Page ${theme}` });
    const user = await createUser(parley, { name: 'Константин Константинопольский' });
    const account = await createAccount(parley, { name: 'Berta Boss', permissions: ['Administrator'] });
    const tab = await browser.openTab({ theme, language, width, height: 740 });
    const { page } = tab;
    await signIn(page, parley.base, account, { path: '/administration', language });
    await statusSwitch(page).waitFor();
    for (const path of [
      ...['/channels', '/channels/new', '/channels/new/telegram', '/channels/new/whatsapp', '/channels/new/facebook'],
      ...[`/channels/${telegram.id}`, `/channels/${webchat.id}`, `/channels/${channelId}`],
      ...['/queues', `/queues/${queue.id}`, '/actions', '/actions/new', '/processes', '/processes/new'],
      ...['/quick-replies', '/quick-replies/new', '/settings', '/users', `/users/${user.userId}`, '/roles', '/audit'],
    ]) {
      await page.goto(`${parley.base}/console/administration${path}`);
      await page.getByRole('main').getByRole('heading', { level: 2 }).first().waitFor();
      await eventually(
        'all is loaded',
        async () =>
          (await page
            .getByRole('status')
            .filter({ hasText: /^(Loading|Загрузка)/ })
            .count()) === 0,
      );
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    }
    await tab.close();
  });
});
