import type { Page } from 'playwright-core';
import { expectAccessible } from '../../support/browser/axe';
import type { Tab } from '../../support/browser/browser';
import { inConversation, operatorWithQueue } from '../../support/browser/conversation-scene';
import { parley, stage } from '../../support/browser/shared-stage';
import { eventually } from '../../support/eventually';
import { facebookChannel } from '../../support/facebook/scene';
import { onlyChatOf } from '../../support/look';
import { untilStatus } from '../../support/routing-scenes';

const bot = '555000555000555';
const { field, list, message } = inConversation;

/** A bot talks to a client of a page whose queue an operator has. */
async function withBot() {
  const { account, queue } = await operatorWithQueue(parley);
  const scene = await facebookChannel(parley, { queueId: queue.id });
  scene.page.defaultApp = bot;
  const client = scene.page.client({ firstName: 'Ada', lastName: 'Lind' });
  client.sendText('Hello, bot');
  const { id: chatId } = await onlyChatOf(parley, scene.channelId);
  scene.page.appSays(client, bot, 'I am a bot');
  await eventually('the bot’s answer is there', async () => (await parley.admin.conversation(chatId)).length === 2);
  return { ...scene, account, client, chatId };
}

type WithBot = Awaited<ReturnType<typeof withBot>>;

async function openAt({ account }: Pick<WithBot, 'account'>, path: string): Promise<Tab> {
  const tab = await stage.openAt(account, path);
  await tab.page.getByRole('heading', { name: 'Ada Lind' }).first().waitFor();
  return tab;
}

/** The bot gives the conversation to us, and the operator takes the chat that is offered. */
async function takeFromBot({ page: facebookPage, client, chatId }: WithBot, page: Page): Promise<void> {
  facebookPage.pass(client, parley.facebook.app.id);
  await page
    .getByRole('button', { name: /^Accept/ })
    .first()
    .click();
  await page.waitForURL(`**/console/inbox/${chatId}`);
  await field(page).waitFor();
}

test('a chat that a bot has is found among the chats, asked for, and comes as an offer with what the bot said', async () => {
  const scene = await withBot();
  const tab = await openAt(scene, `/chats/${scene.chatId}`);
  const { page } = tab;
  await message(page, 'I am a bot').waitFor();
  await page.getByRole('button', { name: 'More about this chat' }).click();
  await page.getByRole('menuitem', { name: 'Take over from the bot' }).click();
  await page.getByText('The bot was asked for the chat; it comes as a new chat comes.').waitFor();
  expect(parley.facebook.app.threadRequests).toContain(scene.client.id);

  await page.getByRole('link', { name: 'Inbox' }).click();
  await takeFromBot(scene, page);
  await message(page, 'I am a bot').getByText(`Another app (${bot}) (not an operator)`).first().waitFor();
  await list(page).getByText('The chat was given to the operators').waitFor();
  await field(page).fill('I am a person');
  await field(page).press('Enter');
  await eventually('the client has it', async () => scene.client.received.some(({ text }) => text === 'I am a person'));
  await tab.close();
});

test('an operator hands a chat to the bot; when it comes back, what was said meanwhile is there', async () => {
  const scene = await withBot();
  const tab = await openAt(scene, `/inbox/${scene.chatId}`);
  const { page } = tab;
  await page.getByText('A bot has this chat.').waitFor();
  expect(await field(page).count()).toBe(0);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Take over from the bot' }).click();
  await page.getByText('The bot was asked for the chat; it comes as a new chat comes.').waitFor();
  await takeFromBot(scene, page);

  await page.getByRole('button', { name: 'More about this chat' }).click();
  await page.getByRole('menuitem', { name: 'Hand to the bot' }).click();
  await page.getByText(/^Chat \d+ was handed to the bot\.$/).waitFor();
  await page.waitForURL('**/console/inbox');
  await untilStatus(parley, scene.chatId, 'bot');
  expect(scene.client.conversation.owner).toBe(bot);

  scene.client.sendText('And now?');
  scene.page.appSays(scene.client, bot, 'Me again');
  await eventually('both are there', async () => (await parley.admin.conversation(scene.chatId)).length === 4);
  await takeFromBot(scene, page);
  await message(page, 'Me again').waitFor();
  await message(page, 'And now?').waitFor();
  await list(page).getByText('The chat was given to a bot').first().waitFor();
  await tab.close();
});
