import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { ApiClient } from '../../support/api-client';
import { expectAccessible } from '../../support/browser/axe';
import type { PageOptions } from '../../support/browser/browser';
import { type Credentials, createAccount } from '../../support/browser/console-pages';
import { expectNoSidewaysScroll } from '../../support/browser/layout';
import { parley, stage } from '../../support/browser/shared-stage';
import { createTeam, createWebchatChannel, type Named, Visitor } from '../../support/builders';
import { createAction, runAction, untilEnded } from '../../support/chat-actions';
import { eventually } from '../../support/eventually';
import { only } from '../../support/routing-scenes';

let administrator: Credentials;
let operator: ApiClient;
let queue: Named;
let channel: Named;

beforeAll(async () => {
  administrator = await createAccount(parley, { name: 'Nora Lead', permissions: ['Administrator'] });
  const team = await createTeam(parley, { size: 1 });
  queue = team.queue;
  operator = only(team.operators);
  channel = await createWebchatChannel(parley, queue.id);
});

/** Somebody has written, was answered, and the chat is over. */
async function client(name: string, text = `Hello from ${name}`) {
  const visitor = await Visitor.arrive(parley, channel.id, name);
  await visitor.write(text);
  const { id, contact } = await eventually('the chat is offered', async () => (await operator.mine()).offered[0]);
  await operator.accept(id);
  await operator.say(id, 'Good morning!');
  await operator.close(id);
  return { chatId: id, contactId: contact.id };
}

const open = (path: string, options: PageOptions = {}, as = administrator) => stage.openAt(as, path, options);

const listed = (page: Page) => page.getByRole('list', { name: 'Contacts' }).getByRole('link');
const card = (page: Page, name: string) => page.getByRole('article', { name });

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More about this contact' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('a contact is found by a part of its name, opened with its chats, and renamed; a wrong number is told at its field', async () => {
  await client('Zelda Zimmermann');
  await client('Somebody Else');
  const tab = await open('/contacts');
  tab.expectRefusals(400);
  const { page } = tab;
  await page.getByRole('searchbox', { name: 'Search contacts' }).fill('zimmerm');
  await eventually('one is listed', async () => (await listed(page).count()) === 1);
  expect(new URL(page.url()).searchParams.get('q')).toBe('zimmerm');
  await listed(page).click();
  await card(page, 'Zelda Zimmermann').getByText('Good morning!').waitFor();
  await expectAccessible(page);

  await choose(page, 'Edit contact');
  const dialog = page.getByRole('dialog', { name: 'Edit Zelda Zimmermann' });
  await dialog.getByLabel('Last name').fill('Zimmer');
  await dialog.getByLabel('Telephone').fill('not a number');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const phone = dialog.getByLabel('Telephone');
  await eventually('the field is marked', async () => (await phone.getAttribute('aria-invalid')) === 'true');
  await expectAccessible(page);
  await phone.fill('+49 30 1234567');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await card(page, 'Zelda Zimmer').getByText('+49301234567').waitFor();
  await listed(page).filter({ hasText: 'Zelda Zimmer' }).filter({ hasText: '+49301234567' }).waitFor();
  await tab.close();
});

test('two contacts become one, with the chats of both, and two again', async () => {
  const into = await client('Ida Into');
  const from = await client('Frida From');
  const tab = await open(`/contacts/${into.contactId}`);
  const { page } = tab;
  await card(page, 'Ida Into').waitFor();
  await choose(page, 'Merge…');
  const dialog = page.getByRole('dialog', { name: 'Merge another contact into Ida Into' });
  await dialog.getByRole('searchbox').fill('frida');
  await dialog.getByRole('radio', { name: /Frida From/ }).check();
  await dialog.getByText('Frida From becomes part of Ida Into').waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await page.getByText('The contacts are one now.').waitFor();
  const chats = card(page, 'Ida Into').getByRole('link', { name: /#\d+/ });
  await eventually('both chats are his', async () => (await chats.count()) === 2);
  expect((await parley.admin.chat(from.chatId)).contact.id).toBe(into.contactId);
  await eventually(
    'the other one is not listed',
    async () => (await listed(page).filter({ hasText: 'Frida' }).count()) === 0,
  );
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
  await page.getByText('The contact is one of its own again.').waitFor();
  await eventually('one chat is left', async () => (await chats.count()) === 1);
  expect((await parley.admin.chat(from.chatId)).contact.id).toBe(from.contactId);
  await tab.close();
});

test('all that is kept of a contact is exported, and erased for good only when the name is typed', async () => {
  const { contactId, chatId } = await client('Erna Erased', 'A secret of mine');
  const tab = await open(`/contacts/${contactId}`);
  const { page } = tab;
  await card(page, 'Erna Erased').waitFor();
  await choose(page, 'Export everything');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`contact-${contactId}.json`);
  expect(await readFile(await download.path(), 'utf8')).toContain('A secret of mine');

  await choose(page, 'Erase for good…');
  const dialog = page.getByRole('dialog', { name: 'Erase Erna Erased for good?' });
  const name = dialog.getByRole('textbox');
  await name.fill('Erna');
  await dialog.getByRole('button', { name: 'Erase for good' }).click();
  await dialog.getByText('This is not the name.').waitFor();
  await expectAccessible(page);
  expect((await parley.admin.call('GET', `/api/contacts/${contactId}`)).status).toBe(200);
  await name.fill('Erna Erased');
  await dialog.getByRole('button', { name: 'Erase for good' }).click();
  await page.getByText('The contact is erased.').waitFor();
  await page.waitForURL('**/console/contacts');
  expect((await parley.admin.call('GET', `/api/contacts/${contactId}`)).status).toBe(404);
  expect(JSON.stringify(await parley.admin.conversation(chatId))).not.toContain('A secret of mine');
  await eventually('she is not listed', async () => (await listed(page).filter({ hasText: 'Erna' }).count()) === 0);
  await tab.close();
});

test('whoever may not merge, export or erase is not offered it', async () => {
  const plain = await createAccount(parley, { name: 'Paul Plain' });
  await parley.admin.ok('PATCH', `/api/queues/${queue.id}`, {
    operators: [{ userId: operator.userId }, { userId: plain.user.userId }],
  });
  const { contactId } = await client('Carla Client');
  const tab = await open(`/contacts/${contactId}`, {}, plain);
  const { page } = tab;
  await card(page, 'Carla Client').waitFor();
  await page.getByRole('button', { name: 'More about this contact' }).click();
  await page.getByRole('menuitem').first().waitFor();
  expect(await page.getByRole('menuitem').allTextContents()).toEqual(['Edit contact']);
  await tab.close();
});

describe.each([
  { theme: 'light', language: 'ru' },
  { theme: 'dark', language: 'en' },
] as const)('in $theme and $language', ({ theme, language }) => {
  test.each([1280, 360])('contacts and cases are accessible and fit into %i pixels', async (width) => {
    const { contactId, chatId } = await client('Максимилиана-Александра Преображенская-Константинопольская');
    const action = await createAction(parley, { queueId: queue.id, process: 'CreateCaseFromChat' });
    const { body } = await runAction(parley.admin, chatId, action.id);
    if (body.processId) await untilEnded(parley.admin, { chatId, processId: body.processId });
    const tab = await open('/contacts', { theme, language, width, height: 740 });
    const { page } = tab;
    const row = page.getByRole('link', { name: /Максимилиана/ }).first();
    await row.waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await row.click();
    await page.getByRole('article').waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    expect(page.url()).toContain(contactId);
    await page.goto(`${parley.base}/console/cases`);
    await page.getByRole('combobox').first().waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await tab.close();
  });
});
