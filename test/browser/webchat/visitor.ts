import { readFile } from 'node:fs/promises';
import type { FrameLocator } from 'playwright-core';
import { parley, stage } from '../../support/browser/shared-webchat-stage';
import { attachFiles, inWebchat, picture, pictureIsShown, writeInWebchat } from '../../support/browser/webchat-page';
import { eventually } from '../../support/eventually';
import { onlyChatOf } from '../../support/look';
import { sampleFiles } from '../../support/sample-files';

const { field, conversation } = inWebchat;

const openShop = (settings: object = {}) => stage.openShop(settings);

const isPictureShown = (chat: FrameLocator, name: string) =>
  pictureIsShown(conversation(chat).getByRole('img', { name }));

/** Drops so many zeroes under each name on the field, one handful right after the other. */
const dropFiles = (chat: FrameLocator, ...handfuls: Array<Array<{ name: string; size: number }>>) =>
  field(chat).evaluate((element, dropped) => {
    for (const files of dropped) {
      const data = new DataTransfer();
      for (const { name, size } of files) data.items.add(new File([new Uint8Array(size)], name));
      element.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }
  }, handfuls);

test('a visitor writes with a picture, is answered with a file, sees what came while it was shut, and resumes', async () => {
  const shop = await openShop();
  const { page, chat } = await shop.openChat();
  const name = chat.getByRole('textbox', { name: 'Your name' });
  await name.fill('Vera');
  await name.press('Enter');
  expect(await field(chat).evaluate((element) => element === document.activeElement)).toBe(true);
  await attachFiles(page, chat, [picture]);
  await chat.getByRole('list', { name: 'Attached files' }).getByText('teapot.png').waitFor();
  await writeInWebchat(chat, 'Do you have this one?');
  await conversation(chat).getByText('Sent').waitFor();
  await isPictureShown(chat, 'teapot.png');

  const chatId = await shop.takenChat();
  const [received] = await shop.operator.conversation(chatId);
  expect(received).toMatchObject({ text: 'Do you have this one?', type: 'image' });
  expect(received?.attachments).toMatchObject([
    { fileName: 'teapot.png', mediaType: 'image/png', size: picture.buffer.length, status: 'stored' },
  ]);
  const stored = await fetch(`${parley.base}${received?.attachments[0]?.url}`);
  expect(Buffer.from(await stored.arrayBuffer()).equals(picture.buffer)).toBe(true);

  await shop.operator.say(chatId, 'Let me look.');
  await conversation(chat).getByText('Let me look.').waitFor();
  await eventually('the operator sees that it was read', async () =>
    (await shop.operator.conversation(chatId)).some(({ deliveryStatus }) => deliveryStatus === 'read'),
  );

  await chat.getByRole('button', { name: 'Close the chat' }).click();
  await page.getByRole('button', { name: 'Open the chat', exact: true }).waitFor();
  await shop.answerWithFile(chatId, 'We do.', { ...picture, name: 'shelf.png' });
  await page.getByRole('button', { name: 'Open the chat, 1 new message' }).waitFor();
  await shop.operator.say(chatId, 'In blue and in green.');
  await page.getByRole('button', { name: 'Open the chat, 2 new messages' }).waitFor();
  const beforeLooking = await shop.operator.conversation(chatId);
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
    (await shop.operator.conversation(chatId)).every(
      ({ direction, deliveryStatus }) => direction === 'incoming' || deliveryStatus === 'read',
    ),
  );
  await writeInWebchat(chat, 'The blue one, please.');
  expect((await onlyChatOf(parley, shop.channel.id)).id).toBe(chatId);
  await eventually('it came into the same chat', async () => (await shop.operator.conversation(chatId)).length === 5);
});

test('a visitor’s HEIC is shown by its preview as soon as that is there, and saved as he sent it', async () => {
  const { heic } = sampleFiles;
  const shop = await openShop();
  const { page, chat } = await shop.openChat();
  await attachFiles(page, chat, [{ name: heic.fileName, mimeType: '', buffer: heic.bytes }]);
  await writeInWebchat(chat, 'A photo');
  await shop.takenChat();
  await isPictureShown(chat, heic.fileName);
  const link = conversation(chat).getByRole('link', { name: heic.fileName });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toBe(heic.fileName);
  expect((await readFile(await download.path())).equals(heic.bytes)).toBe(true);
});

