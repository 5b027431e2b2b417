import type { Locator } from 'playwright-core';
import { expectAccessible } from '../../support/browser/axe';
import { createAccount } from '../../support/browser/console-pages';
import {
  addMessages,
  inConversation,
  operatorWithQueue,
  visitorInWork,
} from '../../support/browser/conversation-scene';
import { parley, stage } from '../../support/browser/shared-stage';
import { createQueue, createWebchatChannel, Visitor } from '../../support/builders';
import { eventually } from '../../support/eventually';

const { field, list, message } = inConversation;

test('that the client types is seen, until the message comes', async () => {
  const scene = await visitorInWork(parley, 'Hello');
  const tab = await stage.openAt(scene.account, `/inbox/${scene.chatId}`);
  const { page } = tab;
  await message(page, 'Hello').waitFor();
  const typing = page.getByText('Vera Visitor is typing…').last();
  await eventually('it is seen', async () => {
    await scene.visitor.types();
    return typing.isVisible();
  });
  await scene.visitor.write('A longer sentence');
  await message(page, 'A longer sentence').waitFor();
  expect(await typing.isVisible()).toBe(false);
  await tab.close();
});

test('with whom a chat was stands between the messages, in its order', async () => {
  const [olga, oleg] = [await createAccount(parley, { name: 'Olga' }), await createAccount(parley, { name: 'Oleg' })];
  const operators = [{ userId: olga.user.userId }, { userId: oleg.user.userId }];
  const queue = await createQueue(parley, { operators });
  const channel = await createWebchatChannel(parley, queue.id);
  await olga.user.setStatus('active');
  const visitor = await Visitor.arrive(parley, channel.id, 'Vera Visitor');
  await visitor.write('Who is there?');
  const { id } = await eventually('it is offered', async () => (await olga.user.mine()).offered[0]);
  await olga.user.decline(id);
  await oleg.user.setStatus('active');
  await eventually('it is offered to the other', async () => (await oleg.user.mine()).offered[0]);
  await oleg.user.accept(id);
  await oleg.user.say(id, 'One moment');
  await oleg.user.ok('POST', `/api/chats/${id}/transfer`, { operatorId: olga.user.userId });
  const tab = await stage.openAt(olga, `/inbox/${id}`);
  const { page } = tab;
  await field(page).waitFor();
  const rows = list(page).getByRole('listitem');
  const said = ['Who is there?', 'Olga declined the chat', 'Oleg took the chat', 'One moment'];
  const wanted = [...said, 'The chat was transferred to Olga'];
  await eventually('all are there in their order', async () => {
    const texts = await rows.allTextContents();
    const places = wanted.map((text) => texts.findIndex((row) => row.includes(text)));
    return places.every((place, index) => place > (places[index - 1] ?? -1));
  });
  await expectAccessible(page);
  await tab.close();
});

test('a chat that is completed while its answer is written says so, and keeps what was written', async () => {
  const scene = await visitorInWork(parley, 'Hello');
  const tab = await stage.openAt(scene.account, `/inbox/${scene.chatId}`);
  const { page } = tab;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await field(page).fill('Half a sentence of mine');
  await parley.admin.close(scene.chatId);
  await page
    .getByText(/^The chat was completed .*Completed by an administrator\. What the client writes next is a new chat\.$/)
    .waitFor();
  await list(page).getByText('The chat was completed').waitFor();
  expect(await field(page).count()).toBe(0);
  const left = page.getByRole('textbox', { name: 'What you had begun to write' });
  expect(await left.inputValue()).toBe('Half a sentence of mine');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByText('The text is copied.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Half a sentence of mine');
  await page.getByRole('button', { name: 'Discard' }).click();
  await left.waitFor({ state: 'detached' });
  await page.reload();
  await page
    .getByText(/^The chat was completed/)
    .first()
    .waitFor();
  expect(await left.count()).toBe(0);
  await tab.close();
});

describe('a message that was found', () => {
  const found = 'the zebra crossing';

  /** In a conversation that is longer than what is loaded at first, and answered by nobody. */
  async function longChat() {
    const { account, queue } = await operatorWithQueue(parley);
    await account.user.setStatus('inactive');
    const channel = await createWebchatChannel(parley, queue.id);
    const visitor = await Visitor.arrive(parley, channel.id, 'Zoe');
    await visitor.write('message 0');
    const path = `/api/chats?view=all&channelId=${channel.id}`;
    const { id } = await eventually('the chat is there', async () => {
      const { items } = await parley.admin.ok<{ items: Array<{ id: string }> }>('GET', path);
      return items[0];
    });
    await addMessages(parley, id, 1_000);
    await parley.storage.messages.model.updateOne({ chatId: id, text: /^message 300\./ }, { $set: { text: found } });
    return { account, chatId: id };
  }

  /** Whole, and where it stays. */
  async function expectInSight(row: Locator, within: Locator): Promise<void> {
    let last = Number.NaN;
    await eventually('it is in sight and stays where it is', async () => {
      const [its, all] = [await row.boundingBox(), await within.boundingBox()];
      if (its === null || all === null) return false;
      const isInSight = its.y >= all.y && its.y + its.height <= all.y + all.height;
      const isStill = its.y === last;
      last = its.y;
      return isInSight && isStill;
    });
  }

  test('is shown marked in the middle of its conversation, which is only read', async () => {
    const scene = await longChat();
    const tab = await stage.openAt(scene.account, '/chats?q=zebra');
    const { page } = tab;
    const row = message(page, found);
    // For a moment.
    await Promise.all([
      row.and(page.locator('[aria-current]')).waitFor(),
      page.getByRole('list', { name: 'Chats', exact: true }).getByRole('link').filter({ hasText: 'Zoe' }).click(),
    ]);
    await expectInSight(row, list(page));
    await message(page, 'message 299.').waitFor();
    expect(await field(page).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Reply to this message' }).count()).toBe(0);
    await row.and(page.locator('[aria-current]')).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^To the newest message/ }).click();
    await message(page, 'message 1000.').waitFor();
    await tab.close();
  });

  test('and deleted since is said to be gone, with the conversation at its end', async () => {
    const scene = await longChat();
    const tab = await stage.openAt(scene.account, `/chats/${scene.chatId}?message=no-such-message`);
    const { page } = tab;
    await page.getByText('The message is not there any more.').waitFor();
    await message(page, 'message 1000.').waitFor();
    await tab.close();
  });
});
