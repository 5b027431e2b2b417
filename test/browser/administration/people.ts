import { expectAccessible } from '../../support/browser/axe';
import { createAccount, openSignedIn } from '../../support/browser/console-pages';
import { expectTyped, expectWrong, fieldOf, fillIn, saveButton } from '../../support/browser/forms';
import { office } from '../../support/browser/shared-office';
import { createQueue, createRole, createUser } from '../../support/builders';
import { eventually } from '../../support/eventually';
import { adminPassword } from '../../support/parley';

/** Those of earlier tests. */
async function dismissOtherAdministrators(id: string): Promise<void> {
  const { admin } = office.parley;
  const users = await admin.ok<{ items: Array<{ id: string; permissions: string[] }> }>('GET', '/api/users?limit=200');
  for (const other of users.items)
    if (other.id !== id && other.permissions.includes('Administrator'))
      await admin.ok('PATCH', `/api/users/${other.id}`, { permissions: [] });
}

test('the last administrator with a password stays one, and that is told at the permissions', async () => {
  const { parley, browser } = office;
  const { id } = await parley.admin.ok<{ id: string }>('GET', '/api/users/me');
  await dismissOtherAdministrators(id);
  const tab = await browser.openTab();
  tab.expectRefusals(400);
  const { page } = tab;
  const credentials = { login: 'admin', password: adminPassword };
  await openSignedIn(page, parley.base, credentials, `/administration/users/${id}`);
  await page.getByRole('checkbox', { name: /^Administrator/ }).uncheck();
  await saveButton(page).click();
  await expectWrong(fieldOf(page, 'Permissions'), /must keep Administrator/);
  expect(await page.getByRole('checkbox', { name: /^Administrator/ }).isChecked()).toBe(false);
  expect(await parley.admin.ok('GET', `/api/users/${id}`)).toMatchObject({
    permissions: expect.arrayContaining(['Administrator']),
  });
  await tab.close();
});

test('a new password of a user holds, and ends his sessions; an account without one gets none', async () => {
  const { parley } = office;
  const user = await createUser(parley, { name: 'Kim' });
  const { login } = await user.ok<{ login: string }>('GET', '/api/users/me');
  const tab = await office.administratorAt(`/users/${user.userId}`);
  tab.expectRefusals(409);
  const { page } = tab;
  await fillIn(page, { 'New password': 'another-password' });
  await saveButton(page).click();
  await page.getByText('“Kim” is saved.').waitFor();
  expect((await user.call('GET', '/api/users/me')).status).toBe(401);
  expect((await parley.anonymous.login(login, 'another-password')).userId).toBe(user.userId);

  await parley.storage.users.model.updateOne({ _id: user.userId }, { $set: { passwordHash: null } });
  await office.go(tab, `/users/${user.userId}`);
  await fillIn(page, { 'New password': 'one-more-password' });
  await saveButton(page).click();
  await expectWrong(fieldOf(page, 'New password'), /identity server/);
  await tab.close();
});

