import { expectAccessible } from '../../support/browser/axe';
import { createAccount, openSignedIn, statusSwitch } from '../../support/browser/console-pages';
import { expectNoSidewaysScroll } from '../../support/browser/layout';
import { office } from '../../support/browser/shared-office';
import { createQueue, createTelegramChannel, createUser, createWebchatChannel } from '../../support/builders';
import { createAction } from '../../support/chat-actions';
import { eventually } from '../../support/eventually';
import { facebookChannel } from '../../support/facebook/scene';

test('the audit log is filtered, and tells what was changed', async () => {
  const { parley } = office;
  const one = await createQueue(parley, { name: 'Before' });
  await parley.admin.ok('PATCH', `/api/queues/${one.id}`, { name: 'After' });
  const tab = await office.administratorAt(`/audit?subjectId=${one.id}`);
  const { page } = tab;
  await page.getByLabel('What', { exact: true }).selectOption({ label: 'Changed a queue' });
  const rows = page.getByRole('table').getByRole('row');
  await eventually('only the change is listed', async () => (await rows.count()) === 2);
  await page.locator('summary', { hasText: 'name' }).click();
  await page.getByText('Before → After').waitFor();
  await tab.close();
});

test('chat actions are listed by their queue, and searched in it', async () => {
  const { parley } = office;
  const [sales, returns] = [
    await createQueue(parley, { name: 'Sales' }),
    await createQueue(parley, { name: 'Returns' }),
  ];
  for (const name of ['Order', 'Offer'])
    await createAction(parley, { queueId: sales.id, process: 'CreateOrderFromChat', name });
  await createAction(parley, { queueId: returns.id, process: 'CreateCaseFromChat', name: 'Open a return' });
  const tab = await office.administratorAt('/actions');
  const { page } = tab;
  const names = page.getByRole('table').getByRole('rowheader').getByRole('link');
  const isOfThisTest = (name: string) => ['Order', 'Offer', 'Open a return'].includes(name);
  const shown = (...wanted: string[]) =>
    eventually(
      'they are listed',
      async () => (await names.allTextContents()).filter(isOfThisTest).join() === wanted.join(),
    );
  await shown('Order', 'Offer', 'Open a return');
  await page.getByRole('searchbox', { name: 'Search' }).fill('o');
  await page.getByLabel('Queue', { exact: true }).selectOption({ label: 'Sales' });
  await shown('Order', 'Offer');
  await page.getByRole('searchbox', { name: 'Search' }).fill('OFF');
  await shown('Offer');
  await page.getByLabel('Queue', { exact: true }).selectOption({ label: 'Returns' });
  await page.getByText('Nothing found for “OFF”.').waitFor();
  await tab.close();
});

test('who does not manage chats has no administration, and who manages chats has not all of it', async () => {
  const { parley, browser } = office;
  const operator = await createAccount(parley, { name: 'Olga' });
  const tab = await browser.openTab();
  await openSignedIn(tab.page, parley.base, operator, '/administration/users');
  await tab.page.getByText('There is no such page').waitFor();
  expect(await tab.page.getByRole('link', { name: 'Administration' }).count()).toBe(0);
  await tab.close();
  const manager = await office.administratorAt('/queues', 'CanManageChats');
  const sections = manager.page.getByRole('navigation', { name: 'Sections of the administration' }).getByRole('link');
  expect(await sections.allTextContents()).toEqual([
    ...['Channels', 'Queues', 'Chat actions', 'Processes', 'Quick replies', 'Settings'],
  ]);
  await manager.close();
});

describe.each([
  { theme: 'light', language: 'en', width: 1280 },
  { theme: 'dark', language: 'ru', width: 360 },
] as const)('in $theme and $language at $width pixels', ({ theme, language, width }) => {
  test('every section is accessible and fits', async () => {
    const { parley, browser, queue } = office;
    const bot = parley.telegram.createBot({ firstName: 'Ein Bot mit einem ausgesprochen langen Namen' });
    const telegram = await createTelegramChannel(parley, { bot, queueId: queue.id });
    const webchat = await createWebchatChannel(parley, queue.id);
    const { channelId } = await facebookChannel(parley, { queueId: queue.id, name: `Page ${theme}` });
    const user = await createUser(parley, { name: 'Константин Константинопольский' });
    const account = await createAccount(parley, { name: 'Berta Boss', permissions: ['Administrator'] });
    const tab = await browser.openTab({ theme, language, width, height: 740 });
    const { page } = tab;
    await openSignedIn(page, parley.base, account, '/administration');
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
