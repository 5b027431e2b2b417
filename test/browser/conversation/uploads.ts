import type { Page } from 'playwright-core';
import { expectAccessible } from '../../support/browser/axe';
import {
  botClientInWork,
  inConversation,
  visitorInWork,
  whatsAppClientInWork,
} from '../../support/browser/conversation-scene';
import { parley, stage } from '../../support/browser/shared-stage';
import { eventually } from '../../support/eventually';
import { sampleFiles } from '../../support/sample-files';

const { field, list, message } = inConversation;

/** As the button with the paper clip does. */
async function attach(page: Page, ...files: Array<{ name: string; mimeType: string; buffer: Buffer }>): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(files);
}

const text = (name: string, content = name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
const tray = (page: Page) => page.getByRole('list', { name: 'Files of your answer' }).getByRole('listitem');
const send = (page: Page) =>
  page.getByRole('button', { name: 'Send', exact: true }).and(page.locator(':not([aria-disabled])'));

test('what is too large, empty or too many is told by its name, and the others are taken', async () => {
  const scene = await visitorInWork(parley, 'Send me everything');
  const tab = await stage.openChat(scene);
  const { page } = tab;
  // Larger than what a test may hand to a browser: as a person would choose it.
  await list(page).evaluate((element) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(51 * 1_048_576)], 'film.mov'));
    element.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await page.getByText('film.mov is too big: a file may have at most 52.4 MB.').waitFor();
  await attach(page, text('empty.txt', ''), text('one.txt'));
  await page.getByText('empty.txt is empty.').waitFor();
  await tray(page).filter({ hasText: 'one.txt' }).waitFor();
  await attach(page, ...Array.from({ length: 11 }, (_, index) => text(`more-${index}.txt`)));
  await page.getByText('An answer takes at most 10 files.').waitFor();
  expect(await tray(page).count()).toBe(10);
  await expectAccessible(page);
  await send(page).click();
  await eventually('the visitor has all ten', async () => {
    const said = await scene.account.user.conversation(scene.chatId);
    return said.flatMap(({ attachments }) => attachments).length === 10;
  });
  await tab.close();
});

test('a file that the messenger does not take is refused with its words, and can be taken out of the answer', async () => {
  const scene = await whatsAppClientInWork(parley, 'Hello');
  const tab = await stage.openChat(scene);
  tab.expectRefusals(422);
  const { page } = tab;
  await attach(page, text('notes.txt'));
  await field(page).fill('As agreed');
  await send(page).click();
  const refused = page.getByRole('article').filter({ hasText: 'Not sent: ' });
  await refused.getByText(/^Not sent: notes\.txt: /).waitFor();
  await expectAccessible(page);
  await refused.getByRole('button', { name: 'Edit' }).click();
  expect(await field(page).inputValue()).toBe('As agreed');
  await page.getByRole('button', { name: 'Remove notes.txt' }).click();
  const { bytes: buffer, mediaType: mimeType } = sampleFiles.pdf;
  await attach(page, { name: 'notes.pdf', mimeType, buffer });
  await send(page).click();
  await message(page, 'As agreed').getByRole('link', { name: 'notes.pdf' }).waitFor();
  await message(page, 'As agreed').getByRole('img', { name: 'Delivered', exact: true }).waitFor();
  await tab.close();
});

test('a connection lost in the middle of an upload loses nothing: the file goes on when it is back, and is there once', async () => {
  const scene = await botClientInWork(parley, 'Where is the manual?');
  const tab = await stage.openChat(scene);
  tab.expectOutage();
  const { page } = tab;
  const network = await page.context().newCDPSession(page);
  const uploadAt = (uploadThroughput: number) =>
    network.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput },
    });
  await network.send('Network.enable');
  await uploadAt(200_000);
  const buffer = Buffer.concat([sampleFiles.pdf.bytes, Buffer.alloc(4_000_000)]);
  await attach(page, { name: 'manual.pdf', mimeType: 'application/pdf', buffer });
  await field(page).fill('Here it is');
  const progress = page.getByRole('progressbar', { name: 'Uploading manual.pdf' });
  await eventually('a part of it is on its way', () => progress.evaluate((bar: HTMLProgressElement) => bar.value > 0));
  await parley.endApi(parley.base);
  await tray(page)
    .getByText(/^Parley cannot be reached/)
    .waitFor();
  await field(page).press('Enter');
  expect(await field(page).inputValue()).toBe('Here it is');

  await uploadAt(-1);
  await parley.startApi(Number(new URL(parley.base).port));
  await send(page).click({ timeout: 60_000 });
  await message(page, 'Here it is').getByRole('link', { name: 'manual.pdf' }).waitFor();
  await message(page, 'Here it is').getByRole('img', { name: 'Sent', exact: true }).waitFor();
  expect(scene.bot.sent.map(({ files }) => files.map((file) => file.bytes.length))).toEqual([[buffer.length]]);
  await tab.close();
});

test('a file that the service could not take says so at the file, and is uploaded again by its button', async () => {
  const scene = await botClientInWork(parley, 'Hello');
  const tab = await stage.openChat(scene);
  tab.expectRefusals(500);
  const { page } = tab;
  await page.route('**/api/files', (route) => route.fulfill({ status: 500, body: 'broken' }));
  await attach(page, text('list.txt'));
  await tray(page).getByRole('alert').waitFor();
  await page.unroute('**/api/files');
  await page.getByRole('button', { name: 'Upload list.txt again' }).click();
  await send(page).click();
  await message(page, /list\.txt/)
    .getByRole('img', { name: 'Sent', exact: true })
    .waitFor();
  await tab.close();
});

test('an answer that cannot be handed over says so, waits, and is there once when the service is back', async () => {
  const scene = await botClientInWork(parley, 'Hello');
  const tab = await stage.openChat(scene);
  tab.expectOutage();
  const { page } = tab;
  await page.context().setOffline(true);
  for (const said of ['First', 'Second']) {
    await field(page).fill(said);
    await field(page).press('Enter');
  }
  const first = message(page, 'First');
  await first.getByText(/^Parley cannot be reached\. It is sent as soon as it can be/).waitFor();
  await expectAccessible(page);
  await page.context().setOffline(false);
  await message(page, 'Second').getByRole('img', { name: 'Sent', exact: true }).waitFor();
  await first.getByRole('img', { name: 'Sent', exact: true }).waitFor();
  expect(scene.bot.sent.map(({ params }) => params.text)).toEqual(['First', 'Second']);
  await tab.close();
});
