import type { Page } from 'playwright-core';
import { expectWrong, fieldOf, fillIn } from '../../support/browser/forms';
import { office } from '../../support/browser/shared-office';
import { createTelegramChannel, createWebchatChannel, setSetting } from '../../support/builders';

const healthOf = (page: Page) => page.getByRole('region', { name: 'Health' });

describe('adding is guided', () => {
  test.each([
    { name: /^Telegram/, title: 'Telegram', steps: [/@BotFather/, /token/], asks: ['Bot token'] },
    {
      name: /^WhatsApp/,
      title: 'WhatsApp',
      steps: [/account SID/, /confirmation/, /connect/],
      asks: ['Phone number', 'Confirmation phone number', 'Account SID', 'Auth token'],
    },
    { name: /^Facebook Messenger/, title: 'Facebook Messenger', steps: [/Log in/, /pages/, /queue/], asks: [] },
    { name: /^Web chat/, title: 'Web chat', steps: [], asks: ['Title', 'Greeting', 'Sites', 'Colour', 'Side'] },
    { name: /^Digits/, title: 'Digits', steps: [], asks: ['source'] },
  ])('step by step for $title', async ({ name, title, steps, asks }) => {
    const tab = await office.administratorAt('/channels');
    const { page } = tab;
    await page.getByRole('link', { name: 'Add a channel' }).click();
    await page.getByRole('heading', { name: 'Which messenger?' }).waitFor();
    await page.getByRole('link', { name }).click();
    await page.getByRole('heading', { name: `New channel: ${title}` }).waitFor();
    const told = await page.getByRole('main').locator('ol > li').allTextContents();
    expect(told).toEqual(steps.map((step) => expect.stringMatching(step)));
    for (const label of asks) await fieldOf(page, label).waitFor();
    if (asks.length === 0) await page.getByRole('button', { name: 'Log in at Facebook' }).waitFor();
    if (title === 'Telegram') {
      const link = page.getByRole('link', { name: 'Open @BotFather' });
      expect([await link.getAttribute('href'), await link.getAttribute('rel')]).toEqual([
        'https://t.me/BotFather',
        'noopener noreferrer',
      ]);
    }
    await page.getByRole('link', { name: 'Another messenger' }).click();
    await page.getByRole('heading', { name: 'Which messenger?' }).waitFor();
    await tab.close();
  });

  test('not for a messenger that nobody knows', async () => {
    const tab = await office.administratorAt('/channels/new/pigeon');
    await tab.page.getByText('There is no such page').waitFor();
    await tab.close();
  });
});

