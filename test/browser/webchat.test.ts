import type { FrameLocator, Page } from 'playwright-core';
import type { ApiClient } from '../support/api-client';
import { expectAccessible } from '../support/browser/axe';
import type { Tab } from '../support/browser/browser';
import { type Stage, startStage } from '../support/browser/stage';
import {
  attachFiles,
  inWebchat,
  openWebchat,
  picture,
  pictureIsShown,
  type Visit,
  visitSite,
  writeInWebchat,
} from '../support/browser/webchat-page';
import { createTeam, type Named } from '../support/builders';
import { eventually } from '../support/eventually';
import { type ForeignSite, startForeignSite } from '../support/foreign-site';
import { onlyChatOf } from '../support/look';
import type { Parley } from '../support/parley';
import { only } from '../support/routing-scenes';

jest.setTimeout(180_000);

const { field, conversation } = inWebchat;
let stage: Stage;
let parley: Parley;
let site: ForeignSite;
let operator: ApiClient;
let queue: Named;

beforeAll(async () => {
  stage = await startStage();
  ({ parley } = stage);
  site = await startForeignSite();
});

afterAll(async () => {
  await stage.close();
  await site.stop();
});

beforeEach(async () => {
  const team = await createTeam(parley, { size: 1 });
  queue = team.queue;
  operator = only(team.operators);
});

function createChannel(settings: object = {}): Promise<Named> {
  return parley.admin.ok('POST', '/api/channels', {
    provider: 'webchat',
    name: 'Shop',
    settings: { title: 'Teapot House', ...settings },
    active: true,
    queueId: queue.id,
    language: 'en',
  });
}

const addressOf = ({ id }: Named) => `${parley.base}/webhooks/webchat/${id}`;

type Visiting = { tab?: Tab; origin?: string };

/** The site's page with the chat's script in it, in a browser of its own. */
async function visit(channel: Named, { tab, origin }: Visiting = {}): Promise<Visit> {
  return visitSite(tab ?? (await stage.browser.openTab()), site.pageFor(`${addressOf(channel)}/embed.js`, origin));
}

async function openChat(channel: Named, { tab, origin }: Visiting = {}): Promise<Visit> {
  return openWebchat(tab ?? (await stage.browser.openTab()), site.pageFor(`${addressOf(channel)}/embed.js`, origin));
}

/** The visitor's chat, which the operator has taken. */
async function takenChat(channel: Named): Promise<string> {
  const { id } = await onlyChatOf(parley, channel.id);
  await eventually('the operator has taken the chat', async () => (await operator.accept(id)).status === 200);
  return id;
}

function answerWithFile(chatId: string, text: string, file: typeof picture): Promise<unknown> {
  const form = new FormData();
  form.set('text', text);
  form.append('attachments', new Blob([new Uint8Array(file.buffer)], { type: file.mimeType }), file.name);
  return operator.ok('POST', `/api/chats/${chatId}/messages`, form);
}

const isPictureShown = (chat: FrameLocator, name: string) =>
  pictureIsShown(conversation(chat).getByRole('img', { name }));

