import { expectAccessible } from '../support/browser/axe';
import { createAccount, fillSignIn, signIn, statusSwitch } from '../support/browser/console-pages';
import { expectNoSidewaysScroll } from '../support/browser/layout';
import { type Stage, startStage } from '../support/browser/stage';
import { createQueue } from '../support/builders';
import { eventually } from '../support/eventually';
import type { Parley } from '../support/parley';

let stage: Stage;
let parley: Parley;

beforeAll(async () => {
  stage = await startStage({ hasWorker: false });
  ({ parley } = stage);
});

afterAll(() => stage.close());

/** Somebody with a queue, who may or may not manage chats. */
async function operatorOf(permissions: string[] = []) {
  const account = await createAccount(parley, { name: 'Olga Operator', permissions });
  await createQueue(parley, { operators: [{ userId: account.user.userId }] });
  return account;
}

const account = (name: RegExp) => ({ name });

test('a wrong password is told in a sentence, a right one leads to the inbox', async () => {
  const { login, password } = await operatorOf();
  const tab = await stage.browser.openTab();
  tab.expectRefusals(401, 400);
  const { page } = tab;
  await signIn(page, parley.base, { login, password: 'not-it' });
  await page.getByRole('alert').getByText('The login or the password is wrong.').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Inbox' }).waitFor();
  await page.waitForURL('**/console/inbox');
  await eventually('the tab is named', async () => (await page.title()) === 'Inbox · Parley');
  await tab.close();
});

