import type { Page } from 'playwright-core';
import { startBrowser, type Tab, type TestBrowser } from '../support/browser/browser';
import { createAccount, statusSwitch } from '../support/browser/console-pages';
import { inConversation } from '../support/browser/conversation-scene';
import { inInbox, openInbox, transferTo } from '../support/browser/inbox-page';
import {
  inWebchat,
  openWebchat,
  picture,
  pictureIsShown,
  type Visit,
  writeInWebchat,
} from '../support/browser/webchat-page';
import { createQueue, createWebchatChannel, setSetting } from '../support/builders';
import { createAction } from '../support/chat-actions';
import { eventually } from '../support/eventually';
import { type ForeignSite, startForeignSite } from '../support/foreign-site';
import { createGate, type Gate } from '../support/gate';
import { type Parley, startParley } from '../support/parley';
import { apiBaseOf, environmentOf, type ParleyProcess, spawnParley } from '../support/process';

/** After a while pages try to come back every 15 s only, and the visitor's up to a quarter later. */
const backAgain = { timeout: 60_000 };
/** Offers are that short at first; whoever misses one is told by the chat's workflow. */
const offerMinutes = 0.3;
const lapsed = { timeout: offerMinutes * 60_000 + 60_000 };

const { row, accept, group, conversation, details, noChats, connectionLost } = inInbox;
const { field, message } = inConversation;

let parley: Parley;
let site: ForeignSite;
/** The process that the pages talk to; the one within the test serves the test alone. */
let api: ParleyProcess;
let base: string;
/** The client's, and one for each operator. */
const browsers: TestBrowser[] = [];

beforeAll(async () => {
  parley = await startParley();
  await parley.startWorker();
  site = await startForeignSite();
  api = spawnParley('api/server.js', environmentOf(parley));
  base = await apiBaseOf(api);
  for (let count = 0; count < 3; count += 1) browsers.push(await startBrowser());
});

afterAll(async () => {
  const closed = await Promise.allSettled(browsers.map((browser) => browser.close()));
  await api.kill();
  await site.stop();
  await parley.stop();
  expect(closed.filter(({ status }) => status === 'rejected')).toEqual([]);
});