test('what is being written, and the files with it, stand there after a reload', async () => {
  const { page, chat } = await (await openShop()).openChat();
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
  const shop = await openShop();
  const { page, chat, expectOutage } = await shop.openChat();
  expectOutage();
  await page.context().setOffline(true);
  await attachFiles(page, chat, [picture]);
  await writeInWebchat(chat, 'From the train');
  await chat.getByText('could not be sent yet').waitFor();
  await conversation(chat).getByText('Sending').waitFor();
  await page.context().setOffline(false);
  await conversation(chat).getByText('Sent', { exact: true }).waitFor();
  const [message, ...more] = await parley.admin.conversation((await onlyChatOf(parley, shop.channel.id)).id);
  expect(more).toEqual([]);
  expect(message?.attachments).toMatchObject([{ fileName: 'teapot.png', status: 'stored' }]);
});

test('what could not be sent is tried at once when the connection is back', async () => {
  const { page, chat, expectOutage } = await (await openShop()).openChat();
  expectOutage();
  await page.clock.install();
  // The pause before the next attempt does not end by itself.
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.context().setOffline(true);
  await writeInWebchat(chat, 'From the train');
  await chat.getByText('could not be sent yet').waitFor();
  await page.context().setOffline(false);
  await conversation(chat).getByText('Sent', { exact: true }).waitFor();
});

test('what was seen is reported until it gets through', async () => {
  const shop = await openShop();
  const { page, chat, expectRefusals } = await shop.openChat();
  await writeInWebchat(chat, 'Are you there?');
  const chatId = await shop.takenChat();
  let asked = 0;
  expectRefusals(503);
  await page.route('**/seen', (route) => {
    asked += 1;
    return asked > 2 ? route.continue() : route.fulfill({ status: 503 });
  });
  await shop.operator.say(chatId, 'We are.');
  await conversation(chat).getByText('We are.').waitFor();
  await eventually('the operator sees that it was read', async () =>
    (await shop.operator.conversation(chatId)).some(({ deliveryStatus }) => deliveryStatus === 'read'),
  );
  expect(asked).toBe(3);
});

test('what cannot be attached is said in words, and nothing else is lost for it', async () => {
  const { chat } = await (await openShop()).openChat();
  await field(chat).fill('See here');
  // Larger than what a test may hand to a browser: as a person would choose it.
  await dropFiles(chat, [
    { name: 'film.mp4', size: 20 * 1024 * 1024 + 1 },
    { name: 'empty.png', size: 0 },
    { name: 'teapot.png', size: 100 },
  ]);
  const complaint = chat.getByRole('alert');
  await complaint.getByText('film.mp4 is too large: a file may have at most 20 MB.').waitFor();
  await complaint.getByText('empty.png is empty.').waitFor();
  await dropFiles(
    chat,
    Array.from({ length: 10 }, (_, index) => ({ name: `${index}.png`, size: 100 })),
  );
  await complaint.getByText('At most 10 files go with one message.').waitFor();
  const attached = chat.getByRole('list', { name: 'Attached files' }).getByRole('listitem');
  await eventually('ten are attached', async () => (await attached.count()) === 10);
  await chat.getByRole('button', { name: 'Remove teapot.png' }).click();
  expect(await attached.count()).toBe(9);
  expect(await field(chat).inputValue()).toBe('See here');
});

test('files that are attached while others are still being kept count with them', async () => {
  const { chat } = await (await openShop()).openChat();
  const named = (...names: string[]) => names.map((name) => ({ name, size: 1 }));
  await dropFiles(
    chat,
    named('one.txt', 'two.txt', 'three.txt'),
    named(...Array.from({ length: 9 }, (_, index) => `${index}.txt`)),
  );
  await chat.getByRole('alert').getByText('At most 10 files go with one message.').waitFor();
  const attached = chat.getByRole('list', { name: 'Attached files' }).getByRole('listitem');
  await attached.filter({ hasText: '6.txt' }).waitFor();
  expect(await attached.count()).toBe(10);
});

test('pasted pictures and dropped files are attached', async () => {
  const { page, chat } = await (await openShop()).openChat();
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

test('of a document that is copied with a picture of it, the text is pasted', async () => {
  const { chat } = await (await openShop()).openChat();
  const isLeftToBrowser = await field(chat).evaluate((element) => {
    const data = new DataTransfer();
    data.items.add(new File(['picture'], 'image.png', { type: 'image/png' }));
    data.setData('text/plain', 'Prices');
    data.setData('text/html', '<b>Prices</b>');
    return element.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }));
  });
  expect(isLeftToBrowser).toBe(true);
});

