import type { Page } from 'playwright-core';
import type { ApiClient } from '../../support/api-client';
import { expectAccessible } from '../../support/browser/axe';
import { createAccount } from '../../support/browser/console-pages';
import {
  inConversation,
  operatorWithQueue,
  takeOffered,
  visitorInWork,
} from '../../support/browser/conversation-scene';
import { parley, stage } from '../../support/browser/shared-stage';
import { createQueue, createTelegramChannel, createWebchatChannel, setSetting, Visitor } from '../../support/builders';
import { eventually } from '../../support/eventually';
import { sampleFiles } from '../../support/sample-files';

const { field, message } = inConversation;

const details = (page: Page) => page.getByRole('region', { name: 'Details', exact: true });

describe('the contact beside the conversation', () => {
  /** Somebody whom two messengers know, whose last chat an operator has who may manage chats. */
  async function knownTwice() {
    const account = await createAccount(parley, { name: 'Olga Operator', permissions: ['CanManageChats'] });
    const queue = await createQueue(parley, { operators: [{ userId: account.user.userId }] });
    await account.user.setStatus('active');
    const website = await createWebchatChannel(parley, queue.id);
    await (await Visitor.arrive(parley, website.id, 'Ada from the page')).write('My lamp is broken');
    const former = await takeOffered(account);
    await account.user.close(former.id);
    const bot = parley.telegram.createBot();
    await createTelegramChannel(parley, { bot, queueId: queue.id });
    bot.client({ firstName: 'Ada', lastName: 'Lind', photo: sampleFiles.jpeg.bytes }).sendText('It is me again');
    const chat = await takeOffered(account);
    return { account, former, chat };
  }

  test('has a photo, becomes one with another, and leads to the former chats and back to what was being written', async () => {
    const { account, former, chat } = await knownTwice();
    await eventually('the photo is here', async () => (await parley.admin.chat(chat.id)).contact.photoUrl);
    const tab = await stage.openChat({ account, chatId: chat.id });
    const { page } = tab;
    const card = details(page).getByRole('article', { name: 'Ada Lind' });
    await eventually('the photo is shown', () =>
      card.locator('img').evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 0),
    );
    await field(page).fill('Half a sentence');
    await card.getByRole('button', { name: 'More about this contact' }).click();
    await page.getByRole('menuitem', { name: 'Merge…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Merge another contact into Ada Lind' });
    await dialog.getByRole('searchbox').fill('from the page');
    await dialog.getByRole('radio', { name: /Ada from the page/ }).check();
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByText('The contacts are one now.').waitFor();
    await card.getByText('Web chat', { exact: true }).first().waitFor();
    await card.getByText(/^(now|\d+ (second|minute)s? ago)$/).waitFor();
    await expectAccessible(page);

    await card.getByRole('link', { name: `#${former.number}` }).click();
    await page.waitForURL(`**/console/chats/${former.id}`);
    await message(page, 'My lamp is broken').waitFor();
    expect(await field(page).count()).toBe(0);
    await page.goBack();
    await page.waitForURL(`**/console/inbox/${chat.id}`);
    await message(page, 'It is me again').waitFor();
    expect(await field(page).inputValue()).toBe('Half a sentence');
    await tab.close();
  });
});

describe('a transfer', () => {
  beforeAll(() => setSetting(parley, 'SimultaneousChats', 1));
  afterAll(() => setSetting(parley, 'SimultaneousChats', 5));

  /** Olga, who has a chat; Fred, who is full; Rita, who has room; Ivo, who is away. */
  async function colleagues(name: string) {
    const { account, chatId, queue } = await visitorInWork(parley, 'Hello');
    const rita = await operatorWithQueue(parley);
    const full = await visitorInWork(parley, 'Taken');
    const rename = (user: ApiClient, to: string) =>
      parley.admin.ok('PATCH', `/api/users/${user.userId}`, { name: `${to} ${name}` });
    await rename(rita.account.user, 'Rita');
    await rename(full.account.user, 'Fred');
    await rename(account.user, 'Olga');
    const away = await operatorWithQueue(parley);
    await away.account.user.setStatus('inactive');
    await rename(away.account.user, 'Ivo');
    return { account, chatId, queue, rita };
  }

  async function openDialog(page: Page) {
    await details(page).getByRole('button', { name: 'Transfer…' }).click();
    const dialog = page.getByRole('dialog', { name: /^Transfer chat \d+$/ });
    await dialog.getByRole('radio').first().waitFor();
    return dialog;
  }

  test('is offered to others who have room, and refused in words when one has none any more', async () => {
    const { account, chatId, rita } = await colleagues('A');
    const tab = await stage.openChat({ account, chatId });
    tab.expectRefusals(409);
    const { page } = tab;
    const dialog = await openDialog(page);
    expect(await dialog.getByRole('radio', { name: /Olga A/ }).count()).toBe(0);
    expect(await dialog.getByRole('radio', { name: /Fred A.*No room/ }).isDisabled()).toBe(true);
    expect(await dialog.getByRole('radio', { name: /Ivo A.*Inactive/ }).isDisabled()).toBe(true);
    await expectAccessible(page);
    const free = dialog.getByRole('radio', { name: /Rita A/ });
    await free.check();
    const channel = await createWebchatChannel(parley, rita.queue.id);
    await (await Visitor.arrive(parley, channel.id, 'Quick')).write('I was quicker');
    await takeOffered(rita.account);
    await dialog.getByRole('button', { name: 'Transfer', exact: true }).click();
    await dialog.getByText('That operator has as many chats as an operator may have at once.').waitFor();
    await dialog.getByRole('radio', { name: /Rita A.*No room/ }).waitFor();
    expect((await parley.admin.chat(chatId)).operator?.name).toBe('Olga A');
    await tab.close();
  });

  test('to a queue gives the chat to whoever has room there, and leads back to the list', async () => {
    const { account, chatId, rita } = await colleagues('B');
    const tab = await stage.openChat({ account, chatId });
    const { page } = tab;
    const dialog = await openDialog(page);
    await dialog.getByRole('tab', { name: 'To a queue' }).click();
    await dialog.getByRole('searchbox').fill(rita.queue.name);
    await dialog.getByRole('radio', { name: rita.queue.name }).check();
    await dialog.getByRole('button', { name: 'Transfer', exact: true }).click();
    await page.getByText(/^Chat \d+ was transferred: /).waitFor();
    await page.waitForURL('**/console/inbox');
    const [offered] = await eventually('it is offered there', async () => {
      const mine = await rita.account.user.mine();
      return mine.offered.length > 0 && mine.offered;
    });
    expect(offered?.id).toBe(chatId);
    await tab.close();
  });
});
