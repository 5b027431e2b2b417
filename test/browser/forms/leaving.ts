import { createAccount, fillSignIn, signIn } from '../../support/browser/console-pages';
import { saveButton } from '../../support/browser/forms';
import { office } from '../../support/browser/shared-office';

test('what is not saved is asked for before it is left, by a link and by the browser’s own button', async () => {
  const { parley, queue } = office;
  const tab = await office.administratorAt('/queues');
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
  const { parley, browser } = office;
  const account = await createAccount(parley, { name: 'Berta Boss', permissions: ['Administrator'] });
  const tab = await browser.openTab();
  tab.expectRefusals(401);
  const { page } = tab;
  await signIn(page, parley.base, account, { path: '/administration/quick-replies/new' });
  await page.getByLabel(/^Text/).fill('A long answer');
  await parley.admin.ok('DELETE', `/api/users/${account.user.userId}/sessions`);
  await saveButton(page).click();
  await page.getByText('Your session has ended.').waitFor();
  await fillSignIn(page, account);
  await page.getByLabel(/^Title/).fill('Answer');
  expect(await page.getByLabel(/^Text/).inputValue()).toBe('A long answer');
  await saveButton(page).click();
  await page.getByText('“Answer” is added.').waitFor();
  await tab.close();
});
