import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { expectAccessible } from '../../support/browser/axe';
import type { Tab } from '../../support/browser/browser';
import { openSignedIn } from '../../support/browser/console-pages';
import { botClientInWork, inConversation, type Scene } from '../../support/browser/conversation-scene';
import { recordedVideo } from '../../support/browser/recorded-video';
import { parley, stage } from '../../support/browser/shared-stage';
import { eventually } from '../../support/eventually';
import { sampleFiles } from '../../support/sample-files';

let video: Buffer;
const { list } = inConversation;

beforeAll(async () => {
  video = await recordedVideo(stage.browser);
});

/** The operator's page at a conversation whose files are all here. */
async function openChat(
  { account, chatId }: Pick<Scene, 'account' | 'chatId'>,
  files: number,
  prepare: (tab: Tab) => Promise<void> = async () => {},
): Promise<Tab> {
  await eventually('the files are here', async () => {
    const attachments = (await account.user.conversation(chatId)).flatMap((one) => one.attachments);
    return attachments.length === files && attachments.every(({ status }) => status === 'stored');
  });
  const tab = await stage.browser.openTab();
  await prepare(tab);
  await openSignedIn(tab.page, parley.base, account, `/inbox/${chatId}`);
  await list(tab.page).waitFor();
  return tab;
}

const player = (page: Page, name: string): Locator => list(page).locator(`video[aria-label="${name}"]`);
const link = (page: Page, name: string): Locator => list(page).getByRole('link', { name });

async function saved(page: Page, name: string): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), link(page, name).click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Plays it, and waits until it has come to its end. */
async function playToItsEnd(media: Locator): Promise<void> {
  await media.evaluate((element: HTMLMediaElement) => element.play().catch(() => undefined));
  await eventually('it was played', () => media.evaluate((element: HTMLMediaElement) => element.ended));
}

/** What the page was told of addresses an hour or two ago: they have run out. */
async function letAddressesRunOut(tab: Tab): Promise<void> {
  tab.expectRefusals(403);
  await tab.page.route(/\/api\/chats\/[^/]+\/messages\?/, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/\/files\/([^?"]+)\?token=[^"]+/g, (_all, id: string) => {
      const token = parley.installation.sign('file', decodeURIComponent(id), new Date(Date.now() - 1));
      return `/files/${id}?token=${token}`;
    });
    await route.fulfill({ response, body });
  });
}

test('voice and video are played in place, and every file is saved under its name', async () => {
  const scene = await botClientInWork(parley, 'Listen');
  scene.client.sendVoice();
  scene.client.sendVideo({ bytes: video, fileName: 'leak.webm', mediaType: 'video/webm' });
  scene.client.sendVideo({ fileName: 'empty.mp4' });
  scene.client.sendDocument({ fileName: 'Vertrag Köln.pdf' });
  const tab = await openChat(scene, 4);
  const { page } = tab;
  await playToItsEnd(list(page).locator('audio'));
  await playToItsEnd(player(page, 'leak.webm'));
  await link(page, 'empty.mp4').getByText('It cannot be played here, only saved.').waitFor();
  expect(await player(page, 'empty.mp4').count()).toBe(0);
  await link(page, 'Vertrag Köln.pdf').getByText('327 bytes').waitFor();
  expect(await saved(page, 'leak.webm')).toEqual({ name: 'leak.webm', bytes: video });
  expect(await saved(page, 'Vertrag Köln.pdf')).toEqual({ name: 'Vertrag Köln.pdf', bytes: sampleFiles.pdf.bytes });
  await expectAccessible(page);
  await tab.close();
});

test('a file whose address has run out is shown, played and saved all the same', async () => {
  const scene = await botClientInWork(parley, 'Look');
  scene.client.sendVoice();
  scene.client.sendPhoto();
  scene.client.sendDocument({ fileName: 'offer.pdf' });
  const tab = await openChat(scene, 3, letAddressesRunOut);
  const { page } = tab;
  await eventually('the picture is shown', () =>
    list(page)
      .getByRole('button', { name: /^Open the picture/ })
      .locator('img')
      .evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 0),
  );
  await playToItsEnd(list(page).locator('audio'));
  expect(await saved(page, 'offer.pdf')).toEqual({ name: 'offer.pdf', bytes: sampleFiles.pdf.bytes });
  await tab.close();
});

test('a file that cannot be saved because nobody answers says so, and can be when somebody does', async () => {
  const scene = await botClientInWork(parley, 'Here');
  scene.client.sendDocument({ fileName: 'offer.pdf' });
  const tab = await openChat(scene, 1);
  tab.expectOutage();
  const { page } = tab;
  await page.route('**/messages/*', (route) => route.abort());
  await link(page, 'offer.pdf').click();
  await page.getByText(/^Parley cannot be reached/).waitFor();
  await page.unroute('**/messages/*');
  expect(await saved(page, 'offer.pdf')).toEqual({ name: 'offer.pdf', bytes: sampleFiles.pdf.bytes });
  await tab.close();
});

test('a HEIC is shown by its preview as soon as that is there, and saved as it was sent', async () => {
  const { heic } = sampleFiles;
  const scene = await botClientInWork(parley, 'A photo');
  const tab = await openChat(scene, 0);
  const { page } = tab;
  scene.client.sendDocument(heic);
  const picture = list(page).getByRole('button', { name: `Open the picture ${heic.fileName}` });
  const widthOf = (shown: Locator) =>
    eventually('the picture is shown', () =>
      shown.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth),
    );
  expect(await widthOf(picture.locator('img'))).toBe(64);
  await picture.click();
  const lightbox = page.getByRole('dialog');
  expect(await widthOf(lightbox.getByRole('img', { name: heic.fileName }))).toBe(64);
  const save = lightbox.getByRole('link', { name: `Download ${heic.fileName}` });
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
  expect(download.suggestedFilename()).toBe(heic.fileName);
  expect((await readFile(await download.path())).equals(heic.bytes)).toBe(true);
  await tab.close();
});
