import { expectWrong, fieldOf } from '../../support/browser/forms';
import { office } from '../../support/browser/shared-office';
import { setSetting } from '../../support/builders';

interface Setting {
  code: string;
  label: string;
  bad: string;
  why: RegExp;
  good: string;
  kept: string | number;
}

const tooLong = 'x'.repeat(501);

const settings: Setting[] = [
  {
    ...{ code: 'SimultaneousChats', label: 'Simultaneous chats' },
    ...{ bad: 'many', why: /must be/, good: '9', kept: 9 },
  },
  {
    ...{ code: 'OmniChatOperatorAcceptChatTimeout', label: 'Time to accept, minutes' },
    ...{ bad: '0', why: /more than 0/, good: '1,5', kept: 1.5 },
  },
  {
    ...{ code: 'SiteUrl', label: 'Public address' },
    ...{
      bad: 'https://chat.example/console',
      why: /Parley’s own/,
      good: 'https://chat.example/0/',
      kept: 'https://chat.example/0',
    },
  },
  {
    ...{ code: 'RetentionDays', label: 'Keep completed chats, days' },
    ...{ bad: '0,5', why: /whole number of days/, good: '400', kept: 400 },
  },
  {
    ...{ code: 'IdentityServerUrl', label: 'Issuer' },
    ...{ bad: 'ftp://id.example', why: /http/, good: 'https://id.example', kept: 'https://id.example' },
  },
  {
    ...{ code: 'IdentityServerClientId', label: 'Client id' },
    ...{ bad: tooLong, why: /at most 500/, good: ' parley ', kept: 'parley' },
  },
  {
    ...{ code: 'NotificationWebhookUrl', label: 'Address' },
    ...{
      bad: 'https://me:secret@hook.example',
      why: /no name and password/,
      good: 'https://hook.example/a',
      kept: 'https://hook.example/a',
    },
  },
];

test.each(settings)('$label is refused at its field, saved by itself, and taken back to what it was', async (given) => {
  const { code, label, bad, why, good, kept } = given;
  const { admin } = office.parley;
  const { value } = await admin.ok<{ value: unknown }>('GET', `/api/settings/${code}`);
  const tab = await office.administratorAt('/settings');
  tab.expectRefusals(400);
  const { page } = tab;
  const field = fieldOf(page, label);
  const save = page.getByRole('button', { name: `Save: ${label}`, exact: true });
  await field.waitFor();
  expect(await save.count()).toBe(0);
  await field.fill(bad);
  await save.click();
  await expectWrong(field, why);
  expect(await field.inputValue()).toBe(bad);
  expect(await admin.ok('GET', `/api/settings/${code}`)).toMatchObject({ value });
  await field.fill(good);
  await save.click();
  await page.getByText(`“${label}” is saved.`).waitFor();
  expect(await field.inputValue()).toBe(String(kept));
  expect(await admin.ok('GET', `/api/settings/${code}`)).toMatchObject({ value: kept });
  await field.fill('something else');
  await page.getByRole('form', { name: label, exact: true }).getByRole('button', { name: 'Cancel' }).click();
  expect(await field.inputValue()).toBe(String(kept));
  await tab.close();
  // As others expect it.
  await setSetting(office.parley, code, value);
});

test.each([
  ['IdentityServerClientSecret', 'Client secret'],
  ['NotificationWebhookSecret', 'Secret'],
])('%s is never shown, is replaced, and is cleared', async (code, label) => {
  const { admin } = office.parley;
  const tab = await office.administratorAt('/settings');
  tab.expectRefusals(400);
  const { page } = tab;
  const form = page.getByRole('form', { name: label, exact: true });
  const field = fieldOf(page, label);
  const save = page.getByRole('button', { name: `Save: ${label}`, exact: true });
  await form.getByText('No secret is set.').waitFor();
  await field.fill(tooLong);
  await save.click();
  await expectWrong(field, /at most 500/);
  await field.fill('very-secret');
  await save.click();
  await form.getByText('A secret is set.').waitFor();
  expect(await field.inputValue()).toBe('');
  expect(await admin.ok('GET', `/api/settings/${code}`)).toMatchObject({ isSet: true, value: null });
  await page.getByText(`History: ${label}`, { exact: true }).click();
  await page.getByText('the secret was changed').waitFor();
  expect(await page.getByRole('main').textContent()).not.toContain('very-secret');
  await form.getByRole('button', { name: 'Clear the secret' }).click();
  await form.getByText('No secret is set.').waitFor();
  expect(await admin.ok('GET', `/api/settings/${code}`)).toMatchObject({ isSet: false });
  await tab.close();
});

test('a setting tells who changed it from what to what, also what somebody else has changed meanwhile', async () => {
  const { parley } = office;
  await setSetting(parley, 'SimultaneousChats', 5);
  const tab = await office.administratorAt('/settings');
  const { page } = tab;
  const limit = fieldOf(page, 'Simultaneous chats');
  await limit.fill('7');
  await setSetting(parley, 'SimultaneousChats', 6);
  await page.getByRole('button', { name: 'Save: Simultaneous chats' }).click();
  await page.getByText('“Simultaneous chats” is saved.').waitFor();
  await page.getByText('History: Simultaneous chats').click();
  await page.getByText('6 → 7').waitFor();
  await page.getByText('5 → 6').waitFor();
  await page.getByText('Berta Boss ·').first().waitFor();
  await tab.close();
});

test('the sound is uploaded, refused when it is none or too large, taken away and brought back', async () => {
  const tab = await office.administratorAt('/settings');
  tab.expectRefusals(400, 413, 415);
  const { page } = tab;
  const part = page.getByRole('region', { name: 'Sound of a new message' });
  await part.getByText('The shipped sound is played.').waitFor();
  const file = part.locator('input[type="file"]');
  await file.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no sound') });
  await part.getByRole('alert').waitFor();
  const why = await part.getByRole('alert').textContent();
  await file.setInputFiles({ name: 'long.wav', mimeType: 'audio/wav', buffer: Buffer.alloc(1_048_577) });
  await part.getByRole('alert').getByText(/1 MB/).waitFor();
  expect(why).not.toMatch(/1 MB/);
  await part.getByText('The shipped sound is played.').waitFor();
  await file.setInputFiles({ name: 'ping.wav', mimeType: 'audio/wav', buffer: Buffer.from('RIFF....WAVEfmt ') });
  await part.getByText('A sound of your own is played.').waitFor();
  expect(await part.getByRole('alert').count()).toBe(0);
  await part.getByRole('button', { name: 'No sound' }).click();
  await part.getByText('No sound is played.').waitFor();
  await part.getByRole('button', { name: 'Back to the shipped sound' }).click();
  await part.getByText('The shipped sound is played.').waitFor();
  await tab.close();
});

test('who manages chats changes all settings but those by which people sign in', async () => {
  const tab = await office.administratorAt('/settings', 'CanManageChats');
  const { page } = tab;
  await page.getByText('Only administrators change how people sign in.').waitFor();
  for (const label of ['Issuer', 'Client id', 'Client secret'])
    expect([label, await fieldOf(page, label).isDisabled()]).toEqual([label, true]);
  expect(await fieldOf(page, 'Public address').isDisabled()).toBe(false);
  await tab.close();
});