test('a Telegram bot is refused with a wrong token at its field, added with a right one, switched and deleted', async () => {
  const { parley, queue } = office;
  const bot = parley.telegram.createBot({ firstName: 'Northwind Bot' });
  const tab = await office.administratorAt('/channels/new/telegram');
  tab.expectRefusals(422);
  const { page } = tab;
  const token = page.getByLabel('Bot token');
  const add = page.getByRole('button', { name: 'Add a channel' });
  await token.fill(`1${bot.token}`);
  await add.click();
  await expectWrong(token, /Telegram/);
  await token.fill(bot.token);
  await fillIn(page, { Queue: 'Support' });
  await add.click();
  await page.getByRole('heading', { name: 'Northwind Bot' }).waitFor();
  await healthOf(page).getByText('In order').waitFor();

  await page.getByRole('button', { name: 'Deactivate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await page.getByText('“Northwind Bot” is not active any more.').waitFor();
  await healthOf(page).getByText('Takes no part').waitFor();
  await page.getByRole('button', { name: 'Activate', exact: true }).click();
  await page.getByText('“Northwind Bot” is active.').waitFor();
  const { items } = await parley.admin.ok<{ items: object[] }>('GET', '/api/channels?limit=200');
  expect(items).toContainEqual(expect.objectContaining({ name: 'Northwind Bot', active: true, queueId: queue.id }));
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('“Northwind Bot” is deleted.').waitFor();
  await page.getByRole('heading', { name: 'Channels', level: 2 }).waitFor();
  await tab.close();
});

test('a channel that is not wanted at once is added inactive, and says what is missing', async () => {
  const tab = await office.administratorAt('/channels/new/webchat');
  const { page } = tab;
  await fillIn(page, { Name: 'Later', Queue: 'No queue' });
  await page.getByRole('checkbox', { name: 'Activate it at once' }).uncheck();
  await page.getByRole('button', { name: 'Add a channel' }).click();
  await healthOf(page).getByText('The channel is not active and has no queue').waitFor();
  await page.getByText('It answers as soon as the channel is active and has a queue.').waitFor();
  await tab.close();
});

test('a WhatsApp number is connected with the outcome told, and Twilio’s addresses are there to copy', async () => {
  const { parley } = office;
  await setSetting(parley, 'SiteUrl', '');
  const account = parley.twilio.createAccount();
  const sender = account.createSender('+14155558888');
  const confirmation = account.person('+4915100000077', 'Admin');
  sender.webhookUrl = `${parley.base}/webhooks/whatsapp`;
  const tab = await office.administratorAt('/channels/new/whatsapp');
  tab.expectRefusals(422);
  const { page } = tab;
  await fillIn(page, {
    'Phone number': '+14155558888',
    'Confirmation phone number': confirmation.id,
    'Account SID': account.sid,
    'Auth token': account.authToken,
  });
  await page.getByRole('button', { name: 'Add a channel' }).click();
  await healthOf(page).getByText('Not connected', { exact: true }).waitFor();
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

describe('the health of a channel', () => {
  test.each([
    ['ok', 'In order', null],
    ['unchecked', 'Not checked yet', /Nothing to do/],
    ['unauthorized', 'Credentials refused', /Enter new credentials/],
    ['conflict', 'Used elsewhere', /End it there/],
    ['rate_limited', 'Slowed down', /goes on by itself/],
    ['unreachable', 'Not reachable', /tried again and again/],
    ['failing', 'Failing', /look at the sentence above/],
  ] as const)('%s is told as “%s”, with what was found and what to do', async (status, badge, advice) => {
    const { parley, queue } = office;
    const channel = await createTelegramChannel(parley, { bot: parley.telegram.createBot(), queueId: queue.id });
    await parley.storage.channels.setHealth(channel.id, { status, detail: `Found: ${status}.` });
    const tab = await office.administratorAt(`/channels/${channel.id}`);
    const { page } = tab;
    await healthOf(page).getByText(badge, { exact: true }).waitFor();
    await healthOf(page).getByText(`Found: ${status}.`).waitFor();
    await healthOf(page).getByText('(checked').waitFor();
    if (advice === null) expect(await healthOf(page).locator('p').count()).toBe(1);
    else await healthOf(page).getByText(advice).waitFor();
    await page.getByRole('link', { name: 'Channels' }).first().click();
    const row = page.getByRole('row', { name: new RegExp(channel.name) }).filter({ hasText: channel.source });
    await row.getByText(badge, { exact: true }).waitFor();
    expect(await row.getByText(`Found: ${status}.`).count()).toBe(status === 'ok' ? 0 : 1);
    await tab.close();
  });

  test('that gets worse while the page is open is told there, with nothing that is typed lost', async () => {
    const channel = await createWebchatChannel(office.parley, office.queue.id);
    const tab = await office.administratorAt('/channels');
    const { page } = tab;
    // Before the page: what it has begun to wait for goes by the clock of then.
    await page.clock.install();
    await office.go(tab, `/channels/${channel.id}`);
    await fillIn(page, { Greeting: 'Good day' });
    await office.parley.storage.channels.setHealth(channel.id, { status: 'failing', detail: 'It broke.' });
    await page.clock.runFor(11_000);
    await healthOf(page).getByText('It broke.').waitFor();
    expect(await fieldOf(page, 'Greeting').inputValue()).toBe('Good day');
    await tab.close();
  });
});

test('addresses of a web chat follow the public address, and say so when there is none', async () => {
  const channel = await createWebchatChannel(office.parley, office.queue.id);
  await setSetting(office.parley, 'SiteUrl', 'https://chat.example');
  const tab = await office.administratorAt(`/channels/${channel.id}`);
  const { page } = tab;
  const link = page.getByLabel('Address of the chat', { exact: true });
  expect(await link.inputValue()).toBe(`https://chat.example/webhooks/webchat/${channel.id}`);
  await setSetting(office.parley, 'SiteUrl', '');
  await office.go(tab, `/channels/${channel.id}`);
  await page.getByText(/public address of this installation is not set/).waitFor();
  expect(await link.inputValue()).toBe(`${office.parley.base}/webhooks/webchat/${channel.id}`);
  await tab.close();
});
