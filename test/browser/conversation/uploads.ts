import type { Page } from 'playwright-core';
import { expectAccessible } from '../../support/browser/axe';
import { openSignedIn } from '../../support/browser/console-pages';
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
  await page.getByText('film.mov is too big: a file of this kind may have at most 50 MB.').waitFor();
  await attach(page, text('empty.txt', ''), text('one.txt'));
  await page.getByText('empty.txt is empty: there is nothing in it to send.').waitFor();
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

test('what WhatsApp does not take is said when it is chosen, dropped or pasted, and text and document go out as two messages', async () => {
  const scene = await whatsAppClientInWork(parley, 'Hello');
  const tab = await stage.openChat(scene);
  const { page } = tab;
  const picker = page.locator('input[type=file]');
  await eventually('the picker knows the kinds', async () =>
    /\.docx/.test((await picker.getAttribute('accept')) ?? ''),
  );
  await attach(page, text('notes.txt'));
  await page.getByText(/^notes\.txt cannot be sent\. WhatsApp takes pictures as JPG, PNG or WEBP/).waitFor();
  for (const [event, target, name] of [
    ['drop', list(page), 'large.png'],
    ['paste', field(page), 'pasted.png'],
  ] as const) {
    await target.evaluate(
      (element, given) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(5 * 1_048_576 + 1)], given.name, { type: 'image/png' }));
        const options = { bubbles: true, cancelable: true };
        element.dispatchEvent(
          given.event === 'drop'
            ? new DragEvent('drop', { ...options, dataTransfer: data })
            : new ClipboardEvent('paste', { ...options, clipboardData: data }),
        );
      },
      { event, name },
    );
    await page.getByText(`${name} is too big: a file of this kind may have at most 5 MB.`).waitFor();
  }
  expect(await tray(page).count()).toBe(0);
  await expectAccessible(page);

  const { bytes: buffer, mediaType: mimeType } = sampleFiles.docx;
  await field(page).fill('As agreed');
  await attach(page, { name: 'notes.docx', mimeType, buffer });
  await page.getByText('The text goes out first, as a message of its own.').waitFor();
  expect(await page.getByText(/cannot be sent|too big/).count()).toBe(0);
  await send(page).click();
  await message(page, 'notes.docx').getByRole('img', { name: 'Delivered', exact: true }).waitFor();
  await message(page, 'As agreed').getByRole('img', { name: 'Delivered', exact: true }).waitFor();
  const articles = list(page).getByRole('article');
  expect(await articles.count()).toBe(3);
  expect(await articles.nth(1).textContent()).toContain('As agreed');
  expect(await articles.nth(2).textContent()).toContain('notes.docx');
  await tab.close();
});

test('a file that was chosen before it is known what the messenger takes is taken out again, and it is said why', async () => {
  const scene = await whatsAppClientInWork(parley, 'Hello');
  const tab = await stage.browser.openTab();
  const { page } = tab;
  let tell = (): void => {};
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  await page.route('**/reply-window', async (route) => {
    await told;
    await route.continue();
  });
  await openSignedIn(page, parley.base, scene.account, `/inbox/${scene.chatId}`);
  await field(page).waitFor();
  await attach(page, text('notes.txt'));
  await tray(page).filter({ hasText: 'notes.txt' }).waitFor();
  tell();
  await page.getByText(/^notes\.txt cannot be sent\. WhatsApp takes/).waitFor();
  expect(await tray(page).count()).toBe(0);
  await tab.close();
});

test('what the messenger refuses all the same stands in the conversation with its words, and is changed and sent', async () => {
  const scene = await whatsAppClientInWork(parley, 'Hello');
  const tab = await stage.openChat(scene);
  tab.expectRefusals(422);
  const { page } = tab;
  const { bytes: buffer, mediaType: mimeType } = sampleFiles.pdf;
  await page.route('**/messages', async (route) => {
    const fileIds = (route.request().postDataJSON() as { fileIds?: string[] }).fileIds ?? [];
    await route.continue({ postData: JSON.stringify({ text: 'x'.repeat(1_601), fileIds }) });
  });
  await attach(page, { name: 'notes.pdf', mimeType, buffer });
  await field(page).fill('As agreed');
  await send(page).click();
  const refused = page.getByRole('article').filter({ hasText: 'Not sent: ' });
  await refused.getByText(/^Not sent: WhatsApp takes at most 1600 characters in a message/).waitFor();
  await expectAccessible(page);
  await page.unroute('**/messages');
  await refused.getByRole('button', { name: 'Edit' }).click();
  expect(await field(page).inputValue()).toBe('As agreed');
  await page.getByRole('button', { name: 'Remove notes.pdf' }).click();
  await send(page).click();
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
