import type { Locator } from 'playwright-core';
import { expectAccessible } from '../../support/browser/axe';
import {
  botClientInWork,
  fakeClientInWork,
  inConversation,
  visitorInWork,
} from '../../support/browser/conversation-scene';
import { expectNoSidewaysScroll } from '../../support/browser/layout';
import { messenger, parley, stage } from '../../support/browser/shared-stage';
import { eventually } from '../../support/eventually';
import { pngOf } from '../../support/png';

const hourMs = 3_600_000;
const { list, field, message } = inConversation;

test('messages go both ways live, and what the client sees is read', async () => {
  const scene = await visitorInWork(parley, 'Hello, is anybody there?');
  const tab = await stage.openChat(scene);
  const { page } = tab;
  await message(page, 'Hello, is anybody there?').waitFor();
  await field(page).fill('Yes.');
  await field(page).press('Shift+Enter');
  await page.keyboard.type('How can I help?');
  await page.keyboard.press('Enter');
  await message(page, 'How can I help?').waitFor();
  expect(await field(page).inputValue()).toBe('');
  const sees = await eventually('the visitor has the answer', async () => {
    const all = await scene.visitor.sees();
    return all.length > 1 && all;
  });
  expect(sees.map(({ text }) => text)).toEqual(['Hello, is anybody there?', 'Yes.\nHow can I help?']);
  await message(page, 'How can I help?')
    .getByRole('img', { name: /^(Sent|Delivered|Read)$/ })
    .waitFor();
  await scene.visitor.write('My lamp is broken');
  await message(page, 'My lamp is broken').waitFor();
  await eventually('it is read', async () => (await scene.account.user.chat(scene.chatId)).unreadCount === 0);
  await expectAccessible(page);
  await tab.close();
});

test('what a client writes stays text, and its links open elsewhere', async () => {
  const markup = '<img src=x onerror="document.title=1"><b>bold</b>';
  const scene = await visitorInWork(parley, `${markup} https://shop.example/a?b=1.`);
  const tab = await stage.openChat(scene);
  const { page } = tab;
  await message(page, markup).waitFor();
  expect(await list(page).locator('img, b').count()).toBe(0);
  const link = list(page).getByRole('link');
  expect([await link.getAttribute('href'), await link.getAttribute('rel'), await link.getAttribute('target')]).toEqual([
    'https://shop.example/a?b=1',
    'noopener noreferrer',
    '_blank',
  ]);
  await tab.close();
});

test('a picture is pasted, shown and sent, and another one is dropped; they open large', async () => {
  const scene = await botClientInWork(parley, 'Where is the switch?');
  const tab = await stage.openChat(scene);
  const { page } = tab;
  const bytes = [...pngOf({ width: 40, height: 30 })];
  const transfer = (name: string) =>
    page.evaluateHandle(
      ({ bytes, name }) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
        return data;
      },
      { bytes, name },
    );
  const pasted = await transfer('switch.png');
  await field(page).evaluate(
    (element, clipboardData) =>
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })),
    pasted,
  );
  await page.getByRole('button', { name: 'Remove switch.png' }).waitFor();
  const dropped = await transfer('lamp.png');
  await list(page).dispatchEvent('dragover', { dataTransfer: dropped });
  await page.getByText('Drop the files here').waitFor();
  await list(page).dispatchEvent('drop', { dataTransfer: dropped });
  await page.getByRole('button', { name: 'Remove lamp.png' }).waitFor();
  await field(page).fill('Look at these');
  await page.getByRole('button', { name: 'Send', exact: true }).and(page.locator(':not([aria-disabled])')).click();
  await message(page, 'Look at these').getByRole('button', { name: 'Open the picture switch.png' }).click();
  const large = page.getByRole('dialog', { name: 'Pictures of the conversation' });
  await large.getByRole('img', { name: 'switch.png' }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('ArrowRight');
  await large.getByRole('img', { name: 'lamp.png' }).waitFor();
  await page.keyboard.press('Escape');
  await large.waitFor({ state: 'detached' });
  await eventually('the bot has sent both', async () => scene.bot.sent.length === 2);
  await tab.close();
});

test('why an answer was not delivered is told, and it is sent again', async () => {
  const scene = await botClientInWork(parley, 'Hello');
  const tab = await stage.openChat(scene);
  const { page } = tab;
  scene.bot.failNext('sendMessage', { kind: 'status', code: 403 });
  await field(page).fill('Good morning');
  await page.keyboard.press('Enter');
  const answer = message(page, 'Good morning');
  await answer.getByText(/^Not delivered: .*blocked/).waitFor();
  await answer.getByRole('img', { name: 'Not delivered' }).waitFor();
  await answer.getByRole('button', { name: 'Send again' }).click();
  await answer.getByRole('img', { name: 'Sent', exact: true }).waitFor();
  expect(scene.bot.sent.map(({ params }) => params.text)).toEqual(['Good morning']);
  await tab.close();
});

