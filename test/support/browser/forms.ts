import type { Locator, Page } from 'playwright-core';
import { eventually } from '../eventually';

/** What a field is described by: its hint, and what is wrong with it. */
async function descriptionOf(field: Locator): Promise<string> {
  const ids = ((await field.getAttribute('aria-describedby')) ?? '').split(' ').filter((id) => id !== '');
  const texts = await Promise.all(ids.map((id) => field.page().locator(`[id="${id}"]`).textContent()));
  return texts.join(' ');
}

/** The field is marked as wrong, and says why. */
export async function expectWrong(field: Locator, why: RegExp): Promise<void> {
  await eventually('the field says what is wrong', async () => {
    const isMarked = (await field.getAttribute('aria-invalid')) === 'true';
    return isMarked && why.test(await descriptionOf(field));
  });
}

/** A field by what stands above it, whether it is required or not; a list of people by its title. */
export function fieldOf(page: Page, label: string): Locator {
  return page
    .getByLabel(label, { exact: true })
    .or(page.getByLabel(`${label} · required`, { exact: true }))
    .or(page.getByRole('group', { name: label, exact: true }))
    .and(page.locator('input, textarea, select, fieldset'))
    .first();
}

/** Types into fields, or chooses in them, by their labels. */
export async function fillIn(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    const field = fieldOf(page, label);
    const isChoice = await field.evaluate((element) => element.tagName === 'SELECT');
    if (isChoice) await field.selectOption({ label: value });
    else await field.fill(value);
  }
}

/** What stands in the fields is what was typed. */
export async function expectTyped(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    const field = fieldOf(page, label);
    const shown = await field.evaluate((element) =>
      element instanceof HTMLSelectElement
        ? (element.selectedOptions[0]?.label ?? '')
        : (element as HTMLInputElement).value,
    );
    expect([label, shown]).toEqual([label, value]);
  }
}

export function saveButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Save', exact: true });
}

/** Deletes what the form is about, as far as the question whether that is meant. */
export async function askToDelete(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  return dialog;
}
