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

/** The Latin letters on the keys of the Russian layout. */
const onRussianKeys = new Map(
  [...'йцукенгшщзфывапролдячсмить'].map((letter, index) => [letter, 'QWERTYUIOPASDFGHJKLZXCVBNM'[index] ?? '']),
);

/** Types as fast as it goes, on a keyboard of either layout, each letter by its key. */
export async function typeKeys(page: Page, text: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const letter of text) {
    const latin = onRussianKeys.get(letter.toLowerCase());
    if (latin === undefined) {
      await page.keyboard.type(letter);
      continue;
    }
    const key = { key: letter, code: `Key${latin}`, windowsVirtualKeyCode: latin.charCodeAt(0) };
    await session.send('Input.dispatchKeyEvent', { ...key, type: 'keyDown', text: letter });
    await session.send('Input.dispatchKeyEvent', { ...key, type: 'keyUp' });
  }
  await session.detach();
}
