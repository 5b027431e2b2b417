import { expectAccessible } from '../../support/browser/axe';
import type { PageOptions } from '../../support/browser/browser';
import { type Credentials, createAccount } from '../../support/browser/console-pages';
import { expectNoSidewaysScroll } from '../../support/browser/layout';
import { parley, stage } from '../../support/browser/shared-stage';
import { createQueue, createTeam, createWebchatChannel, Visitor } from '../../support/builders';
import { eventually } from '../../support/eventually';
import { only } from '../../support/routing-scenes';

let administrator: Credentials;

beforeAll(async () => {
  administrator = await createAccount(parley, { name: 'Nora Lead', permissions: ['Administrator'] });
});

const supervise = (options: PageOptions = {}, as = administrator) => stage.openAt(as, '/supervision', options);

test('queues are followed without a reload, those in need first; an administrator makes an operator take chats', async () => {
  const quiet = await createTeam(parley, { size: 1, name: 'A quiet queue' });
  const busy = await createTeam(parley, { size: 1, active: false, name: 'Busy queue' });
  const channel = await createWebchatChannel(parley, busy.queue.id);
  const tab = await supervise();
  const { page } = tab;
  const queue = page.getByRole('region', { name: 'Busy queue' });
  await queue.getByText('Nobody waits').waitFor();
  await (await Visitor.arrive(parley, channel.id, 'Walt Waits')).write('Hello?');
  await queue.getByRole('link', { name: '1 waiting chat in Busy queue' }).waitFor();
  await queue.getByText('Chats wait, and no operator is active.').waitFor();
  await eventually('it stands first', async () => {
    const names = await page.getByRole('heading', { level: 2 }).allTextContents();
    return names.indexOf('Busy queue') < names.indexOf('A quiet queue');
  });
  const age = queue.getByRole('timer').first();
  const before = await age.textContent();
  await eventually('its age runs', async () => (await age.textContent()) !== before);
  await expectAccessible(page);

  await queue.getByRole('switch', { name: 'Operator 0 takes chats' }).check();
  await queue.getByText('Set by an administrator').waitFor();
  const operator = only(busy.operators);
  expect(await operator.status()).toMatchObject({ status: 'active', reason: 'administrator' });
  await queue.getByRole('link', { name: 'Chats of Operator 0: 1 of 5 chats' }).waitFor();
  await queue.getByText('Nobody waits').waitFor();

  const { id } = await eventually('it is offered', async () => (await operator.mine()).offered[0]);
  await operator.accept(id);
  await eventually('it is in work', async () => /In work\s*1/.test((await queue.textContent()) ?? ''));
  await queue.getByRole('link', { name: 'Chats of Operator 0: 1 of 5 chats' }).click();
  await page
    .getByRole('list', { name: 'Chats', exact: true })
    .getByRole('link', { name: /Walt Waits/ })
    .waitFor();
  expect(new URL(page.url()).searchParams.get('operatorId')).toBe(operator.userId);
  expect(only(quiet.operators).userId).not.toBe(operator.userId);
  await tab.close();
});

