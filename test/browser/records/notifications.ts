import type { Page } from 'playwright-core';
import { expectAccessible } from '../../support/browser/axe';
import { createAccount, openSignedIn } from '../../support/browser/console-pages';
import { expectNoSidewaysScroll } from '../../support/browser/layout';
import { parley, stage } from '../../support/browser/shared-stage';
import { type ChatInWork, chatInWork, createAction, runAction } from '../../support/chat-actions';
import { eventually } from '../../support/eventually';

let chat: ChatInWork;
let callAdministrators: () => Promise<void>;

beforeAll(async () => {
  chat = await chatInWork(parley, 'Help', 'Vera');
  const action = await createAction(parley, { queueId: chat.queue.id, process: 'NotifySystemAdministrators' });
  callAdministrators = async () => {
    await runAction(chat.operator, chat.chatId, action.id);
  };
});

/** An administrator who was told of this before, the newest first. */
async function toldBefore({ read, unread }: { read: number; unread: number }) {
  const account = await createAccount(parley, { name: 'Nora Lead', permissions: ['Administrator'] });
  const of = (index: number) => ({
    ...{ _id: `${account.login}-${index}`, userId: account.user.userId, text: `Earlier ${index}.`, link: null },
    ...{ chatId: chat.chatId, createdAt: new Date(Date.now() - index * 3_600_000) },
    readAt: index <= unread ? null : new Date(),
  });
  await parley.storage.notifications.model.insertMany(
    Array.from({ length: read + unread }, (_, index) => of(index + 1)),
  );
  return account;
}

const bell = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const listed = (page: Page) => page.getByRole('list', { name: 'Notifications' }).getByRole('listitem');

test('what a process tells is counted as it comes, and stands in a list with all that was told before', async () => {
  const nora = await toldBefore({ read: 33, unread: 2 });
  const tab = await stage.openAt(nora, '/inbox');
  const { page } = tab;
  await bell(page, '2 unread notifications').waitFor();
  await callAdministrators();
  await bell(page, '3 unread notifications').waitFor();
  await page.getByRole('region', { name: 'Messages of the console' }).getByRole('button', { name: 'Close' }).click();

  await bell(page, '3 unread notifications').focus();
  await page.keyboard.press('Enter');
  await listed(page)
    .first()
    .getByText(/^Unread: Chat \d+/)
    .waitFor();
  await expectAccessible(page);
  const texts = async () =>
    (await listed(page).allTextContents()).map((text) => /Earlier \d+(?=\.)|Chat \d+/.exec(text)?.[0]);
  expect((await texts()).slice(1)).toEqual(Array.from({ length: 29 }, (_, index) => `Earlier ${index + 1}`));
  await page.getByRole('button', { name: 'Load more' }).click();
  await eventually('all are listed', async () => (await texts()).length === 36);

  await page.getByRole('group', { name: 'Notifications' }).getByRole('button', { name: 'Mark as read' }).nth(1).click();
  await eventually('its link has the focus', () =>
    page.evaluate(() => document.activeElement?.textContent?.startsWith('Earlier 1') ?? false),
  );
  await page.keyboard.press('Escape');
  await bell(page, '2 unread notifications').waitFor();
  await eventually('the service knows', async () => {
    const { items } = await nora.user.ok<{ items: unknown[] }>('GET', '/api/notifications?unread=true');
    return items.length === 2;
  });

  await bell(page, '2 unread notifications').click();
  await listed(page).first().getByRole('link').click();
  await page.waitForURL(`**/console/chats/${chat.chatId}`);
  await listed(page).first().waitFor({ state: 'detached' });
  await bell(page, '1 unread notification').click();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await bell(page, 'Notifications').waitFor();
  await eventually('none is marked', async () => !(await listed(page).allTextContents()).join().includes('Unread'));
  await tab.close();
});

test('one that comes while the list is open stands first in it, and what is read at another desk is not counted here', async () => {
  const nora = await toldBefore({ read: 0, unread: 1 });
  const tab = await stage.openAt(nora, '/inbox');
  const { page } = tab;
  await bell(page, '1 unread notification').click();
  await listed(page).filter({ hasText: 'Earlier 1' }).waitFor();
  await callAdministrators();
  await eventually('it is listed', async () => (await listed(page).count()) === 2);
  expect(await listed(page).first().textContent()).toMatch(/^Unread: Chat \d+/);
  await page.keyboard.press('Escape');
  await nora.user.ok('POST', '/api/notifications/read');
  await bell(page, '2 unread notifications').waitFor();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await bell(page, 'Notifications').click();
  await listed(page).first().waitFor();
  await eventually('none is marked', async () => !(await listed(page).allTextContents()).join().includes('Unread'));
  await tab.close();
});

test('a list that cannot be had says so, and is asked for again', async () => {
  const nora = await toldBefore({ read: 1, unread: 0 });
  const tab = await stage.browser.openTab();
  tab.expectRefusals(503);
  const { page } = tab;
  await openSignedIn(page, parley.base, nora, '/inbox');
  const asked = /\/api\/notifications\?limit/;
  const body = JSON.stringify({ status: 503, code: 'store_unavailable', detail: 'Away.' });
  await page.route(asked, (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body }));
  await bell(page, 'Notifications').click();
  await page.getByText('Away.').waitFor();
  await page.unroute(asked);
  await page.getByRole('group', { name: 'Notifications' }).getByRole('button', { name: 'Try again' }).click();
  await listed(page).filter({ hasText: 'Earlier 1' }).waitFor();
  await tab.close();
});

describe.each([
  { theme: 'light', language: 'ru', name: '2 непрочитанных уведомления' },
  { theme: 'dark', language: 'en', name: '2 unread notifications' },
] as const)('in $theme and $language', ({ theme, language, name }) => {
  test.each([1280, 360])('the bell and its list are accessible and fit into %i pixels', async (width) => {
    const nora = await toldBefore({ read: 3, unread: 2 });
    const tab = await stage.openAt(nora, '/supervision', { theme, language, width, height: 740 });
    const { page } = tab;
    await bell(page, name).click();
    await page.getByText('Earlier 5').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await tab.close();
  });
});