test('text of either side never becomes markup', async () => {
  const shop = await openShop({ greeting: '<img src=x onerror="top.postMessage(1)">' });
  const { page, chat } = await shop.openChat();
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  await writeInWebchat(chat, hostile);
  const chatId = await shop.takenChat();
  await shop.answerWithFile(chatId, hostile, { ...picture, name: '<b>x.png' });
  await chat.getByRole('img', { name: '<b>x.png' }).waitFor();
  expect(await conversation(chat).getByText(hostile).count()).toBe(2);
  expect(await chat.locator('script:not([src]), img[src="x"], b').count()).toBe(0);
  expect(page.frames()).toHaveLength(2);
});

test('a text that is longer than a message is said to be, and goes out as several', async () => {
  const shop = await openShop();
  const { page, chat } = await shop.openChat();
  const text = Array.from({ length: 700 }, (_, index) => `word${index}`).join(' ');
  const paste = (pasted: string) =>
    field(chat).evaluate((element, inserted) => {
      (element as HTMLTextAreaElement).select();
      document.execCommand('insertText', false, inserted);
    }, pasted);
  expect(text.length).toBeGreaterThan(4_096);
  await paste(text);
  await chat.getByRole('status').getByText('it will be sent as 2 messages').waitFor();
  expect(await field(chat).inputValue()).toBe(text);
  await attachFiles(page, chat, [picture]);
  await chat.getByRole('list', { name: 'Attached files' }).getByText('teapot.png').waitFor();
  await field(chat).press('Enter');
  await eventually('both have arrived', async () => (await conversation(chat).getByText('Sent').count()) === 2);
  const { id } = await onlyChatOf(parley, shop.channel.id);
  const received = await eventually('both are in the chat', async () => {
    const all = await parley.admin.conversation(id);
    return all.length === 2 && all;
  });
  expect(received.map((message) => message.text).join(' ')).toBe(text);
  expect(received.map(({ attachments }) => attachments.length)).toEqual([0, 1]);
  expect(await field(chat).inputValue()).toBe('');

  const endless = 'x'.repeat(21 * 4_096);
  await paste(endless);
  await field(chat).press('Enter');
  await chat.getByRole('alert').getByText('This would be 21 messages, and at most 20 are sent at once.').waitFor();
  expect(await field(chat).inputValue()).toBe(endless);
});

test('a name that is too long is said to be, and not cut', async () => {
  const { chat } = await (await openShop()).openChat();
  const name = chat.getByRole('textbox', { name: 'Your name' });
  await name.fill('Vera '.repeat(20));
  await field(chat).fill('Hello');
  await field(chat).press('Enter');
  await chat.getByRole('alert').getByText('A name may have at most 80 characters.').waitFor();
  expect([await name.inputValue(), await field(chat).inputValue()]).toEqual(['Vera '.repeat(20), 'Hello']);
  await name.fill('Vera');
  await writeInWebchat(chat, 'Hello');
  await conversation(chat).getByText('Sent').waitFor();
});

test('Enter that ends a composition sends nothing, as Safari reports it, too', async () => {
  const { chat } = await (await openShop()).openChat();
  await field(chat).fill('にほん');
  const press = (about: { keyCode: number; isComposing: boolean }) =>
    field(chat).evaluate((element, init) => {
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...init }));
    }, about);
  await press({ keyCode: 229, isComposing: false });
  await press({ keyCode: 229, isComposing: true });
  await press({ keyCode: 13, isComposing: true });
  expect(await field(chat).inputValue()).toBe('にほん');
  await press({ keyCode: 13, isComposing: false });
  await conversation(chat).getByText('にほん').waitFor();
  expect(await field(chat).inputValue()).toBe('');
});

test('each message runs in the direction of its language, and its addresses are links', async () => {
  const shop = await openShop();
  const { chat } = await shop.openChat();
  await writeInWebchat(chat, 'שלום, ראו “https://example.com/smart” או www.example.com');
  const chatId = await shop.takenChat();
  await shop.operator.say(chatId, 'See https://example.com/Curtain_(disambiguation) or write to vera@mail.example.');
  await shop.operator.say(chatId, 'مرحبا بك! https://example.com/x؟');
  const links = conversation(chat).getByRole('link');
  await eventually('all of them are links', async () => (await links.count()) === 5);
  expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual([
    'https://example.com/smart',
    'https://www.example.com/',
    'https://example.com/Curtain_(disambiguation)',
    'mailto:vera@mail.example',
    'https://example.com/x',
  ]);
  const directions = await conversation(chat)
    .locator('.words')
    .evaluateAll((all) => all.map((element) => getComputedStyle(element).direction));
  expect(directions).toEqual(['rtl', 'ltr', 'rtl']);
  await field(chat).fill('مرحبا');
  expect(await field(chat).evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
});
