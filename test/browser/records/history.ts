import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expectAccessible } from '../../support/browser/axe';
import type { PageOptions } from '../../support/browser/browser';
import { type Credentials, createAccount } from '../../support/browser/console-pages';
import { expectNoSidewaysScroll } from '../../support/browser/layout';
import { parley, stage } from '../../support/browser/shared-stage';
import { createQueue, createTeam, createWebchatChannel, Visitor } from '../../support/builders';
import { createAction, runAction, untilEnded } from '../../support/chat-actions';
import { eventually } from '../../support/eventually';
import { chatsOf, only } from '../../support/routing-scenes';

let administrator: Credentials;

beforeAll(async () => {
  administrator = await createAccount(parley, { name: 'Nora Lead', permissions: ['Administrator'] });
});

/** An operator with a web page; whoever writes on it gets into his work, and is answered. */
async function desk(name: string) {
  const { queue, operators } = await createTeam(parley, { size: 1, name: `${name} queue` });
  const operator = only(operators);
  const channel = await createWebchatChannel(parley, queue.id);

  async function chat(contact: string, ...said: string[]) {
    const visitor = await Visitor.arrive(parley, channel.id, contact);
    const [first = 'Hello', ...answers] = said;
    await visitor.write(first);
    const { id, number } = await eventually('the chat is offered', async () => (await operator.mine()).offered[0]);
    await operator.accept(id);
    for (const text of answers) await operator.say(id, text);
    return { id, number, visitor };
  }

  return { queue, operator, channel, chat };
}

const open = (path: string, as: Credentials = administrator, options: PageOptions = {}) =>
  stage.openAt(as, path, options);

