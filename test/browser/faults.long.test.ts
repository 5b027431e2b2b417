import type { ConsoleFile } from '../../api/console/files';
import { expectAccessible } from '../support/browser/axe';
import type { Tab } from '../support/browser/browser';
import { createAccount, openSignedIn, statusSwitch } from '../support/browser/console-pages';
import { inConversation, visitorInWork } from '../support/browser/conversation-scene';
import { type Stage, startStage } from '../support/browser/stage';
import { createQueue } from '../support/builders';
import type { Parley } from '../support/parley';

let mockIsUpdated = false;

/** The same console as a newer build has it: every hashed file under another name, and named so by the others. */
function mockNewerBuild(files: ReadonlyMap<string, ConsoleFile> | null): ReadonlyMap<string, ConsoleFile> | null {
  if (files === null || !mockIsUpdated) return files;
  const newer = (text: string) => text.replaceAll(/(-[\w-]{8})\.(js|css)\b/g, '$1-newer.$2');
  const rebuilt = ([name, file]: [string, ConsoleFile]): [string, ConsoleFile] => [
    newer(name),
    {
      ...file,
      content: Buffer.from(newer(file.content.toString())),
      brotli: null,
      gzip: null,
      etag: `"${name}-newer"`,
    },
  ];
  return new Map([...files].map(rebuilt));
}

jest.mock('../../api/console/files', () => ({
  readConsoleFiles: () =>
    mockNewerBuild(
      jest.requireActual<typeof import('../../api/console/files')>('../../api/console/files').readConsoleFiles(),
    ),
}));

let stage: Stage;
let parley: Parley;

beforeAll(async () => {
  stage = await startStage();
  ({ parley } = stage);
});
afterAll(() => stage.close());
beforeEach(() => {
  mockIsUpdated = false;
});

/** The service ends, and begins again where it was, with the build of then. */
async function restart(): Promise<void> {
  await parley.endApi(parley.base);
  await parley.startApi(Number(new URL(parley.base).port));
}

async function administrator(path: string): Promise<Tab> {
  const account = await createAccount(parley, { name: 'Berta Boss', permissions: ['Administrator'] });
  const tab = await stage.openAt(account, path);
  await statusSwitch(tab.page).waitFor();
  return tab;
}

test('a part that fails says so and can be tried again, and the rest of the console works', async () => {
  const queue = await createQueue(parley, { name: 'Sales' });
  const tab = await administrator('/administration/queues/new');
  tab.expectFault(/Cannot read properties of null/);
  const { page } = tab;
  const isBroken = { ...queue, operators: null };
  await page.route('**/api/queues', (route) => route.fulfill({ json: { items: [isBroken], nextCursor: null } }));
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('alert').getByText('This part of the console failed').waitFor();
  await page.getByRole('button', { name: 'Reload the page' }).waitFor();
  await expectAccessible(page);

  await page.goBack();
  await page.getByRole('heading', { name: 'New queue' }).waitFor();
  await page.getByRole('link', { name: 'Roles' }).click();
  await page.getByRole('heading', { name: 'Roles', level: 2 }).waitFor();
  await page.getByRole('link', { name: 'Queues' }).click();
  await page.getByText('This part of the console failed').waitFor();
  await page.getByRole('link', { name: 'Cases' }).click();
  await page.getByRole('heading', { name: 'Cases' }).first().waitFor({ state: 'attached' });
  await page.goBack();
  await page.getByText('This part of the console failed').waitFor();
  await page.unroute('**/api/queues');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('link', { name: 'Sales' }).waitFor();
  await tab.close();
});

test('a conversation that fails leaves the list of chats, and is there after a reload', async () => {
  const { account, chatId } = await visitorInWork(parley, 'Hello there');
  const tab = await stage.browser.openTab();
  tab.expectFault(/Cannot read properties of null/);
  const { page } = tab;
  await page.route(`**/api/chats/${chatId}/messages*`, async (route) => {
    const answer = await route.fetch();
    const { items } = (await answer.json()) as { items: object[] };
    await route.fulfill({ json: { items: items.map((item) => ({ ...item, text: null })), nextCursor: null } });
  });
  await openSignedIn(page, parley.base, account, `/inbox/${chatId}`);
  await page.getByRole('alert').getByText('This part of the console failed').waitFor();
  await page.getByRole('region', { name: 'Chats' }).getByText('Vera Visitor').first().waitFor();
  await page.unroute(`**/api/chats/${chatId}/messages*`);
  await page.getByRole('button', { name: 'Reload the page' }).click();
  await inConversation.message(page, 'Hello there').waitFor();
  await tab.close();
});

test('a page of an older build says that Parley was updated, and reloads to the new one with what was typed', async () => {
  const { account, chatId } = await visitorInWork(parley, 'Hello');
  const tab = await stage.browser.openTab();
  tab.expectRefusals(404);
  tab.expectFault(/Refused to apply style/);
  tab.expectOutage();
  const { page } = tab;
  await openSignedIn(page, parley.base, account, `/inbox/${chatId}`);
  await inConversation.message(page, 'Hello').waitFor();
  await inConversation.field(page).fill('A long answer, not sent yet');
  mockIsUpdated = true;
  await restart();

  const isUpdated = page.getByText('Parley has been updated');
  await page.getByRole('link', { name: 'Cases' }).click();
  await isUpdated.waitFor();
  await page.getByRole('link', { name: 'Inbox' }).click();
  await page
    .getByRole('link', { name: /Vera Visitor/ })
    .first()
    .click();
  expect(await inConversation.field(page).inputValue()).toBe('A long answer, not sent yet');
  await page.getByRole('button', { name: 'Emoji' }).click();
  await isUpdated.waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Cases' }).click();
  await page.getByRole('button', { name: 'Reload the page' }).click();
  await page.getByText('Choose').first().waitFor();
  expect(await page.locator('script[src]').first().getAttribute('src')).toMatch(/-newer\.js$/);
  await page.getByRole('link', { name: 'Inbox' }).click();
  await page
    .getByRole('link', { name: /Vera Visitor/ })
    .first()
    .click();
  expect(await inConversation.field(page).inputValue()).toBe('A long answer, not sent yet');
  await tab.close();
});

test('a part that cannot be loaded without a network is there once the network is', async () => {
  const tab = await administrator('/inbox');
  tab.expectOutage();
  const { page } = tab;
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Cases' }).click();
  await page.getByText('Parley cannot be reached.').waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('navigation', { name: 'Kind' }).getByRole('link', { name: 'Orders' }).waitFor();
  await tab.close();
});