test('what is missing is told at its field, which has the focus then', async () => {
  const tab = await stage.browser.openTab();
  tab.expectRefusals(400);
  const { page } = tab;
  await page.goto(`${parley.base}/console`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const login = page.getByLabel('Login');
  await eventually('the field is marked', async () => (await login.getAttribute('aria-invalid')) === 'true');
  const described = (await login.getAttribute('aria-describedby')) ?? '';
  expect(await page.locator(`[id="${described}"]`).textContent()).toMatch(/empty/);
  await eventually('the field has the focus', () => login.evaluate((field) => field === document.activeElement));
  await tab.close();
});

test('the areas are those that the permissions open', async () => {
  const seen: Record<string, string[]> = {};
  for (const permissions of [[], ['CanManageChats']]) {
    const tab = await stage.browser.openTab();
    await signIn(tab.page, parley.base, await operatorOf(permissions));
    const links = tab.page.getByRole('navigation').getByRole('link');
    await links.first().waitFor();
    seen[permissions.join()] = await links.allTextContents();
    await tab.close();
  }
  expect(seen).toEqual({
    '': ['Inbox', 'Chats', 'Contacts', 'Cases'],
    CanManageChats: ['Inbox', 'Chats', 'Contacts', 'Cases', 'Supervision', 'Administration'],
  });
});

test('the status is switched by hand and by key, and follows what the server makes of it, with the reason', async () => {
  const operator = await operatorOf();
  const tab = await stage.browser.openTab();
  const { page } = tab;
  await signIn(page, parley.base, operator);
  const status = statusSwitch(page);
  await status.and(page.getByRole('switch', { name: 'Status: Inactive' })).waitFor();
  await page.getByText('0 of 5 chats').waitFor({ state: 'attached' });

  await status.click();
  await page.getByRole('switch', { name: 'Status: Active', checked: true }).waitFor();
  expect(await operator.user.status()).toMatchObject({ status: 'active', reason: 'self' });

  await parley.admin.ok('PUT', `/api/operators/${operator.user.userId}/status`, { status: 'inactive' });
  await page.getByRole('switch', { name: 'Status: Inactive', checked: false }).waitFor();
  await page.getByText('An administrator has set you inactive.').waitFor();
  await page.getByRole('button', { name: 'Take chats' }).click();
  await page.getByText('An administrator has set you inactive.').waitFor({ state: 'detached' });

  await page.keyboard.press('Alt+a');
  await page.getByRole('switch', { name: 'Status: Inactive' }).waitFor();
  expect(await operator.user.status()).toMatchObject({ status: 'inactive', reason: 'self' });
  await tab.close();
});

test('signing out ends the session at the server too', async () => {
  const tab = await stage.browser.openTab();
  const { page } = tab;
  const operator = await operatorOf();
  const [request] = await Promise.all([
    page.waitForRequest('**/api/operator/status'),
    signIn(page, parley.base, operator),
  ]);
  await page.getByRole('link', { name: 'Inbox' }).waitFor();
  const authorization = (await request.allHeaders()).authorization ?? '';
  await page.getByRole('button', account(/^Account: Olga/)).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
  await eventually('the session is over', async () => {
    const reply = await parley.anonymous.call('GET', '/api/users/me', undefined, { Authorization: authorization });
    return reply.status === 401;
  });
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
  await tab.close();
});

test('a session that has ended leads to the sign-in with a sentence, and from there back to the same place', async () => {
  const operator = await operatorOf();
  const tab = await stage.browser.openTab();
  tab.expectRefusals(401);
  const { page } = tab;
  await signIn(page, parley.base, operator, { path: '/chats' });
  await page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor({ state: 'detached' });
  await statusSwitch(page).waitFor();
  const token = await page.evaluate(() => localStorage.getItem('parley.token'));
  await parley.anonymous.ok('POST', '/api/logout', undefined, { Authorization: `Bearer ${token}` });

  await statusSwitch(page).click();
  await page.getByText('Your session has ended.').waitFor();
  await fillSignIn(page, operator);
  await page.getByRole('link', { name: 'Chats', exact: true }).and(page.locator('[aria-current="page"]')).waitFor();
  expect(new URL(page.url()).pathname).toBe('/console/chats');
  await tab.close();
});

test('a reload keeps the session, and a sign-out in one window is one in all', async () => {
  const tab = await stage.browser.openTab();
  const { page } = tab;
  await signIn(page, parley.base, await operatorOf());
  await statusSwitch(page).waitFor();
  await page.reload();
  await statusSwitch(page).waitFor();
  const other = await page.context().newPage();
  await other.goto(`${parley.base}/console/chats`);
  await other.getByRole('button', account(/^Account:/)).click();
  await other.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
  await tab.close();
});

test('the keys are listed by one of them, and lead to the areas', async () => {
  const tab = await stage.browser.openTab();
  const { page } = tab;
  await signIn(page, parley.base, await operatorOf());
  await statusSwitch(page).waitFor();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await dialog.getByText('Go to: Chats').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  // One right after the other: what comes later is no sequence.
  await Promise.all([page.keyboard.press('g'), page.keyboard.press('c')]);
  await page.waitForURL('**/console/chats');
  await page.goBack();
  await page.waitForURL('**/console/inbox');
  await tab.close();
});

test('the language is the browser’s, can be changed, and stays', async () => {
  const tab = await stage.browser.openTab({ language: 'ru' });
  tab.expectRefusals(401);
  const { page } = tab;
  const operator = await operatorOf();
  await signIn(page, parley.base, { ...operator, password: 'not-it' }, { language: 'ru' });
  await page.getByText('Неверный логин или пароль.').waitFor();
  await fillSignIn(page, operator, 'ru');
  await page.getByRole('link', { name: 'Входящие' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('ru');
  await page.getByText('0 из 5 чатов').waitFor({ state: 'attached' });
  await page.getByRole('button', account(/^Учётная запись/)).click();
  await page.getByRole('menuitemradio', { name: 'English' }).click();
  await page.getByRole('link', { name: 'Inbox' }).waitFor();
  await page.reload();
  await page.getByRole('link', { name: 'Inbox' }).waitFor();
  await tab.close();
});

test('a lost connection is told as long as it lasts, and what happened meanwhile is there afterwards', async () => {
  const operator = await operatorOf();
  const tab = await stage.browser.openTab();
  tab.expectOutage();
  const { page } = tab;
  await signIn(page, parley.base, operator);
  await page.getByRole('switch', { name: 'Status: Inactive' }).waitFor();
  await page.context().setOffline(true);
  await page.getByText('The connection is lost.').waitFor();
  await expectAccessible(page);
  await operator.user.setStatus('active');
  // Told for a few seconds only.
  await Promise.all([page.getByText('Connected again.').waitFor(), page.context().setOffline(false)]);
  await page.getByRole('switch', { name: 'Status: Active' }).waitFor();
  expect(await page.getByText('The connection is lost.').count()).toBe(0);
  await tab.close();
});

describe.each([
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'ru' },
] as const)('in $theme and $language', ({ theme, language }) => {
  test.each([1280, 360])('the sign-in and the shell are accessible and fit into %i pixels', async (width) => {
    const tab = await stage.browser.openTab({ theme, language, width, height: 740 });
    const { page } = tab;
    await page.goto(`${parley.base}/console`);
    await page.getByRole('button', { name: language === 'en' ? 'Sign in' : 'Войти' }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    const operator = await operatorOf(['CanManageChats']);
    await fillSignIn(page, operator, language);
    await statusSwitch(page).waitFor();
    await parley.admin.ok('PUT', `/api/operators/${operator.user.userId}/status`, { status: 'active' });
    await parley.admin.ok('PUT', `/api/operators/${operator.user.userId}/status`, { status: 'inactive' });
    await page.getByRole('button', { name: language === 'en' ? 'Take chats' : 'Принимать чаты' }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', account(/^(Account|Учётная запись)/)).click();
    await page.getByRole('menu').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await tab.close();
  });
});
