import { botClientInWork, fakeClientInWork, inConversation } from '../../support/browser/conversation-scene';
import { inInbox, openInbox } from '../../support/browser/inbox-page';
import { focusComesTo, focused, press, pressUntil, tabTo } from '../../support/browser/keyboard';
import { messenger, parley, stage } from '../../support/browser/shared-stage';
import { picture, pictureIsShown } from '../../support/browser/webchat-page';
import { createAction } from '../../support/chat-actions';
import { eventually } from '../../support/eventually';

const { list, field, message } = inConversation;
const { conversation, details, noChats } = inInbox;

test('an operator needs keys only, from the list of chats through a conversation to what is beside it, and the focus is always somewhere', async () => {
  const { account, queue, bot, client, chatId } = await botClientInWork(parley, 'The first question');
  await createAction(parley, { queueId: queue.id, process: 'CreateCaseFromChat', name: 'Create case' });
  client.sendDocument({ bytes: picture.buffer, fileName: picture.name, mediaType: picture.mimeType });
  for (let number = 1; number <= 40; number += 1) client.sendText(`message ${number}.`);
  await eventually('all have come', async () => (await account.user.conversation(chatId)).length === 42);
  bot.failNext('sendMessage', { kind: 'status', code: 403 });
  await account.user.say(chatId, 'It fails');
  const tab = await openInbox(stage.browser, parley.base, account);
  const { page } = tab;
  // From the beginning: the browser takes a while before it leaves choosing to others.
  const choosing = page.waitForEvent('filechooser', { timeout: 0 });
  await page.getByRole('list', { name: 'Your chats' }).getByRole('link').waitFor();
  await press(page, 'j');
  await press(page, 'Enter');
  await message(page, 'It fails').getByText('Not delivered').waitFor();

  await press(page, 'Alt+m');
  await pressUntil(page, 'ArrowUp', async () => (await focused(page)).includes('It fails'));
  await tabTo(page, message(page, 'It fails').getByRole('button', { name: 'Send again' }));
  await press(page, 'Enter');
  await message(page, 'It fails').getByRole('img', { name: 'Sent', exact: true }).waitFor();
  await eventually('it still has the focus', async () => (await focused(page)).includes('It fails'));

  // What happened to the chat stands somewhere among the messages: a bot's messages have whole seconds.
  const photo = list(page).getByRole('button', { name: `Open the picture ${picture.name}` });
  await pressUntil(page, 'ArrowUp', () =>
    page.evaluate(() => document.activeElement?.matches('[role=listitem]:has(button > img)') ?? false),
  );
  await press(page, 'Tab');
  await focusComesTo(photo);
  await pictureIsShown(photo.locator('img'));
  await press(page, 'Enter');
  const large = page.getByRole('dialog', { name: 'Pictures of the conversation' });
  await large.waitFor();
  await press(page, 'Escape');
  await focusComesTo(photo);
  // However soon a key follows, it is the large picture's: the conversation behind it stays.
  await page.keyboard.press('Enter');
  await press(page, 'Escape');
  await focusComesTo(photo);

  await pressUntil(page, 'ArrowUp', async () => (await focused(page)).includes('The first question'));
  await list(page).evaluate((element) => {
    element.scrollTop = element.scrollHeight;
  });
  await message(page, 'message 40.').waitFor();
  expect(await focused(page)).toContain('The first question');
  await press(page, 'Alt+r');
  await page.getByText('Reply to Ada').waitFor();
  await focusComesTo(field(page));
  await page.keyboard.type('The answer to it');
  await press(page, 'Enter');
  await message(page, 'The answer to it').getByRole('img', { name: 'Sent', exact: true }).waitFor();
  await focusComesTo(field(page));

  const attach = page.getByRole('button', { name: 'Attach files' });
  await tabTo(page, attach);
  await press(page, 'Enter');
  await (await choosing).setFiles([picture]);
  await tabTo(page, page.getByRole('button', { name: `Remove ${picture.name}` }), 'Shift+Tab');
  await press(page, 'Enter');
  await focusComesTo(field(page));
  const emoji = page.getByRole('button', { name: 'Emoji' });
  await tabTo(page, emoji);
  await press(page, 'Enter');
  await focusComesTo(page.getByRole('searchbox', { name: 'Search emoji' }));
  await press(page, 'Escape');
  await focusComesTo(emoji);

  const action = details(page).getByRole('button', { name: 'Create case' });
  await tabTo(page, action);
  await press(page, 'Enter');
  await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Run' }));
  await press(page, 'Enter');
  await focusComesTo(action);
  await details(page).getByRole('list', { name: 'Processes' }).getByText('Done').waitFor();
  await press(page, 'Alt+t');
  await focusComesTo(page.getByRole('dialog').getByRole('searchbox', { name: 'Search by name' }));
  await press(page, 'Escape');
  await focusComesTo(action);
  await tab.close();
});