test('an administrator sets a user’s status and ends his sessions', async () => {
  const { parley } = office;
  const user = await createUser(parley, { name: 'Kim' });
  await createQueue(parley, { operators: [{ userId: user.userId }] });
  const tab = await office.administratorAt(`/users/${user.userId}`);
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

test('a queue has operators by name and by role, beside what somebody else has changed of it', async () => {
  const { parley } = office;
  const user = await createUser(parley, { name: 'Mia Meier' });
  const role = await createRole(parley);
  const one = await createQueue(parley, { name: 'Returns', operators: [{ userId: user.userId }] });
  const tab = await office.administratorAt(`/queues/${one.id}`);
  const { page } = tab;
  await page.getByRole('checkbox', { name: /Mia Meier/, checked: true }).waitFor();
  await parley.admin.ok('PATCH', `/api/queues/${one.id}`, { name: 'Returns and repairs' });
  await page.getByRole('checkbox', { name: new RegExp(role.name) }).check();
  await saveButton(page).click();
  await page.getByText(/is saved\.$/).waitFor();
  expect(await parley.admin.ok('GET', `/api/queues/${one.id}`)).toMatchObject({
    name: 'Returns and repairs',
    operators: [{ userId: user.userId }, { roleId: role.id }],
  });
  await tab.close();
});

test('one’s own password is changed with the old one, and what is wrong is told at its field', async () => {
  const { parley, browser } = office;
  const account = await createAccount(parley, { name: 'Olga Operator' });
  const elsewhere = await parley.anonymous.login(account.login, account.password);
  const tab = await browser.openTab();
  tab.expectRefusals(400);
  const { page } = tab;
  await openSignedIn(page, parley.base, account);
  await page.getByRole('button', { name: 'Account: Olga Operator' }).click();
  await page.getByRole('menuitem', { name: 'Change your password' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change your password' });
  await dialog.waitFor();
  await expectAccessible(page);
  const save = dialog.getByRole('button', { name: 'Save' });
  const bad = { 'Old password': account.password, 'New password': 'short' };
  await fillIn(page, bad);
  await save.click();
  await expectWrong(fieldOf(page, 'New password'), /at least 8/);
  await expectTyped(page, bad);
  await fillIn(page, { 'Old password': 'not-it', 'New password': 'a-new-password' });
  await save.click();
  await expectWrong(fieldOf(page, 'Old password'), /is wrong/);
  expect((await elsewhere.call('GET', '/api/users/me')).status).toBe(200);
  await fillIn(page, { 'Old password': account.password });
  await save.click();
  await page.getByText('Your password is changed.').waitFor();
  await dialog.waitFor({ state: 'detached' });
  expect((await elsewhere.call('GET', '/api/users/me')).status).toBe(401);
  expect((await parley.anonymous.login(account.login, 'a-new-password')).userId).toBe(account.user.userId);
  await page.getByRole('link', { name: 'Chats' }).click();
  await page.getByRole('heading', { name: 'Chats' }).first().waitFor({ state: 'attached' });
  await tab.close();
});

describe('of 500 users', () => {
  const longAgo = new Date('2020-01-01T00:00:00Z').getTime();

  beforeAll(async () => {
    const { storage } = office.parley;
    await storage.users.model.collection.insertMany(
      Array.from({ length: 500 }, (_, index) => ({
        _id: `crowd-${index}`,
        ...{ login: `crowd-${index}`, loginKey: `crowd-${index}`, name: `Jürgen Schmidt ${index}` },
        ...{ findKey: `jurgen schmidt ${index} crowd-${index}`, passwordHash: null, holds: 0 },
        ...{ permissions: [], roleIds: [], createdAt: new Date(longAgo + index) },
      })) as never[],
    );
  });

  afterAll(() => office.parley.storage.users.model.collection.deleteMany({ login: /^crowd-/ }));

  test('a page is shown, more are loaded when they are wanted, and one is found by a part of his name or login', async () => {
    const tab = await office.administratorAt('/queues');
    const { page } = tab;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname + new URL(request.url()).search));
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    const rows = page.getByRole('table', { name: 'Users' }).locator('tbody tr');
    await eventually('the first page is there', async () => (await rows.count()) === 50);
    expect(asked.filter((path) => path.startsWith('/api/users'))).toEqual(['/api/users']);
    await page.getByRole('button', { name: 'Load more' }).click();
    await eventually('the second is there too', async () => (await rows.count()) === 100);

    const search = page.getByRole('searchbox', { name: 'Search' });
    await search.fill('JURG 499');
    await eventually('one is left', async () => (await rows.count()) === 1);
    await page.getByRole('status').getByText('1 found').waitFor({ state: 'attached' });
    await rows.getByRole('link', { name: 'Jürgen Schmidt 499' }).waitFor();
    await search.fill('crowd-49');
    await eventually('eleven fit', async () => (await rows.count()) === 11);
    await search.fill('(.*');
    await page.getByText('Nothing found for “(.*”.').waitFor();
    await search.fill('');
    await eventually('all are there again', async () => (await rows.count()) === 50);
    await page.getByRole('status').getByText('found').waitFor({ state: 'detached' });
    await expectAccessible(page);
    await tab.close();
  });

  test('one is made an operator and a member of a role, by searching', async () => {
    const { parley } = office;
    const role = await createRole(parley);
    const queue = await createQueue(parley);
    const tab = await office.administratorAt(`/queues/${queue.id}`);
    const { page } = tab;
    for (const [place, api, item] of [
      [`/queues/${queue.id}`, `/api/queues/${queue.id}`, { operators: [{ userId: 'crowd-321' }] }],
      [`/roles/${role.id}`, '/api/users/crowd-321', { roleIds: [role.id] }],
    ] as const) {
      await office.go(tab, place);
      await page.getByLabel('Search the list').fill('schmidt 321');
      await page.getByRole('checkbox', { name: /Jürgen Schmidt 321/ }).check();
      await saveButton(page).click();
      await page.getByText('is saved.').first().waitFor();
      expect(await parley.admin.ok('GET', api)).toMatchObject(item);
    }
    await tab.close();
  });
});
