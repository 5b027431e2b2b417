import type { Page } from 'playwright-core';
import { signIn } from '../../support/browser/console-pages';
import { inConversation, visitorInWork } from '../../support/browser/conversation-scene';
import { parley, stage } from '../../support/browser/shared-stage';
import { eventually } from '../../support/eventually';

/** What an operator's first load may have of compressed script. */
const mostScriptBytes = 200_000;
const { field, message } = inConversation;

/** The script that a page has loaded, by file, in bytes of its answers as they came over the network. */
async function watchScripts(page: Page): Promise<Map<string, number>> {
  const session = await page.context().newCDPSession(page);
  const urls = new Map<string, string>();
  const bytes = new Map<string, number>();
  session.on('Network.responseReceived', ({ requestId, response }) => void urls.set(requestId, response.url));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const url = urls.get(requestId) ?? '';
    if (url.endsWith('.js')) bytes.set(url, encodedDataLength);
  });
  await session.send('Network.enable');
  return bytes;
}

/** Whatever is asked of another origin; nobody answers it. */
async function closeOtherOrigins(page: Page): Promise<string[]> {
  const asked: string[] = [];
  await page.context().route(
    ({ origin }) => origin !== parley.base,
    (route) => {
      asked.push(route.request().url());
      return route.abort();
    },
  );
  return asked;
}

test('signing in and answering in a chat loads less than 200 kB of script, all of it and everything else from Parley', async () => {
  const { account, chatId, visitor } = await visitorInWork(parley, 'Hello, is anybody there?');
  const tab = await stage.browser.openTab();
  const { page, faults } = tab;
  const scripts = await watchScripts(page);
  const asked = await closeOtherOrigins(page);
  await signIn(page, parley.base, account, { path: `/inbox/${chatId}` });
  await message(page, 'Hello, is anybody there?').waitFor();
  await field(page).fill('Yes');
  await page.keyboard.press('Enter');
  await eventually('the visitor has the answer', async () => (await visitor.sees()).some(({ text }) => text === 'Yes'));
  await page.getByRole('button', { name: 'Emoji' }).click();
  await page.getByRole('searchbox', { name: 'Search emoji' }).waitFor();

  const named = await page.evaluate(() => [...document.scripts].map(({ src }) => src));
  await eventually('all of them have been counted', async () => named.every((name) => scripts.has(name)));
  const total = [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0);
  console.info(`script of the operator's view: ${scripts.size} files, ${total} bytes`);
  // Less than this would be no console: something was not counted.
  expect(total).toBeGreaterThan(20_000);
  expect(total).toBeLessThan(mostScriptBytes);
  expect([asked, faults]).toEqual([[], []]);

  // What came in all the same would not be asked for: the page's policy stands before it.
  await page.evaluate(() => new Image().setAttribute('src', 'https://elsewhere.example/picture.png'));
  await eventually('the browser tells of it', async () => faults.length > 0);
  expect(faults.splice(0)).toEqual([expect.stringMatching(/violates.*Content Security Policy.*img-src/)]);
  expect(asked).toEqual([]);
  await tab.close();
});
