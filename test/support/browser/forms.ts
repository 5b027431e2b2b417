import type { Locator, Page } from 'playwright-core';
import { eventually } from '../eventually';

/** What a field is described by: its hint, and what is wrong with it. */
async function descriptionOf(field: Locator): Promise<string> {
  const ids = ((await field.getAttribute('aria-describedby')) ?? '').split(' ').filter((id) => id !== '');
  const texts = await Promise.all(ids.map((id) => field.page().locator(`[id="${id}"]`).textContent()));
  return texts.join(' ');
}

/** The field is marked as wrong, says why, and the first of them has the focus. */
export async function expectWrong(field: Locator, why: RegExp): Promise<void> {
  await eventually('the field says what is wrong', async () => {
    const isMarked = (await field.getAttribute('aria-invalid')) === 'true';
    return isMarked && why.test(await descriptionOf(field));
  });
}

/** Types into fields by their labels. */
export async function fillIn(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label).fill(value);
}