const listed = (page: Page) => page.getByRole('list', { name: 'Chats', exact: true }).getByRole('link');
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search in messages' });
const menuItem = async (page: Page, menu: string, item: string | RegExp) => {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

test('words are marked where they were found, stand in the address, and lead to the chat to be read', async () => {
  const { chat } = await desk('Search');
  const { id } = await chat('Wanda Words', 'Where is my <b>zucchini</b> parcel?', 'The ZUCCHINI comes today.');
  await chat('Other Person', 'Nothing of the kind');
  const tab = await open('/chats');
  const { page } = tab;
  await search(page).fill('zucchini');
  await page.waitForURL('**/console/chats?q=zucchini');
  const found = listed(page).filter({ hasText: 'Wanda Words' });
  await found.waitFor();
  await eventually('only what fits is listed', async () => (await listed(page).count()) === 1);
  expect(await found.locator('mark').allTextContents()).toEqual(['ZUCCHINI', 'zucchini']);
  expect(await found.locator('b').count()).toBe(0);
  await expectAccessible(page);

  await found.click();
  await page.waitForURL(new RegExp(`/console/chats/${id}\\?q=zucchini&message=`));
  await page.getByText('Where is my <b>zucchini</b> parcel?').last().waitFor();
  await page.getByRole('heading', { name: 'Wanda Words' }).waitFor();
  expect(await page.getByRole('textbox').count()).toBe(0);
  await page.goBack();
  await page.getByText('Choose a chat from the list.').waitFor();
  expect(await search(page).inputValue()).toBe('zucchini');
  await page.goBack();
  await eventually('the search is undone', async () => (await search(page).inputValue()) === '');
  await listed(page).filter({ hasText: 'Other Person' }).waitFor();
  await tab.close();
});

test('filters hold at once, can be shared as an address, and are taken away one by one', async () => {
  const first = await desk('First');
  const second = await desk('Second');
  const open1 = await first.chat('Felix First');
  await first.operator.close(open1.id);
  await first.chat('Fiona First');
  await second.chat('Sam Second');
  const tab = await open('/chats');
  const { page } = tab;
  await page.getByRole('button', { name: 'Filters', exact: true }).click();
  await page.getByLabel('Queue').selectOption('First queue');
  await page.getByLabel('Status', { exact: true }).last().selectOption('Completed');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await eventually('one chat is left', async () => (await listed(page).count()) === 1);
  await listed(page).filter({ hasText: 'Felix First' }).waitFor();

  const address = page.url();
  expect(Object.fromEntries(new URL(address).searchParams)).toEqual({ status: 'completed', queueId: first.queue.id });
  const other = await open(address.slice(address.indexOf('/chats')));
  await listed(other.page).filter({ hasText: 'Felix First' }).waitFor();
  await other.page.getByRole('button', { name: 'Remove: Completed' }).click();
  await listed(other.page).filter({ hasText: 'Fiona First' }).waitFor();
  await other.page.getByRole('button', { name: 'Remove: First queue' }).click();
  await listed(other.page).filter({ hasText: 'Sam Second' }).waitFor();
  expect(new URL(other.page.url()).search).toBe('');
  await other.close();
  await tab.close();
});

test('a contact is found for the filter by keys, and named again by whoever opens the address', async () => {
  const first = await desk('Contact');
  await first.chat('Zoe Zimmer');
  await first.chat('Zora Zander');
  const tab = await open('/chats');
  const { page } = tab;
  await listed(page).filter({ hasText: 'Zora Zander' }).waitFor();
  await page.getByRole('button', { name: 'Filters', exact: true }).click();
  const field = page.getByRole('combobox', { name: 'Contact' });
  await field.fill('Nobody of that name');
  await page.getByText('Nobody fits.').waitFor();
  await field.fill('Zo');
  await page.getByRole('option', { name: 'Zoe Zimmer' }).waitFor();
  await page.getByRole('option', { name: 'Zora Zander' }).waitFor();
  await field.press('ArrowDown');
  await page.getByRole('option', { name: /^Zora Zander/, selected: true }).waitFor();
  await field.press('ArrowDown');
  await page.getByRole('option', { name: /^Zoe Zimmer/, selected: true }).waitFor();
  await expectAccessible(page);
  await field.press('Enter');
  await eventually('one chat is left', async () => (await listed(page).count()) === 1);
  await listed(page).filter({ hasText: 'Zoe Zimmer' }).waitFor();
  await eventually('the focus has gone along', () =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label')?.endsWith('Zoe Zimmer') ?? false),
  );
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Remove: Zoe Zimmer' }).waitFor();

  const address = `${page.url()}&status=completed`;
  const other = await open(address.slice(address.indexOf('/chats')));
  await other.page.getByText('No chat fits.').waitFor();
  await other.page.getByRole('button', { name: 'Remove: Completed' }).click();
  await listed(other.page).filter({ hasText: 'Zoe Zimmer' }).waitFor();
  await other.page.getByRole('button', { name: 'Remove: Zoe Zimmer' }).click();
  await listed(other.page).filter({ hasText: 'Zora Zander' }).waitFor();
  await other.close();
  await tab.close();
});

test('an operator reads the chats of his queues, and is offered nothing that he may not do', async () => {
  const mine = await createAccount(parley, { name: 'Mia Mine' });
  const queue = await createQueue(parley, { operators: [{ userId: mine.user.userId }] });
  const channel = await createWebchatChannel(parley, queue.id);
  await (await Visitor.arrive(parley, channel.id, 'Cleo Client')).write('Hello');
  const { chat } = await desk('Strange');
  await chat('Stranger');
  const [own] = await eventually('the chat is there', async () => {
    const chats = await chatsOf(parley, channel.id);
    return chats.length > 0 && chats;
  });
  const tab = await open('/chats', mine);
  const { page } = tab;
  await listed(page).filter({ hasText: 'Cleo Client' }).click();
  await page.getByRole('button', { name: 'More about this chat' }).click();
  const items = page.getByRole('menuitem');
  await items.first().waitFor();
  expect(await items.allTextContents()).toEqual(['Export as a page (HTML)', 'Export as data (JSON)']);
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Routing' }).click();
  await page.getByText('No active operator had room.').waitFor();
  expect(await listed(page).filter({ hasText: 'Stranger' }).count()).toBe(0);
  expect(own?.status).toBe('waiting');
  await tab.close();
});

test('a chat is exported as a page and as data, under its number', async () => {
  const { chat } = await desk('Export');
  const { id, number } = await chat('Edda Export', 'Keep this sentence.');
  const tab = await open(`/chats/${id}`);
  const { page } = tab;
  for (const [item, name] of [
    [/HTML/, `chat-${number}.html`],
    [/JSON/, `chat-${number}.json`],
  ] as const) {
    const [download] = await Promise.all([page.waitForEvent('download'), menuItem(page, 'More about this chat', item)]);
    expect(download.suggestedFilename()).toBe(name);
    expect(await readFile(await download.path(), 'utf8')).toContain('Keep this sentence.');
  }
  await tab.close();
});

test('an administrator gives a chat to somebody else, and completes it; what others say and do is seen meanwhile', async () => {
  const { chat, operator, queue } = await desk('Reassign');
  const { id, number, visitor } = await chat('Rita Reassigned');
  const target = await createAccount(parley, { name: 'Tara Target' });
  await parley.admin.ok('PATCH', `/api/queues/${queue.id}`, {
    operators: [{ userId: operator.userId }, { userId: target.user.userId }],
  });
  await eventually('she is an operator', async () => (await target.user.setStatus('active')).status === 'active');
  const tab = await open(`/chats/${id}`);
  const { page } = tab;
  await visitor.write('Is anybody there?');
  await page.getByText('Is anybody there?').last().waitFor();

  await menuItem(page, 'More about this chat', 'Reassign…');
  const dialog = page.getByRole('dialog', { name: `Reassign chat ${number}` });
  await dialog.getByText('The chat is theirs at once.').waitFor();
  await expectAccessible(page);
  await dialog.getByRole('radio', { name: /^Tara Target 0 of 5/ }).check();
  await dialog.getByRole('button', { name: 'Reassign' }).click();
  await page.getByText(`Chat ${number} was transferred: Tara Target`).waitFor();
  expect((await parley.admin.chat(id)).operator?.name).toBe('Tara Target');
  await page.getByRole('tab', { name: 'Routing' }).click();
  await page.getByText('Transferred to Tara Target').waitFor();

  await menuItem(page, 'More about this chat', 'Complete…');
  await page.getByRole('dialog').getByRole('button', { name: 'Complete', exact: true }).click();
  await page.getByText('The chat is completed.').waitFor();
  await page.getByText('By an administrator.').waitFor();
  expect((await parley.admin.chat(id)).status).toBe('completed');
  await tab.close();
});

test('a process that was run is seen with what came of it, and leads to its case, where notes are kept with their history', async () => {
  const { chat, operator, queue } = await desk('Case');
  const { id } = await chat('Carl Case', 'The kettle leaks.');
  const action = await createAction(parley, { queueId: queue.id, process: 'CreateCaseFromChat', name: 'Open a case' });
  const { body } = await runAction(operator, id, action.id);
  await untilEnded(operator, { chatId: id, processId: body.processId });
  const tab = await open(`/chats/${id}`);
  const { page } = tab;
  await page.getByRole('tabpanel').getByText('Done').waitFor();
  await page.getByRole('tabpanel').getByRole('link', { name: 'Open', exact: true }).click();
  await page.waitForURL('**/console/cases/*');
  await page.getByLabel('Notes').fill('Sent a new kettle.');
  await page.getByRole('article').getByLabel('Status').selectOption('In progress');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Status: Open → In progress').waitFor();
  await page.getByText('Notes changed').waitFor();
  await expectAccessible(page);
  const [kept] = (
    await parley.admin.ok<{ items: Array<{ notes: string; status: string }> }>('GET', `/api/cases?chatId=${id}`)
  ).items;
  expect(kept).toMatchObject({ notes: 'Sent a new kettle.', status: 'in_progress' });
  tab.expectRefusals(400);
  await page.getByLabel('Subject').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await eventually(
    'what is wrong is told at the subject',
    async () => (await page.getByLabel('Subject').getAttribute('aria-invalid')) === 'true',
  );
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('link', { name: /^Chat #/ }).click();
  await page.waitForURL(`**/console/chats/${id}`);
  await tab.close();
});

describe.each([
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'ru' },
] as const)('in $theme and $language', ({ theme, language }) => {
  test.each([1280, 360])('the chats section is accessible and fits into %i pixels', async (width) => {
    const { chat } = await desk(`${theme} ${width}`);
    const { id } = await chat(
      'Надежда Константинопольская-Преображенская',
      'مرحبا 👋 https://example.org/a-very-long-address-without-any-break-in-it-at-all-so-that-it-is-cut',
      'Good morning!',
    );
    const tab = await open('/chats', administrator, { theme, language, width, height: 740 });
    const { page } = tab;
    await page
      .getByRole('link', { name: /Надежда/ })
      .first()
      .waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await page
      .getByRole('link', { name: /Надежда/ })
      .first()
      .click();
    await page.waitForURL(`**/console/chats/${id}`);
    await page.getByRole('heading', { name: /Надежда/ }).waitFor();
    if (width === 360) {
      await eventually('the focus has gone along', () => page.evaluate(() => document.activeElement !== document.body));
      await page.getByRole('button', { name: language === 'en' ? 'Details of the chat' : 'Подробности чата' }).click();
    }
    for (const name of language === 'en' ? ['Chat', 'Contact', 'Routing'] : ['Чат', 'Контакт', 'Распределение']) {
      await page.getByRole('tab', { name, exact: true }).click();
      await page.getByRole('tabpanel').locator('dl, article, ol').first().waitFor();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    }
    await tab.close();
  });
});
