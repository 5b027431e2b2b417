import { isDeepStrictEqual } from 'node:util';
import { expectAccessible } from '../../support/browser/axe';
import { expectTyped, expectWrong, fieldOf, fillIn } from '../../support/browser/forms';
import { office } from '../../support/browser/shared-office';

interface NewThing {
  thing: string;
  path: string;
  bad: Record<string, string>;
  /** What is wrong, by the field's label. */
  wrong: Record<string, RegExp>;
  good: Record<string, string>;
  submit?: string;
  saved: { api: string; item: Record<string, unknown> };
}

const things: NewThing[] = [
  {
    thing: 'queue',
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
    thing: 'chat action',
    path: '/actions/new',
    bad: { Name: '  ' },
    wrong: { Name: /must not be empty/ },
    good: { Name: 'Open a case' },
    saved: { api: '/api/chat-actions', item: { name: 'Open a case', parameters: {} } },
  },
  {
    thing: 'process',
    path: '/processes/new',
    bad: {
      Name: '1st',
      'Title in English': 'Check the stock',
      'Workflow type': 'CheckStock',
      'It may take in all, minutes': '-1',
    },
    wrong: {
      Name: /begin with a letter/,
      'Task queue': /must not be empty/,
      'It may take in all, minutes': /more than 0/,
    },
    good: { Name: 'CheckStock', 'Task queue': 'stock', 'It may take in all, minutes': '10' },
    saved: {
      api: '/api/processes',
      item: { name: 'CheckStock', title: 'Check the stock', taskQueue: 'stock', timeoutMinutes: 10 },
    },
  },
  {
    thing: 'quick reply',
    path: '/quick-replies/new',
    bad: { Title: '', Text: 'Hello {{contact.shoeSize}}', Language: 'English' },
    wrong: { Title: /must not be empty/, Text: /variable {{contact.shoeSize}}/, Language: /language tag/ },
    good: { Title: 'Greeting', Text: 'Hello', Language: 'en' },
    saved: { api: '/api/quick-replies', item: { title: 'Greeting', text: 'Hello', language: 'en' } },
  },
  {
    thing: 'user',
    path: '/users/new',
    bad: { Login: 'with space', Password: 'short' },
    wrong: { Login: /spaces/, Name: /must not be empty/, Password: /at least 8/ },
    good: { Login: 'olga', Name: 'Olga', Password: 'long-enough' },
    saved: { api: '/api/users', item: { login: 'olga', name: 'Olga' } },
  },
  {
    thing: 'role',
    path: '/roles/new',
    bad: { Name: '' },
    wrong: { Name: /must not be empty/ },
    good: { Name: 'Night shift' },
    saved: { api: '/api/roles', item: { name: 'Night shift' } },
  },
  {
    thing: 'Telegram bot',
    path: '/channels/new/telegram',
    bad: { 'Bot token': 'not a token', Name: 'Bot of ours' },
    wrong: { 'Bot token': /no bot token/ },
    good: { 'Bot token': 'right', Name: '', Language: 'de' },
    submit: 'Add a channel',
    saved: { api: '/api/channels', item: { provider: 'telegram', name: 'Northwind Bot', language: 'de' } },
  },
  {
    thing: 'web chat',
    path: '/channels/new/webchat',
    bad: { Title: 'x'.repeat(81), Sites: 'https://shop.example\nshop', Colour: 'red', Name: 'Shop' },
    wrong: { Title: /at most 80/, Sites: /without a path/, Colour: /#0b6b58/ },
    good: { Title: 'Ask us', Sites: 'https://shop.example', Colour: '#AA0000', Language: 'en' },
    submit: 'Add a channel',
    saved: {
      api: '/api/channels',
      item: {
        ...{ provider: 'webchat', name: 'Shop', active: true },
        settings: expect.objectContaining({ origins: ['https://shop.example'], color: '#aa0000' }),
      },
    },
  },
  {
    thing: 'WhatsApp number',
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
    thing: 'plug-in’s channel',
    path: '/channels/new/digits',
    bad: { source: '' },
    wrong: { source: /is missing/ },
    good: { source: '4711' },
    submit: 'Add a channel',
    saved: { api: '/api/channels', item: { provider: 'digits', name: 'Digits', source: '4711' } },
  },
];

test.each(things)(
  'the form of a new $thing tells what is wrong at its field, keeps what was typed, and saves',
  async (given) => {
    const { parley, administratorAt } = office;
    const { saved, bad, wrong } = given;
    const good = { ...given.good };
    if (good['Bot token'] !== undefined)
      good['Bot token'] = parley.telegram.createBot({ firstName: 'Northwind Bot' }).token;
    const all = async () => {
      const query = saved.api === '/api/processes' ? '' : '?limit=200';
      return (await parley.admin.ok<{ items: object[] }>('GET', saved.api + query)).items;
    };
    const tab = await administratorAt(given.path);
    const before = await all();
    tab.expectRefusals(400);
    const { page } = tab;
    const submit = page.getByRole('button', { name: given.submit ?? 'Save', exact: true });
    await submit.waitFor();
    await fillIn(page, bad);
    await submit.click();
    for (const [label, why] of Object.entries(wrong)) await expectWrong(fieldOf(page, label), why);
    const [first = ''] = Object.keys(wrong);
    expect(await fieldOf(page, first).evaluate((field) => field === document.activeElement)).toBe(true);
    await expectTyped(page, bad);
    expect(await all()).toEqual(before);
    await expectAccessible(page);

    await fillIn(page, good);
    await submit.click();
    await page.getByText(/is added\.$/).waitFor();
    const added = (await all()).filter((item) => !before.some((known) => isDeepStrictEqual(known, item)));
    expect(added).toEqual([expect.objectContaining(saved.item)]);
    await tab.close();
  },
);

test('a process has parameters of its own, and what is wrong with one is told in its row', async () => {
  const tab = await office.administratorAt('/processes/new');
  tab.expectRefusals(400);
  const { page } = tab;
  await fillIn(page, {
    ...{ Name: 'Deliver', 'Title in English': 'Deliver', 'Title in Russian': 'Доставить' },
    ...{ 'Workflow type': 'Deliver', 'Task queue': 'deliveries' },
  });
  await page.getByRole('button', { name: 'Add a parameter' }).click();
  await page.getByRole('button', { name: 'Add a parameter' }).click();
  const [where, fast] = ['Parameter 1', 'Parameter 2'].map((name) => page.getByRole('group', { name }));
  if (where === undefined || fast === undefined) throw new Error('there are two rows');
  await where.getByLabel('Type').selectOption({ label: 'One of a list' });
  await where.getByLabel(/^Name/).fill('Where to');
  await where.getByLabel(/^Title in English/).fill('Where to');
  await where.getByLabel(/^Title in Russian/).fill('Куда');
  await fast.getByLabel(/^Name/).fill('Fast');
  await fast.getByLabel(/^Title in English/).fill('Express');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expectWrong(where.getByLabel(/^Name/), /letter/);
  await expectWrong(where.getByLabel(/^Choices/), /./);
  expect(await fast.getByLabel(/^Name/).getAttribute('aria-invalid')).toBeNull();
  await where.getByLabel(/^Name/).fill('Where');
  await where.getByLabel(/^Choices/).fill('Berlin\n\nHamburg');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('“Deliver” is added.').waitFor();
  const { items } = await office.parley.admin.ok<{ items: Array<{ name: string }> }>('GET', '/api/processes');
  expect(items.find(({ name }) => name === 'Deliver')).toMatchObject({
    name: 'Deliver',
    parameters: [
      {
        ...{ type: 'choice', name: 'Where', title: 'Where to', titles: { en: 'Where to', ru: 'Куда' } },
        choices: ['Berlin', 'Hamburg'],
      },
      { type: 'boolean', name: 'Fast', title: 'Express', titles: { en: 'Express', ru: 'Express' } },
    ],
  });
  await tab.close();
});

test('a variable is put into a quick reply where the caret stands', async () => {
  const tab = await office.administratorAt('/quick-replies/new');
  const { page } = tab;
  const text = page.getByLabel(/^Text/);
  await text.fill('Hello !');
  await text.press('ArrowLeft');
  await page.getByRole('button', { name: 'Client’s first name' }).click();
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
  await page.keyboard.type('?');
  await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Hello {{contact.firstName}}?!');
  await tab.close();
});