test('a template is chosen, filled in and sent by keys, and the chat is completed', async () => {
  const reminder = { id: 'HX1', name: 'reminder', language: 'en', text: 'Dear {{1}}, see you.', variables: ['1'] };
  messenger.answers.templates = async () => ({ kind: 'templates', templates: [reminder] });
  const { account, client, chatId } = await fakeClientInWork(parley, 'Hello', new Date());
  const tab = await openInbox(stage.browser, parley.base, account, { path: `/inbox/${chatId}` });
  const { page } = tab;
  const templates = page.getByRole('button', { name: 'Templates' });
  await templates.waitFor();
  await press(page, 'Alt+r');
  await tabTo(page, templates);
  await press(page, 'Enter');
  await focusComesTo(page.getByRole('searchbox', { name: 'Search templates' }));
  await press(page, 'Tab');
  await press(page, 'Enter');
  await focusComesTo(page.getByRole('dialog').getByRole('textbox', { name: /^1/ }));
  await page.keyboard.type('Vera');
  await press(page, 'Enter');
  await message(page, 'Dear Vera, see you.').getByRole('img', { name: 'Sent', exact: true }).waitFor();
  await focusComesTo(templates);

  await client.write('One thing more', new Date());
  await page.getByRole('list', { name: 'Your chats' }).getByText('One thing more').waitFor();
  await press(page, 'Alt+e');
  await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Complete' }));
  await press(page, 'Enter');
  await noChats(page).waitFor();
  await press(page, 'Tab');
  await tab.close();
});

test('the list of keys names those of the place where one is', async () => {
  const { account, chatId } = await botClientInWork(parley, 'Hello');
  const tab = await openInbox(stage.browser, parley.base, account, { path: `/inbox/${chatId}` });
  const { page } = tab;
  await field(page).waitFor();
  await press(page, 'Escape');
  await focusComesTo(conversation(page));
  await press(page, 'F6');
  await press(page, 'F6');
  await press(page, '?');
  await page.getByRole('dialog').getByText('Show this list').waitFor();
  const lines = await page.getByRole('dialog').locator('dl > div').allTextContents();
  const keys = lines.map((line) => line.replace(/\s+/g, ' '));
  for (const [what, key] of [
    ['Show this list', '?'],
    ['Go to: Inbox', 'GthenI'],
    ['Take chats, or stop taking them', 'AltA'],
    ['Next chat of the list (Enter opens it)', 'J'],
    ['Accept the chat', 'A'],
    ['Undo the decline', 'CtrlZ'],
    ['Open the next chat with unread messages', 'AltN'],
    ['To the next pane: list, conversation, details', 'F6'],
    ['Show or hide the details', 'AltI'],
    ['Transfer the chat', 'AltT'],
    ['Complete the chat', 'AltE'],
    ['Write an answer; with the focus on a message, reply to it', 'AltR'],
    ['To the newest message; ↑ and ↓ lead to others, Tab into one', 'AltM'],
    ['Send (in the field)', 'Enter'],
    ['New line (in the field)', '⇧Enter'],
    ['Quick replies (in the field)', '/'],
  ])
    expect(keys).toContain(`${what}${key}`);
  await press(page, 'Escape');
  await tab.close();
});