test('an answer whose receipt is lost is sent once; what is refused can be changed', async () => {
  const scene = await fakeClientInWork(parley, 'Hello', new Date());
  const tab = await stage.openChat(scene);
  tab.expectOutage();
  tab.expectRefusals(422);
  const { page } = tab;
  let lost = 0;
  await page.route('**/messages', async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    await route.abort();
  });
  await field(page).fill('exactly once');
  await page.keyboard.press('Enter');
  await message(page, 'exactly once').getByRole('img', { name: 'Sent', exact: true }).waitFor();
  expect([lost, await message(page, 'exactly once').count()]).toEqual([1, 1]);
  const texts = (await scene.account.user.conversation(scene.chatId)).map(({ text }) => text);
  expect(texts).toEqual(['Hello', 'exactly once']);

  // The messenger takes less than this page knows.
  const { outgoing } = messenger.provider;
  const { maxTextLength } = outgoing;
  outgoing.maxTextLength = 50;
  await field(page).fill('x'.repeat(51));
  await page.keyboard.press('Enter');
  const refused = page.getByRole('article').filter({ hasText: 'Not sent: Fake messenger takes at most 50 characters' });
  await refused.getByRole('button', { name: 'Edit' }).click();
  await refused.waitFor({ state: 'detached' });
  expect(await field(page).inputValue()).toBe('x'.repeat(51));
  outgoing.maxTextLength = maxTextLength;
  await tab.close();
});

test('a quick reply is found by / and taken by keys alone, as emoji are', async () => {
  const { admin } = parley;
  const replies = '/api/quick-replies';
  await admin.ok('POST', replies, { title: 'Greeting', text: 'Good day, {{contact.firstName}}!', language: 'en' });
  await admin.ok('POST', replies, { title: 'Goodbye', text: 'Have a nice day.', language: 'en' });
  await admin.ok('POST', replies, { title: 'Opening hours', text: 'From 9 to 5.', language: 'en' });
  const scene = await botClientInWork(parley, 'Hello');
  const tab = await stage.openChat(scene);
  const { page } = tab;
  await page.getByRole('heading', { name: 'Ada' }).first().waitFor();
  await field(page).focus();
  await page.keyboard.type('/goo');
  const options = page.getByRole('listbox', { name: 'Quick replies' });
  await options.getByRole('option', { name: 'Goodbye' }).waitFor();
  await eventually('only what fits is shown', async () => (await options.getByRole('option').count()) === 2);
  await expectAccessible(page);
  await page.keyboard.press('ArrowDown');
  await options.getByRole('option', { name: 'Goodbye', selected: true }).waitFor();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  expect(await field(page).inputValue()).toBe('Good day, Ada!');
  await page.keyboard.type(' /');
  await options.waitFor();
  await page.keyboard.press('Escape');
  await options.waitFor({ state: 'detached' });
  await page.keyboard.press('Backspace');

  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('searchbox', { name: 'Search emoji' }).waitFor();
  await page.keyboard.type('thumbs up');
  await page.keyboard.press('Enter');
  await eventually('it is in the text', async () => (await field(page).inputValue()) === 'Good day, Ada! 👍');
  await page.keyboard.press('Enter');
  await message(page, 'Good day, Ada! 👍').getByRole('img', { name: 'Sent', exact: true }).waitFor();
  await tab.close();
});

test('a message is replied to, and its quote leads back to it', async () => {
  const scene = await botClientInWork(parley, 'The first question');
  const tab = await stage.openChat(scene);
  const { page } = tab;
  await message(page, 'The first question').getByRole('button', { name: 'Reply to this message' }).click();
  await page.getByText('Reply to Ada').waitFor();
  await page.keyboard.type('The answer to it');
  await page.keyboard.press('Enter');
  const answer = message(page, 'The answer to it');
  await answer.getByRole('button', { name: /Ada.*The first question/ }).click();
  await eventually('it went out as a reply', async () => scene.bot.sent.some(({ params }) => params.reply_parameters));
  await tab.close();
});

test('what was begun is there after a reload, in its chat', async () => {
  const scene = await visitorInWork(parley, 'Hello');
  const tab = await stage.openChat(scene);
  const { page } = tab;
  await field(page).fill('Half a sen');
  await page.reload();
  await field(page).waitFor();
  expect(await field(page).inputValue()).toBe('Half a sen');
  await field(page).fill('');
  await page.reload();
  await field(page).waitFor();
  expect(await field(page).inputValue()).toBe('');
  await tab.close();
});