test('a client and two operators, from the first message past a lapsed offer and a killed API to the next chat', async () => {
  const { vera, olga, oleg } = await everybodyAtTheirPage();

  await writeInWebchat(vera.chat, 'My teapot came without a lid');
  await shownTo(vera, 'My teapot came without a lid').getByText('Sent').waitFor();
  await accept(olga.page, 'Vera').waitFor();
  expect(await row(olga.page, 'Vera').getByRole('timer').textContent()).toMatch(/^0:\d\d$/);
  await noChats(oleg.page).waitFor();

  // Olga misses it.
  await setSetting(parley, 'OmniChatOperatorAcceptChatTimeout', 5);
  await statusSwitch(oleg.page).click();
  await row(olga.page, 'Vera').waitFor({ ...lapsed, state: 'detached' });
  await olga.page.getByText('an offered chat was not taken in time').waitFor();
  await accept(oleg.page, 'Vera').waitFor();
  const timer = row(oleg.page, 'Vera').getByRole('timer');
  const shown = await timer.textContent();
  expect(shown).toMatch(/^[1-5]:\d\d$/);
  await eventually('it counts down', async () => (await timer.textContent()) !== shown);
  expect(await inWebchat.messages(vera.chat).count()).toBe(1);

  await accept(oleg.page, 'Vera').click();
  await group(oleg.page, /^In work/).waitFor();
  await message(oleg.page, 'My teapot came without a lid').waitFor();
  await conversation(oleg.page).getByText('The offer to Olga lapsed').waitFor();
  await noChats(olga.page).waitFor();

  await answerWithPicture(oleg, 'Is it this one?');
  await shownTo(vera, 'Is it this one?').getByText('Oleg ·').waitFor();
  await pictureIsShown(shownTo(vera, 'Is it this one?').getByRole('img', { name: picture.name }));
  await message(oleg.page, 'Is it this one?').getByRole('img', { name: 'Read' }).waitFor();
  await writeInWebchat(vera.chat, 'Yes, it is');
  await message(oleg.page, 'Yes, it is').waitFor();

  await details(oleg.page).getByRole('button', { name: 'Create case' }).click();
  await oleg.page.getByRole('dialog').getByRole('button', { name: 'Run' }).click();
  await details(oleg.page).getByRole('list', { name: 'Processes' }).getByText('Done').waitFor();
  const outcome = conversation(oleg.page).getByText(/^“Create case” is done: .*Case \d+ is open/);
  await outcome.getByRole('link', { name: 'Open the result' }).click();
  await oleg.page.getByRole('heading', { name: /^Case \d+$/ }).waitFor();
  await oleg.page.goBack();
  await message(oleg.page, 'Yes, it is').waitFor();

  await olga.page.getByRole('button', { name: 'Take chats' }).click();
  await isActive(olga).waitFor();
  await transferTo(oleg.page, 'Olga');
  await oleg.page.getByText(/^Chat \d+ was transferred: Olga$/).waitFor();
  await noChats(oleg.page).waitFor();
  await olga.page.getByText(/^Chat \d+ was given to you: Vera$/).waitFor();
  await olga.page.getByRole('button', { name: 'Open the chat' }).click();
  await conversation(olga.page).getByText('The chat was transferred to Olga').waitFor();
  await outcomeAt(olga).waitFor();
  await pictureIsShown(message(olga.page, 'Is it this one?').locator('img'));
  expect(await inWebchat.messages(vera.chat).count()).toBe(3);

  await whileTheApiIsKilled({ vera, olga, oleg });

  await olga.page.keyboard.press('Enter');
  await shownTo(vera, 'It is on its way').getByText('Olga ·').waitFor();
  await message(olga.page, 'It is on its way').getByRole('img', { name: 'Read' }).waitFor();
  const number = await conversation(olga.page)
    .getByText(/^#\d+$/)
    .textContent();
  await olga.page.getByRole('button', { name: 'Complete' }).click();
  await olga.page.getByText(`Chat ${number?.slice(1)} is completed.`).waitFor();
  await noChats(olga.page).waitFor();

  // What she writes next is a new chat, and the same conversation to her.
  await statusSwitch(oleg.page).click();
  await oleg.page.getByRole('switch', { name: 'Status: Inactive' }).waitFor();
  await inWebchat.field(vera.chat).press('Enter');
  await row(olga.page, 'Vera').getByRole('link').click();
  await conversation(olga.page).getByRole('button', { name: 'Accept: Vera' }).click();
  await field(olga.page).waitFor();
  expect(
    await conversation(olga.page)
      .getByText(/^#\d+$/)
      .textContent(),
  ).not.toBe(number);
  await message(olga.page, 'Thank you').waitFor();
  expect(await message(olga.page, '').count()).toBe(1);
  await details(olga.page)
    .getByRole('link', { name: number ?? '' })
    .getByText('Completed')
    .waitFor();
  await noChats(oleg.page).waitFor();
  await shownTo(vera, 'My teapot came without a lid').waitFor();
});

interface People {
  vera: Visit;
  olga: Tab;
  oleg: Tab;
}

/** Olga takes chats, for as long as offers are short; Oleg doesn't yet. Vera has opened the chat of a shop. */
async function everybodyAtTheirPage(): Promise<People> {
  const accounts = [
    await createAccount(parley, { name: 'Olga' }),
    await createAccount(parley, { name: 'Oleg' }),
  ] as const;
  const queue = await createQueue(parley, { operators: accounts.map(({ user }) => ({ userId: user.userId })) });
  await createAction(parley, { queueId: queue.id, process: 'CreateCaseFromChat', name: 'Create case' });
  await setSetting(parley, 'OmniChatOperatorAcceptChatTimeout', offerMinutes);
  const channel = await createWebchatChannel(parley, queue.id);
  const [client, first, second] = browsers as [TestBrowser, TestBrowser, TestBrowser];
  const [olga, oleg, tab] = await Promise.all([
    openInbox(first, base, accounts[0]),
    openInbox(second, base, accounts[1]),
    client.openTab(),
  ]);
  await statusSwitch(olga.page).click();
  await isActive(olga).waitFor();
  const vera = await openWebchat(tab, site.pageFor(`${base}/webhooks/webchat/${channel.id}/embed.js`));
  await vera.chat.getByRole('textbox', { name: 'Your name' }).fill('Vera');
  return { vera, olga, oleg };
}

const isActive = ({ page }: Tab) => page.getByRole('switch', { name: 'Status: Active' });
const shownTo = ({ chat }: Visit, text: string) => inWebchat.message(chat, text);
const outcomeAt = ({ page }: Tab) => conversation(page).getByText(/Case \d+ is open/);

async function answerWithPicture({ page }: Tab, text: string): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files' }).click();
  await (await choosing).setFiles([picture]);
  await page.getByRole('button', { name: `Remove ${picture.name}` }).waitFor();
  await field(page).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).and(page.locator(':not([aria-disabled])')).click();
  await pictureIsShown(message(page, text).locator('img'));
}

