import type { Locator, Page } from 'playwright-core';
import type { PageOptions, Tab, TestBrowser } from './browser';
import { type Credentials, openSignedIn } from './console-pages';

/** What an operator sees of the inbox. */
export const inInbox = {
  row: (page: Page, name: string): Locator =>
    page.getByRole('list', { name: 'Your chats' }).getByRole('listitem').filter({ hasText: name }),
  accept: (page: Page, name: string): Locator =>
    page.getByRole('list').getByRole('button', { name: `Accept: ${name}` }),
  decline: (page: Page, name: string): Locator =>
    page.getByRole('list').getByRole('button', { name: `Decline: ${name}` }),
  group: (page: Page, name: RegExp): Locator => page.getByRole('heading', { name }),
  conversation: (page: Page): Locator => page.getByRole('region', { name: 'Conversation' }),
  details: (page: Page): Locator => page.getByRole('region', { name: 'Details' }),
  noChats: (page: Page): Locator => page.getByText('No chats at the moment'),
  connectionLost: (page: Page): Locator => page.getByText('The connection is lost.'),
};

/** The inbox of an operator who is signed in, in a browser profile of its own. */
export async function openInbox(
  browser: TestBrowser,
  base: string,
  account: Credentials,
  options: PageOptions & { path?: string } = {},
): Promise<Tab> {
  const { path = '/inbox', language = 'en' } = options;
  const tab = await browser.openTab(options);
  await openSignedIn(tab.page, base, account, path);
  await tab.page.getByRole('region', { name: language === 'ru' ? 'Ваши чаты' : 'Your chats' }).waitFor();
  return tab;
}

/** Gives a chat that is open to another operator. */
export async function transferTo(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Transfer…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: new RegExp(`^${name} `) }).check();
  await dialog.getByRole('button', { name: 'Transfer', exact: true }).click();
}
