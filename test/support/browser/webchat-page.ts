import type { FrameLocator, Locator, Page } from 'playwright-core';
import { eventually } from '../eventually';
import { pngOf } from '../png';
import type { Tab } from './browser';

export const picture = { name: 'teapot.png', mimeType: 'image/png', buffer: pngOf({ width: 320, height: 200 }) };

/** What a visitor of a site sees of the chat on it. */
export const inWebchat = {
  field: (chat: FrameLocator): Locator => chat.getByRole('textbox', { name: 'Your message' }),
  conversation: (chat: FrameLocator): Locator => chat.getByRole('log', { name: 'Messages' }),
  /** Without the days between them, of which there are two around midnight. */
  messages: (chat: FrameLocator): Locator => chat.getByRole('log', { name: 'Messages' }).locator('li:not(.day)'),
  message: (chat: FrameLocator, text: string): Locator =>
    chat.getByRole('log', { name: 'Messages' }).getByRole('listitem').filter({ hasText: text }),
};

/** A tab with a page of a site, and the chat in it. */
export interface Visit extends Tab {
  chat: FrameLocator;
}

export async function visitSite(tab: Tab, address: string): Promise<Visit> {
  await tab.page.goto(address);
  return { ...tab, chat: tab.page.frameLocator('iframe') };
}

export async function openWebchat(tab: Tab, address: string): Promise<Visit> {
  const visit = await visitSite(tab, address);
  await visit.page.getByRole('button', { name: 'Open the chat' }).click();
  return visit;
}

export async function attachFiles(page: Page, chat: FrameLocator, files: Array<typeof picture>): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await chat.getByRole('button', { name: 'Attach files' }).click();
  await (await choosing).setFiles(files);
}

export async function writeInWebchat(chat: FrameLocator, text: string): Promise<void> {
  await inWebchat.field(chat).fill(text);
  await chat.getByRole('button', { name: 'Send' }).click();
  await inWebchat.conversation(chat).getByText(text).waitFor();
}

/** The browser has decoded the picture, and not only put a place there. */
export function pictureIsShown(image: Locator): Promise<boolean> {
  return eventually('the picture is shown', () =>
    image.evaluate((element) => {
      const { complete, naturalWidth } = element as HTMLImageElement;
      return complete && naturalWidth > 0;
    }),
  );
}