test('outside the window only a template can be sent, until the client writes', async () => {
  const reminder = { id: 'HX1', name: 'reminder', language: 'en', text: 'Dear {{1}}, see you.', variables: ['1'] };
  messenger.answers.templates = async () => ({ kind: 'templates', templates: [reminder] });
  const scene = await fakeClientInWork(parley, 'Long ago', new Date(Date.now() - 49 * hourMs));
  const tab = await stage.openAt(scene.account, `/inbox/${scene.chatId}`);
  const { page } = tab;
  await page.getByRole('button', { name: 'Choose a template' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /reminder/ }).click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Send the template' }).click();
  await dialog.getByText('Every variable needs a value.').waitFor();
  await dialog.getByRole('textbox', { name: /^1/ }).fill('Vera');
  await dialog.getByRole('button', { name: 'Send the template' }).click();
  await message(page, 'Dear Vera, see you.').getByRole('img', { name: 'Sent', exact: true }).waitFor();
  await scene.client.write('I am back');
  await field(page).waitFor();
  await page.getByText(/^Free answers until/).waitFor();
  await tab.close();
});

describe.each([
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'ru' },
] as const)('in $theme and $language', ({ theme, language }) => {
  test.each([1280, 360])('the conversation is accessible and fits into %i pixels', async (width) => {
    const scene = await botClientInWork(parley, `A very long word: ${'Donaudampfschifffahrt'.repeat(8)}`);
    const { client, bot, account, chatId } = scene;
    client.sendPhoto();
    client.sendDocument();
    client.sendVoice();
    client.sendLocation({ latitude: 52.52, longitude: 13.405 });
    client.sendContact({ phoneNumber: '+49 151 1234567', firstName: 'Bob' });
    client.sendDice();
    client.sendText('שלום, זה טקסט מימין לשמאל');
    bot.failNext('sendMessage', { kind: 'status', code: 403 });
    await account.user.say(chatId, 'It fails');
    const tab = await stage.openAt(account, `/inbox/${chatId}`, { theme, language, width, height: 740 });
    const { page } = tab;
    await page.getByRole('button', { name: language === 'en' ? 'Send again' : 'Отправить ещё раз' }).waitFor();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
    await tab.close();
  });
});

test('Enter that ends a composition sends nothing and chooses nothing, as Safari reports it, too', async () => {
  const scene = await visitorInWork(parley, 'こんにちは');
  const tab = await stage.openChat(scene);
  const { page } = tab;
  const press = (target: Locator, about: { keyCode: number; isComposing: boolean }) =>
    target.evaluate((element, init) => {
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...init }));
    }, about);
  const compositions = [
    { keyCode: 229, isComposing: false },
    { keyCode: 229, isComposing: true },
    { keyCode: 13, isComposing: true },
  ];
  await field(page).fill('にほん');
  for (const about of compositions) await press(field(page), about);
  expect(await field(page).inputValue()).toBe('にほん');
  await page.getByRole('button', { name: 'Emoji' }).click();
  const search = page.getByRole('searchbox', { name: 'Search emoji' });
  await search.fill('tea');
  for (const about of compositions) await press(search, about);
  expect(await search.inputValue()).toBe('tea');
  await page.keyboard.press('Escape');
  await press(field(page), { keyCode: 13, isComposing: false });
  await message(page, 'にほん').waitFor();
  const answers = await eventually('the visitor has the answer', async () => {
    const all = await scene.visitor.sees();
    return all.length > 1 && all.slice(1);
  });
  expect(answers.map(({ text }) => text)).toEqual(['にほん']);
  await tab.close();
});

test('each caption of an album stands at its file', async () => {
  const { client, account, chatId } = await botClientInWork(parley, 'Here they are');
  for (const name of ['first', 'second'])
    client.sendDocument({ fileName: `${name}.pdf`, caption: `The ${name} one`, mediaGroupId: '7' });
  const tab = await stage.openAt(account, `/inbox/${chatId}`);
  const album = tab.page.getByRole('group', { name: /2/ });
  await album.getByText('The second one').waitFor();
  const shown = ((await album.textContent()) ?? '').match(/first\.pdf|second\.pdf|The \w+ one/g);
  expect([...new Set(shown)]).toEqual(['first.pdf', 'The first one', 'second.pdf', 'The second one']);
  await tab.close();
});

test('addresses are links, without what stands around them', async () => {
  const scene = await visitorInWork(
    parley,
    'See “https://example.com/smart” or (www.example.com/a_(b)), vera@mail.example.',
  );
  const tab = await stage.openChat(scene);
  const links = list(tab.page).getByRole('link', { name: 'example' });
  await eventually('all of them are links', async () => (await links.count()) === 3);
  expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual([
    'https://example.com/smart',
    'https://www.example.com/a_(b)',
    'mailto:vera@mail.example',
  ]);
  await tab.close();
});
