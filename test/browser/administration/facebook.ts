import { expectAccessible } from '../../support/browser/axe';
import { expectWrong, fieldOf, fillIn } from '../../support/browser/forms';
import { office } from '../../support/browser/shared-office';
import { facebookChannel } from '../../support/facebook/scene';

test('pages are connected by the login at Facebook, and get their queue', async () => {
  const { parley, queue } = office;
  const shown = parley.facebook.createPage({ name: 'Northwind Traders' });
  parley.facebook.createPage({ name: 'Somebody else’s', tasks: ['ANALYZE'] });
  const tab = await office.administratorAt('/channels/new/facebook');
  tab.expectRefusals(400);
  const { page } = tab;
  await page.getByRole('button', { name: 'Log in at Facebook' }).click();
  await page.waitForURL('**/console/administration/channels?session=*');
  await page
    .getByRole('checkbox', { name: /Somebody else’s/ })
    .and(page.locator(':disabled'))
    .waitFor();
  await page.getByRole('button', { name: 'Connect pages' }).click();
  await expectWrong(fieldOf(page, 'Which pages?'), /choose at least one page/);
  await page.getByRole('checkbox', { name: 'Northwind Traders' }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Connect pages' }).click();
  await fillIn(page, { Queue: 'Support', Language: 'German' });
  await page.getByRole('button', { name: 'Activate' }).click();
  await expectWrong(fieldOf(page, 'Language'), /language tag/);
  await fillIn(page, { Language: 'de' });
  await page.getByRole('button', { name: 'Activate' }).click();
  await page.getByRole('link', { name: 'Northwind Traders' }).waitFor();
  const { items } = await parley.admin.ok<{ items: Array<{ source: string }> }>('GET', '/api/channels?limit=200');
  const channel = items.find(({ source }) => source === shown.id);
  expect(channel).toMatchObject({ active: true, queueId: queue.id, language: 'de' });
  await tab.close();
});

test('a page that is a channel already is told to be one, and gets the new login', async () => {
  const { parley, queue } = office;
  const { channelId } = await facebookChannel(parley, { queueId: queue.id, name: 'Known page' });
  const tab = await office.administratorAt(`/channels/${channelId}`);
  const { page } = tab;
  await page.getByRole('button', { name: 'Log in again' }).click();
  await page.waitForURL('**/console/administration/channels?session=*');
  await page.getByRole('checkbox', { name: /Known page.*is a channel already/ }).check();
  await page.getByRole('button', { name: 'Connect pages' }).click();
  await page.getByText('All of them are active already.').waitFor();
  await tab.close();
});

test('what came of a login at Facebook that failed, or was too long ago, is told with a way on', async () => {
  const tab = await office.administratorAt('/channels?error=The%20login%20was%20cancelled.');
  tab.expectRefusals(400, 404, 410);
  const { page } = tab;
  await page.getByRole('alert').getByText('The login was cancelled.').waitFor();
  await page.getByRole('button', { name: 'Log in again' }).waitFor();
  await office.go(tab, '/channels?session=long-gone');
  await page.getByRole('alert').waitFor();
  await page.getByRole('button', { name: 'Log in again' }).waitFor();
  await tab.close();
});