describe('on a site of another origin, with one script tag', () => {
  test('a visitor writes with a picture, is answered with a file, sees what came while it was shut, and resumes', async () => {
    const channel = await createChannel();
    const { page, chat } = await openChat(channel);
    await chat.getByRole('textbox', { name: 'Your name' }).fill('Vera');
    await attachFiles(page, chat, [picture]);
    await chat.getByRole('list', { name: 'Attached files' }).getByText('teapot.png').waitFor();
    await writeInWebchat(chat, 'Do you have this one?');
    await conversation(chat).getByText('Sent').waitFor();
    await isPictureShown(chat, 'teapot.png');

    const chatId = await takenChat(channel);
    const [received] = await operator.conversation(chatId);
    expect(received).toMatchObject({ text: 'Do you have this one?', type: 'image' });
    expect(received?.attachments).toMatchObject([
      { fileName: 'teapot.png', mediaType: 'image/png', size: picture.buffer.length, status: 'stored' },
    ]);
    const stored = await fetch(`${parley.base}${received?.attachments[0]?.url}`);
    expect(Buffer.from(await stored.arrayBuffer()).equals(picture.buffer)).toBe(true);

    await operator.say(chatId, 'Let me look.');
    await conversation(chat).getByText('Let me look.').waitFor();
    await eventually('the operator sees that it was read', async () =>
      (await operator.conversation(chatId)).some(({ deliveryStatus }) => deliveryStatus === 'read'),
    );

    await chat.getByRole('button', { name: 'Close the chat' }).click();
    await page.getByRole('button', { name: 'Open the chat', exact: true }).waitFor();
    await answerWithFile(chatId, 'We do.', { ...picture, name: 'shelf.png' });
    await page.getByRole('button', { name: 'Open the chat, 1 new message' }).waitFor();
    await operator.say(chatId, 'In blue and in green.');
    await page.getByRole('button', { name: 'Open the chat, 2 new messages' }).waitFor();
    const beforeLooking = await operator.conversation(chatId);
    expect(beforeLooking.filter(({ deliveryStatus }) => deliveryStatus === 'read')).toHaveLength(1);

    await page.reload();
    const badge = page.getByRole('button', { name: 'Open the chat, 2 new messages' });
    await badge.waitFor();
    await badge.click();
    await conversation(chat).getByText('In blue and in green.').waitFor();
    await conversation(chat).getByText('Do you have this one?').waitFor();
    await isPictureShown(chat, 'shelf.png');
    await isPictureShown(chat, 'teapot.png');
    await eventually('all is read', async () =>
      (await operator.conversation(chatId)).every(
        ({ direction, deliveryStatus }) => direction === 'incoming' || deliveryStatus === 'read',
      ),
    );
    await writeInWebchat(chat, 'The blue one, please.');
    expect((await onlyChatOf(parley, channel.id)).id).toBe(chatId);
    await eventually('it came into the same chat', async () => (await operator.conversation(chatId)).length === 5);
  });

  test('what is being written, and the files with it, stand there after a reload', async () => {
    const { page, chat } = await openChat(await createChannel());
    await field(chat).fill('A long story');
    await attachFiles(page, chat, [picture]);
    const list = chat.getByRole('list', { name: 'Attached files' });
    await list.getByText('teapot.png').waitFor();
    await page.reload();
    await list.getByText('teapot.png').waitFor();
    expect(await field(chat).inputValue()).toBe('A long story');
    await chat.getByRole('button', { name: 'Send' }).click();
    await conversation(chat).getByText('Sent').waitFor();
    await isPictureShown(chat, 'teapot.png');
  });

  test('what was written while the connection was away is sent when it is back', async () => {
    const channel = await createChannel();
    const { page, chat, expectOutage } = await openChat(channel);
    expectOutage();
    await page.context().setOffline(true);
    await attachFiles(page, chat, [picture]);
    await writeInWebchat(chat, 'From the train');
    await chat.getByText('could not be sent yet').waitFor();
    await conversation(chat).getByText('Sending').waitFor();
    await page.context().setOffline(false);
    await conversation(chat).getByText('Sent', { exact: true }).waitFor();
    const [message, ...more] = await parley.admin.conversation((await onlyChatOf(parley, channel.id)).id);
    expect(more).toEqual([]);
    expect(message?.attachments).toMatchObject([{ fileName: 'teapot.png', status: 'stored' }]);
  });

  test('what cannot be attached is said in words, and nothing else is lost for it', async () => {
    const { page, chat } = await openChat(await createChannel());
    await field(chat).fill('See here');
    const large = { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(20 * 1024 * 1024 + 1) };
    await attachFiles(page, chat, [large, { ...picture, buffer: Buffer.alloc(0), name: 'empty.png' }, picture]);
    const complaint = chat.getByRole('alert');
    await complaint.getByText('film.mp4 is too large: a file may have at most 20 MB.').waitFor();
    await complaint.getByText('empty.png is empty.').waitFor();
    await attachFiles(
      page,
      chat,
      Array.from({ length: 10 }, (_, index) => ({ ...picture, name: `${index}.png` })),
    );
    await complaint.getByText('At most 10 files go with one message.').waitFor();
    const attached = chat.getByRole('list', { name: 'Attached files' }).getByRole('listitem');
    expect(await attached.count()).toBe(10);
    await chat.getByRole('button', { name: 'Remove teapot.png' }).click();
    expect(await attached.count()).toBe(9);
    expect(await field(chat).inputValue()).toBe('See here');
  });

  test('pasted pictures and dropped files are attached', async () => {
    const { page, chat } = await openChat(await createChannel());
    const bring = (kind: 'paste' | 'drop', fileName: string) =>
      field(chat).evaluate(
        (field, [event, name]) => {
          const data = new DataTransfer();
          data.items.add(new File(['content'], name, { type: 'text/plain' }));
          const about = { bubbles: true, cancelable: true };
          field.dispatchEvent(
            event === 'paste'
              ? new ClipboardEvent('paste', { ...about, clipboardData: data })
              : new DragEvent('drop', { ...about, dataTransfer: data }),
          );
        },
        [kind, fileName] as const,
      );
    await bring('paste', 'pasted.txt');
    await bring('drop', 'dropped.txt');
    const list = chat.getByRole('list', { name: 'Attached files' });
    await list.getByText('pasted.txt').waitFor();
    await list.getByText('dropped.txt').waitFor();
    expect(page.frames()).toHaveLength(2);
  });

  test('text of either side never becomes markup', async () => {
    const channel = await createChannel({ greeting: '<img src=x onerror="top.postMessage(1)">' });
    const { page, chat } = await openChat(channel);
    const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    await writeInWebchat(chat, hostile);
    const chatId = await takenChat(channel);
    await answerWithFile(chatId, hostile, { ...picture, name: '<b>x.png' });
    await chat.getByRole('img', { name: '<b>x.png' }).waitFor();
    expect(await conversation(chat).getByText(hostile).count()).toBe(2);
    expect(await chat.locator('script:not([src]), img[src="x"], b').count()).toBe(0);
    expect(page.frames()).toHaveLength(2);
  });

  test('works by keyboard alone', async () => {
    const channel = await createChannel();
    const { page, chat } = await visit(channel);
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
    const { page } = await visit(await createChannel({ color: '#7a1fa2', side: 'left' }));
    const launcher = page.getByRole('button', { name: 'Open the chat' });
    await launcher.waitFor();
    const look = await launcher.evaluate((button) => {
      const { backgroundColor, left } = getComputedStyle(button);
      return { backgroundColor, left };
    });
    expect(look).toEqual({ backgroundColor: 'rgb(122, 31, 162)', left: '20px' });
  });

  test.each(['light', 'dark'] as const)('breaks no rule of accessibility, %s and in 360 pixels', async (theme) => {
    const channel = await createChannel({ color: theme === 'dark' ? '#ffd84d' : '#7a1fa2' });
    const tab = await stage.browser.openTab({ theme, width: 360, height: 700 });
    await tab.page.goto(addressOf(channel));
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
    const chatId = await takenChat(channel);
    await answerWithFile(chatId, 'Here', {
      name: 'prices.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4'),
    });
    await page.getByRole('link', { name: 'prices.pdf' }).waitFor();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    const { page: onSite } = await visit(channel, { tab });
    await onSite.getByRole('button', { name: /^Open the chat/ }).waitFor();
    await expectAccessible(onSite);
  });

  test('speaks the visitor’s language', async () => {
    const tab = await stage.browser.openTab({ language: 'ru' });
    const { page, chat } = await visit(await createChannel(), { tab });
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
    const { page, chat } = await openChat(await createChannel(), { tab, origin: site.farOrigin });
    await attachFiles(page, chat, [picture]);
    await writeInWebchat(chat, 'All the same');
    await conversation(chat).getByText('Sent').waitFor();
    await isPictureShown(chat, 'teapot.png');
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
    const { chat } = await openChat(await createChannel(), { tab });
    await writeInWebchat(chat, 'For the moment');
    await chat.getByRole('status').getByText('after a reload it begins anew').waitFor();
  });

  test('has one stream of changes, however many tabs show the site', async () => {
    const channel = await createChannel();
    const first = await openChat(channel);
    await writeInWebchat(first.chat, 'In the first tab');
    await conversation(first.chat).getByText('Sent').waitFor();
    const streams: Page[] = [];
    const page = await first.page.context().newPage();
    page.on('request', (request) => {
      if (request.url().endsWith('/events')) streams.push(page);
    });
    const second = await visit(channel, { tab: { ...first, page } });
    await second.page.getByRole('button', { name: 'Close the chat' }).waitFor();
    await conversation(second.chat).getByText('In the first tab').waitFor();
    const chatId = await takenChat(channel);
    await operator.say(chatId, 'To both of them');
    await conversation(second.chat).getByText('To both of them').waitFor();
    expect(streams).toEqual([]);
    await first.page.close();
    await eventually('the other tab has a stream of its own', async () => streams.length === 1);
    await operator.say(chatId, 'To the one that stays');
    await conversation(second.chat).getByText('To the one that stays').waitFor();
  });
});

describe('which sites may show it', () => {
  test('a site that is not allowed is refused by the browser', async () => {
    const channel = await createChannel({ origins: ['https://shop.example'] });
    const { page, faults } = await visit(channel);
    await eventually('the browser says what stood in the way', async () => faults.length > 0);
    expect(faults.splice(0)).toEqual([expect.stringContaining('frame-ancestors')]);
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.frameLocator('iframe').locator('#composer').count()).toBe(0);
  });

  test('one that is allowed is not', async () => {
    const { chat } = await openChat(await createChannel({ origins: ['https://shop.example', site.origin] }));
    await writeInWebchat(chat, 'From the allowed site');
  });
});