/** What is written next on a page is stored, and the answer to it held back and lost. */
async function holdAnswer(page: Page): Promise<Gate> {
  const gate = createGate();
  let isHeld = false;
  await page.route(/\/(messages|receive)$/, async (route) => {
    if (route.request().method() !== 'POST' || isHeld) return route.continue();
    isHeld = true;
    await route.fetch();
    await gate.pass();
    return route.abort('connectionreset');
  });
  return gate;
}

/** The answers to what both wrote last are lost with the process; both write on, and have begun something more when it is back. */
async function whileTheApiIsKilled({ vera, olga, oleg }: People): Promise<void> {
  const ofOlga = ['I send you a new one', 'Just the lid'] as const;
  const ofVera = ['Can you help me?', 'Are you there?'] as const;
  for (const tab of [vera, olga, oleg]) tab.expectOutage();
  const answers = [await holdAnswer(olga.page), await holdAnswer(vera.page)];
  await field(olga.page).fill(ofOlga[0]);
  await field(olga.page).press('Enter');
  await writeInWebchat(vera.chat, ofVera[0]);
  for (const { arrived } of answers) await arrived;
  await api.kill();
  for (const { open } of answers) open();
  for (const { page } of [olga, oleg]) await connectionLost(page).waitFor();

  await field(olga.page).fill(ofOlga[1]);
  await field(olga.page).press('Enter');
  await message(olga.page, ofOlga[1]).getByRole('img', { name: 'Being sent' }).waitFor();
  await writeInWebchat(vera.chat, ofVera[1]);
  await vera.chat.getByText('could not be sent yet').waitFor();
  await shownTo(vera, ofVera[1]).getByText('Sending').waitFor();
  await field(olga.page).fill('It is on its way');
  await inWebchat.field(vera.chat).fill('Thank you');

  api = spawnParley('api/server.js', { ...environmentOf(parley), PORT: new URL(base).port });
  await apiBaseOf(api);
  // Each in its own time, and told for a few seconds.
  await Promise.all([
    olga.page.getByText('Connected again.').waitFor(backAgain),
    ...[olga, oleg].map(({ page }) => connectionLost(page).waitFor({ ...backAgain, state: 'detached' })),
  ]);
  for (const text of ofOlga) {
    await shownTo(vera, text).getByText('Olga ·').waitFor(backAgain);
    await message(olga.page, text).getByRole('img', { name: 'Read' }).waitFor();
  }
  for (const text of ofVera) {
    await message(olga.page, text).waitFor(backAgain);
    await shownTo(vera, text).getByText('Sent').waitFor();
  }
  await vera.chat.getByText('could not be sent yet').waitFor({ state: 'hidden' });
  for (const text of [...ofOlga, ...ofVera]) {
    expect([text, await message(olga.page, text).count()]).toEqual([text, 1]);
    expect([text, await shownTo(vera, text).count()]).toEqual([text, 1]);
  }
  expect(await field(olga.page).inputValue()).toBe('It is on its way');
  expect(await inWebchat.field(vera.chat).inputValue()).toBe('Thank you');
}