test('chats are given to others where they are seen: one that waits, and one in work; what is refused is told', async () => {
  const full = await createTeam(parley, { size: 1, active: false, name: 'Full queue' });
  const { user: tess } = await createAccount(parley, { name: 'Tess Target' });
  await createQueue(parley, { name: 'Free queue', operators: [{ userId: tess.userId }] });
  await tess.setStatus('active');
  const channel = await createWebchatChannel(parley, full.queue.id);
  await (await Visitor.arrive(parley, channel.id, 'Wanda Waits')).write('Hello?');
  const tab = await supervise();
  const { page } = tab;
  const queue = page.getByRole('region', { name: 'Full queue' });
  await queue.getByRole('link', { name: '1 waiting chat in Full queue' }).waitFor();
  await queue.getByRole('button', { name: 'Open chats of Full queue' }).click();
  const chats = queue.getByRole('list', { name: 'Open chats of Full queue' });
  await chats.getByRole('listitem').filter({ hasText: 'Wanda Waits' }).getByText('Waiting').waitFor();
  await expectAccessible(page);
  await chats.getByRole('button', { name: 'Reassign… Wanda Waits' }).click();
  const dialog = page.getByRole('dialog', { name: /^Reassign chat \d+$/ });
  await dialog.getByRole('radio', { name: /^Tess Target 0 of 5 chats$/ }).check();
  await tess.setStatus('inactive');
  tab.expectRefusals(409);
  await dialog.getByRole('button', { name: 'Reassign', exact: true }).click();
  await dialog.getByRole('alert').getByText('That operator is inactive.').waitFor();
  await dialog.getByRole('tab', { name: 'To a queue' }).click();
  await dialog.getByRole('radio', { name: 'Free queue' }).check();
  await dialog.getByRole('button', { name: 'Reassign', exact: true }).click();
  await page.getByText(/^Chat \d+ was transferred: Free queue$/).waitFor();
  await queue.getByText('None at the moment.').waitFor();

  await tess.setStatus('active');
  const { id } = await eventually('it is offered', async () => (await tess.mine()).offered[0]);
  await tess.accept(id);
  const other = page.getByRole('region', { name: 'Free queue' });
  await other.getByRole('link', { name: 'Chats of Tess Target: 1 of 5 chats' }).waitFor();
  await other.getByRole('button', { name: 'Chats in work with Tess Target' }).click();
  await other.getByRole('button', { name: 'Reassign… Wanda Waits' }).click();
  await dialog.getByRole('tab', { name: 'To a queue' }).click();
  await dialog.getByRole('radio', { name: 'Full queue' }).check();
  await dialog.getByRole('button', { name: 'Reassign', exact: true }).click();
  await chats.getByRole('link', { name: 'Wanda Waits' }).waitFor();
  await eventually('it is the operator’s no more', async () => (await tess.mine()).active.length === 0);
  await tab.close();
});

test('who manages chats without being an administrator watches, and changes nobody’s status', async () => {
  await createTeam(parley, { size: 1, name: 'Watched queue' });
  const manager = await createAccount(parley, { name: 'Mona Manager', permissions: ['CanManageChats'] });
  const tab = await supervise({}, manager);
  const queue = tab.page.getByRole('region', { name: 'Watched queue' });
  await queue.getByText('Operator 0', { exact: true }).waitFor();
  expect(await queue.getByRole('switch').count()).toBe(0);
  expect(await queue.getByRole('button').count()).toBe(0);
  await tab.close();
});

test('an answer that does not come is told, and what was shown stays until it comes', async () => {
  await createTeam(parley, { size: 1, name: 'Kept queue' });
  const tab = await supervise();
  tab.expectRefusals(503);
  const { page } = tab;
  await page.getByRole('region', { name: 'Kept queue' }).waitFor();
  const queues = '**/api/supervision/queues*';
  await page.route(queues, (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({ status: 503, code: 'store_unavailable', detail: 'Away.' }),
    }),
  );
  await page.getByText('This may be out of date').waitFor();
  await page.getByRole('region', { name: 'Kept queue' }).waitFor();
  await expectAccessible(page);
  await page.unroute(queues);
  await page.getByText('This may be out of date').waitFor({ state: 'detached' });
  await tab.close();
});

describe.each([
  { theme: 'light', language: 'ru' },
  { theme: 'dark', language: 'en' },
] as const)('in $theme and $language', ({ theme, language }) => {
  test.each([1280, 360])('supervision is accessible and fits into %i pixels', async (width) => {
    await createTeam(parley, { size: 2, name: `Очередь-с-очень-длинным-названием-без-пробелов ${theme} ${width}` });
    const tab = await supervise({ theme, language, width, height: 740 });
    const { page } = tab;
    await page.getByRole('region', { name: new RegExp(`^Очередь.* ${theme} ${width}`) }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await tab.close();
  });
});
