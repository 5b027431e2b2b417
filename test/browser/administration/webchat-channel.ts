import type { Page } from 'playwright-core';
import { plainHost, type Tab } from '../../support/browser/browser';
import { createAccount, signIn, statusSwitch } from '../../support/browser/console-pages';
import { expectWrong, fieldOf, saveButton } from '../../support/browser/forms';
import { office } from '../../support/browser/shared-office';
import { createWebchatChannel, setSetting } from '../../support/builders';
import { eventually } from '../../support/eventually';

let channelId: string;
let address: string;

beforeAll(async () => {
  channelId = (await createWebchatChannel(office.parley, office.queue.id)).id;
  address = `/webhooks/webchat/${channelId}`;
});

async function channelPage(base: string): Promise<Tab> {
  const { parley, browser } = office;
  // Addresses are those by which the page itself was reached.
  await setSetting(parley, 'SiteUrl', '');
  const tab = await browser.openTab();
  // A header that browsers heed on secure pages alone.
  if (base.includes(plainHost)) tab.expectFault(/Cross-Origin-Opener-Policy header has been ignored/);
  const account = await createAccount(parley, { name: 'Berta Boss', permissions: ['CanManageChats'] });
  await signIn(tab.page, base, account, { path: `/administration/channels/${channelId}` });
  await statusSwitch(tab.page).waitFor();
  return tab;
}

const picker = (page: Page) => page.getByLabel('Pick a colour');

/** What a person would get who pastes. */
async function pasted(page: Page): Promise<string> {
  const field = fieldOf(page, 'Greeting');
  await field.fill('');
  await field.press('Control+V');
  return field.inputValue();
}

test('a colour is picked or typed, one shows the other, and the chat has it', async () => {
  const tab = await channelPage(office.parley.base);
  tab.expectRefusals(400);
  const { page } = tab;
  const typed = fieldOf(page, 'Colour');
  expect(await picker(page).inputValue()).toBe('#0b6b58');
  await picker(page).fill('#aa3300');
  expect(await typed.inputValue()).toBe('#aa3300');
  await typed.fill('#00aa');
  expect(await picker(page).inputValue()).toBe('#0b6b58');
  await saveButton(page).click();
  await expectWrong(typed, /#0b6b58/);
  expect(await typed.inputValue()).toBe('#00aa');
  await typed.fill('#0033AA');
  expect(await picker(page).inputValue()).toBe('#0033aa');
  await saveButton(page).click();
  await page.getByText(/is saved\.$/).waitFor();
  await eventually('the colour stands as it is kept', async () => (await typed.inputValue()) === '#0033aa');
  const { body } = await office.parley.anonymous.call<string>('GET', address);
  expect(body).toContain('#0033aa');
  await typed.fill('');
  await saveButton(page).click();
  await eventually(
    'the colour is gone',
    async () => !(await office.parley.anonymous.call<string>('GET', address)).body.includes('#0033aa'),
  );
  await tab.close();
});

describe.each([
  { kind: 'with a clipboard of its own', isSecure: true },
  { kind: 'without TLS, that has none', isSecure: false },
])('a page $kind', ({ isSecure }) => {
  const base = () => (isSecure ? office.parley.base : office.parley.base.replace('127.0.0.1', plainHost));

  test('copies the address of a chat and the line for a site', async () => {
    const tab = await channelPage(base());
    const { page } = tab;
    expect(await page.evaluate(() => [isSecureContext, 'clipboard' in navigator])).toEqual([isSecure, isSecure]);
    if (isSecure) await page.context().grantPermissions(['clipboard-write']);
    for (const [label, text] of [
      ['Address of the chat', base() + address],
      ['For your pages', `<script src="${base()}${address}/embed.js" async></script>`],
    ]) {
      await page.getByRole('button', { name: `Copy: ${label}` }).click();
      await page.getByText('Copied.').first().waitFor();
      // That the one before was copied may still be said.
      await eventually(`${label} is pasted`, async () => (await pasted(page)) === text);
    }
    await tab.close();
  });
});

test('where nothing may be copied that is said, and the text is marked to be copied by hand', async () => {
  const tab = await channelPage(office.parley.base);
  const { page } = tab;
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('Refused', 'NotAllowedError'));
    document.execCommand = () => false;
  });
  await page.getByRole('button', { name: 'Copy: Address of the chat' }).click();
  await page.getByText('It could not be copied. Mark it and copy it by hand.').waitFor();
  const marked = await page.evaluate(() => {
    const field = document.activeElement as HTMLInputElement;
    return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
  });
  expect(marked).toBe(office.parley.base + address);
  await tab.close();
});
