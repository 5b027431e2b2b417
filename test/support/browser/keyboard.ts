import type { Locator, Page } from 'playwright-core';
import { eventually } from '../eventually';

/** More places than any page has between two others. */
const mostTabs = 80;

function hasFocus(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element === document.activeElement);
}

export function focusComesTo(locator: Locator): Promise<boolean> {
  return eventually('it has the focus', () => hasFocus(locator));
}

/** Presses a key; something has the focus afterwards. */
export async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await eventually(`something has the focus after ${key}`, () =>
    page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body),
  );
}

/** Goes to a place by pressing a key again and again, as Tab or an arrow. */
export async function pressUntil(page: Page, key: string, isThere: () => Promise<boolean>): Promise<void> {
  for (let count = 0; count < mostTabs; count += 1) {
    if (await isThere()) return;
    await press(page, key);
  }
  throw new Error(`${key} does not lead there; the focus is on ${await focused(page)}`);
}

export async function tabTo(page: Page, locator: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await locator.waitFor();
  await pressUntil(page, key, () => hasFocus(locator));
}

/** What has the focus, as it is read. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.ariaLabel || document.activeElement?.textContent || '');
}
