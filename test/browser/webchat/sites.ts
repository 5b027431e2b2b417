import type { Page } from 'playwright-core';
import { expectAccessible } from '../../support/browser/axe';
import { stage } from '../../support/browser/shared-webchat-stage';
import { attachFiles, inWebchat, picture, pictureIsShown, writeInWebchat } from '../../support/browser/webchat-page';
import { eventually } from '../../support/eventually';

const { field, conversation } = inWebchat;

const openShop = (settings: object = {}) => stage.openShop(settings);

describe('on a site of another origin, with one script tag', () => {
  test('works by keyboard alone', async () => {
    const shop = await openShop();
    const { page, chat } = await shop.visit();
    const launcher = page.getByRole('button', { name: 'Open the chat' });
    await launcher.waitFor();
    await page.getByRole('link', { name: 'All mugs' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await eventually('what is typed goes into the chat', async () => {
      await page.keyboard.type('.');
      return (await field(chat).inputValue()).endsWith('.');
    });
    await field(chat).fill('');
    await page.keyboard.type('By hand');
    await page.keyboard.press('Enter');
    await conversation(chat).getByText('By hand').waitFor();
    await page.keyboard.press('Escape');
    await launcher.waitFor();
    await field(chat).waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    await field(chat).waitFor();
  });

  test('takes nothing of the site’s look, and leaves its own there', async () => {
    const { page } = await (await openShop({ color: '#7a1fa2', side: 'left' })).visit();
    const launcher = page.getByRole('button', { name: 'Open the chat' });
    await launcher.waitFor();
    const look = await launcher.evaluate((button) => {
      const { backgroundColor, left } = getComputedStyle(button);
      return { backgroundColor, left };
    });
    expect(look).toEqual({ backgroundColor: 'rgb(122, 31, 162)', left: '20px' });
  });

  test.each(['light', 'dark'] as const)('breaks no rule of accessibility, %s and in 360 pixels', async (theme) => {
    const shop = await openShop({ color: theme === 'dark' ? '#ffd84d' : '#7a1fa2' });
    const tab = await stage.browser.openTab({ theme, width: 360, height: 700 });
    await tab.page.goto(shop.address);
    const { page } = tab;
    const text = page.getByRole('textbox', { name: 'Your message' });
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach files' }).click();
    await (await choosing).setFiles([picture, { ...picture, name: 'empty.png', buffer: Buffer.alloc(0) }]);
    await page.getByRole('alert').waitFor();
    await expectAccessible(page);
    await text.fill('See https://teapots.example');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Sent').waitFor();
    const chatId = await shop.takenChat();
    await shop.answerWithFile(chatId, 'Here', {
      name: 'prices.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4'),
    });
    await page.getByRole('link', { name: 'prices.pdf' }).waitFor();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    const { page: onSite } = await shop.visit({ tab });
    await onSite.getByRole('button', { name: /^Open the chat/ }).waitFor();
    await expectAccessible(onSite);
  });

  test('speaks the visitor’s language', async () => {
    const tab = await stage.browser.openTab({ language: 'ru' });
    const { page, chat } = await (await openShop()).visit({ tab });
    await page.getByRole('button', { name: 'Открыть чат' }).click();
    await chat.getByRole('textbox', { name: 'Ваше сообщение' }).fill('Здравствуйте');
    await chat.getByRole('button', { name: 'Отправить' }).click();
    await chat.getByRole('log', { name: 'Сообщения' }).getByText('Отправлено').waitFor();
  });

  const refuseStorage = `
    for (const name of ['localStorage', 'indexedDB']) {
      Object.defineProperty(window, name, { get() { throw new DOMException('refused', 'SecurityError'); } });
    }`;

  test('resumes by a partitioned cookie where the browser refuses all other storage', async () => {
    const tab = await stage.browser.openTab();
    await tab.page.addInitScript(refuseStorage);
    const { page, chat } = await (await openShop()).openChat({ tab, origin: stage.site.farOrigin });
    await attachFiles(page, chat, [picture]);
    await writeInWebchat(chat, 'All the same');
    await conversation(chat).getByText('Sent').waitFor();
    await pictureIsShown(conversation(chat).getByRole('img', { name: 'teapot.png' }));
    await page.reload();
    await page.getByRole('button', { name: 'Open the chat' }).click();
    await conversation(chat).getByText('All the same').waitFor();
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'None' });
    expect(cookie?.partitionKey).toContain('localhost');
  });

  test('says that it forgets where the browser refuses that as well', async () => {
    const tab = await stage.browser.openTab();
    await tab.page.addInitScript(refuseStorage);
    await tab.page.route('**/visitor', (route) => route.fulfill({ json: { visitorToken: null } }));
    const { chat } = await (await openShop()).openChat({ tab });
    await writeInWebchat(chat, 'For the moment');
    await chat.getByRole('status').getByText('after a reload it begins anew').waitFor();
  });

  test('has one stream of changes, however many tabs show the site', async () => {
    const shop = await openShop();
    const first = await shop.openChat();
    await writeInWebchat(first.chat, 'In the first tab');
    await conversation(first.chat).getByText('Sent').waitFor();
    const streams: Page[] = [];
    const page = await first.page.context().newPage();
    page.on('request', (request) => {
      if (request.url().endsWith('/events')) streams.push(page);
    });
    const second = await shop.visit({ tab: { ...first, page } });
    await second.page.getByRole('button', { name: 'Close the chat' }).waitFor();
    await conversation(second.chat).getByText('In the first tab').waitFor();
    const chatId = await shop.takenChat();
    await shop.operator.say(chatId, 'To both of them');
    await conversation(second.chat).getByText('To both of them').waitFor();
    expect(streams).toEqual([]);
    await first.page.close();
    await eventually('the other tab has a stream of its own', async () => streams.length === 1);
    await shop.operator.say(chatId, 'To the one that stays');
    await conversation(second.chat).getByText('To the one that stays').waitFor();
  });
});

describe('which sites may show it', () => {
  test('a site that is not allowed is refused by the browser', async () => {
    const shop = await openShop({ origins: ['https://shop.example'] });
    const { page, faults } = await shop.visit();
    await eventually('the browser says what stood in the way', async () => faults.length > 0);
    expect(faults.splice(0)).toEqual([expect.stringContaining('frame-ancestors')]);
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.frameLocator('iframe').locator('#composer').count()).toBe(0);
  });

  test('one that is allowed is not', async () => {
    const { chat } = await (await openShop({ origins: ['https://shop.example', stage.site.origin] })).openChat();
    await writeInWebchat(chat, 'From the allowed site');
  });
});
