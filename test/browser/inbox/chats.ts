import type { ApiClient } from '../../support/api-client';
import { expectAccessible } from '../../support/browser/axe';
import { type Credentials, createAccount } from '../../support/browser/console-pages';
import { inInbox, openInbox } from '../../support/browser/inbox-page';
import { expectNoSidewaysScroll } from '../../support/browser/layout';
import { parley, stage } from '../../support/browser/shared-stage';
import { createQueue, createWebchatChannel, type Named, Visitor } from '../../support/builders';
import { eventually } from '../../support/eventually';

const { row, accept, group, conversation, details, noChats, connectionLost } = inInbox;

type Account = Credentials & { user: ApiClient };

let teams = 0;

/** Two operators of a queue, at their pages, and a web page whose visitors come to them. The first is the one who is offered chats first. */
async function twoOperators(rule = 'ToMostFree') {
  teams += 1;
  const accounts: Account[] = [];
  for (const name of [`Olga ${teams}`, `Oleg ${teams}`]) accounts.push(await createAccount(parley, { name }));
  const [olga, oleg] = accounts as [Account, Account];
  const operators = accounts.map(({ user }) => ({ userId: user.userId }));
  const queue = await createQueue(parley, { routingRule: rule, operators });
  const channel = await createWebchatChannel(parley, queue.id);
  await olga.user.setStatus('active');
  return { olga, oleg, olgasName: `Olga ${teams}`, olegsName: `Oleg ${teams}`, channel };
}

async function visit(channel: Named, name: string, text: string): Promise<Visitor> {
  const visitor = await Visitor.arrive(parley, channel.id, name);
  await visitor.write(text);
  return visitor;
}

const atInbox = (account: Credentials, options: Parameters<typeof openInbox>[3] = {}) =>
  openInbox(stage.browser, parley.base, account, options);

test('an offer is looked at, and declined where it would be answered; the other operator has it then', async () => {
  const { olga, oleg, channel } = await twoOperators();
  const first = await atInbox(olga);
  const second = await atInbox(oleg);
  const { page } = first;
  await visit(channel, 'Vera', 'Where is my order?');
  await accept(page, 'Vera').waitFor();
  await oleg.user.setStatus('active');
  await row(page, 'Vera').getByRole('link').click();
  const open = conversation(page);
  await open.getByText('This chat is offered to you.').waitFor();
  await open.getByRole('timer').waitFor();
  expect(await open.getByRole('button', { name: /^(Accept|Decline)/ }).count()).toBe(2);
  await expectAccessible(page);
  await open.getByRole('button', { name: 'Decline: Vera' }).click();
  await noChats(page).waitFor();
  await page.waitForURL('**/console/inbox');
  await accept(second.page, 'Vera').click();
  await group(second.page, /^In work/).waitFor();
  await first.close();
  await second.close();
});

test('a chat that is shown to all goes to the first; the other is told so where it was', async () => {
  const { olga, oleg, channel } = await twoOperators('ToEveryone');
  await oleg.user.setStatus('active');
  const tab = await atInbox(olga);
  tab.expectRefusals(409);
  const { page } = tab;
  await visit(channel, 'Nina', 'Hello');
  await accept(page, 'Nina').waitFor();
  // As slow a line as it takes for another to be quicker.
  await page.route('**/accept', async (route) => {
    const [chat] = (await oleg.user.mine()).available;
    await oleg.user.accept(chat?.id ?? '');
    await route.continue();
  });
  await accept(page, 'Nina').click();
  await row(page, 'Nina').getByText('Another operator has taken this chat.').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await noChats(page).waitFor();
  await tab.close();
});

test('unread messages are counted at the chat and in the title, live, and the list follows the last message', async () => {
  const { olga, channel } = await twoOperators();
  const visitors: Visitor[] = [];
  for (const name of ['Anna', 'Boris']) {
    visitors.push(await visit(channel, name, `I am ${name}`));
    const { id } = await eventually('an offer', async () => (await olga.user.mine()).offered[0]);
    await olga.user.accept(id);
    await olga.user.ok('POST', `/api/chats/${id}/read`);
  }
  const [anna] = visitors;
  const tab = await atInbox(olga);
  const { page } = tab;
  const names = () =>
    page.getByRole('list', { name: 'Your chats' }).getByRole('link').locator('[dir=auto]').allTextContents();
  await eventually('both are there', async () => (await names()).join() === 'Boris,Anna');
  expect(await page.title()).toBe('Inbox · Parley');
  await anna?.write('One');
  await anna?.write('Two');
  await row(page, 'Anna').getByText('2 unread messages').waitFor({ state: 'attached' });
  await row(page, 'Anna').getByText('Two', { exact: true }).waitFor();
  await eventually('the title counts', async () => (await page.title()) === '(2) Inbox · Parley');
  await eventually('she is first', async () => (await names()).join() === 'Anna,Boris');

  await page.getByRole('button', { name: 'Sort and filter' }).click();
  await page.getByRole('menuitemradio', { name: 'With unread messages' }).click();
  await group(page, /^In work\s*1 of 2$/).waitFor();
  await page.keyboard.press('u');
  await group(page, /^In work\s*2$/).waitFor();
  await page.getByRole('searchbox', { name: 'Search your chats' }).fill('boris');
  await eventually('he is found', async () => (await names()).join() === 'Boris');
  await tab.close();
});

test('a chat is given to a queue of others, where its way is told, and is completed after a question', async () => {
  const { olga, oleg, olgasName, olegsName, channel } = await twoOperators();
  await createQueue(parley, { name: 'Second line', operators: [{ userId: oleg.user.userId }] });
  const first = await atInbox(olga);
  const second = await atInbox(oleg);
  // She has no right to see what she gave to a queue of others.
  first.expectRefusals(404);
  await visit(channel, 'Vera', 'Help');
  await accept(first.page, 'Vera').click();

  await first.page.getByRole('button', { name: 'Transfer…' }).click();
  const dialog = first.page.getByRole('dialog');
  const toOleg = dialog.getByRole('radio', { name: new RegExp(`^${olegsName} .* Inactive$`) });
  await toOleg.waitFor();
  expect(await toOleg.isDisabled()).toBe(true);
  await expectAccessible(first.page);
  await dialog.getByRole('tab', { name: 'To a queue' }).click();
  await dialog.getByRole('radio', { name: 'Second line' }).check();
  await dialog.getByRole('button', { name: 'Transfer', exact: true }).click();
  await first.page.getByText(/^Chat \d+ was transferred: Second line$/).waitFor();
  await first.page.waitForURL('**/console/inbox');
  await row(first.page, 'Vera').waitFor({ state: 'detached' });

  await oleg.user.setStatus('active');
  await accept(second.page, 'Vera').click();
  await details(second.page).getByText('Routing log').click();
  await details(second.page).getByText(`${olgasName} took the chat`).waitFor();
  await expectAccessible(second.page);

  await second.page.getByRole('button', { name: 'Complete' }).click();
  const asked = second.page.getByRole('dialog', { name: /^Complete chat/ });
  await asked.getByText('The client wrote last').waitFor();
  await asked.getByRole('button', { name: 'Complete' }).click();
  await second.page.getByText(/^Chat \d+ is completed\.$/).waitFor();
  await noChats(second.page).waitFor();
  await first.close();
  await second.close();
});

test('the list is walked by keys, and an offer is taken by one', async () => {
  const { olga, channel } = await twoOperators();
  await visit(channel, 'Anna', 'First');
  const { id } = await eventually('an offer', async () => (await olga.user.mine()).offered[0]);
  await olga.user.accept(id);
  await visit(channel, 'Boris', 'Second');
  const tab = await atInbox(olga);
  const { page } = tab;
  await accept(page, 'Boris').waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.querySelector('[dir=auto]')?.textContent ?? '');
  await page.keyboard.press('j');
  await eventually('the first has the focus', async () => (await focused()) === 'Boris');
  await page.keyboard.press('j');
  await eventually('the next has it', async () => (await focused()) === 'Anna');
  await page.keyboard.press('ArrowUp');
  await eventually('the first has it again', async () => (await focused()) === 'Boris');
  await page.keyboard.press('a');
  await page.waitForURL(/\/console\/inbox\/[^/]+$/);
  await group(page, /^In work\s*2$/).waitFor();
  const answer = page.getByRole('region', { name: 'Conversation' }).getByRole('textbox');
  await answer.focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.waitForURL('**/console/inbox');
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('Accept the chat').waitFor();
  await page.keyboard.press('Escape');
  await tab.close();
});

test('what happens while the API is away is there when it is back, and a banner tells of it as long as it lasts', async () => {
  const { olga, channel } = await twoOperators();
  const anna = await visit(channel, 'Anna', 'Before');
  const { id } = await eventually('an offer', async () => (await olga.user.mine()).offered[0]);
  await olga.user.accept(id);
  const tab = await atInbox(olga);
  tab.expectOutage();
  const { page } = tab;
  await row(page, 'Anna').getByText('Before').waitFor();
  const other = await parley.startApi();
  await parley.endApi(parley.base);
  await connectionLost(page).waitFor();
  await expectAccessible(page);
  await anna.through(other).write('While it was away');
  const boris = await Visitor.arrive({ base: other }, channel.id, 'Boris');
  await boris.write('New');
  // Told for a few seconds only.
  await Promise.all([
    page.getByText('Connected again.').waitFor({ timeout: 60_000 }),
    parley.startApi(Number(new URL(parley.base).port)),
  ]);
  await connectionLost(page).waitFor({ state: 'detached' });
  await row(page, 'Anna').getByText('While it was away').waitFor();
  await accept(page, 'Boris').click();
  await group(page, /^In work\s*2$/).waitFor();
  await parley.endApi(other);
  await tab.close();
});

test('at 360 pixels one pane is shown at a time, with a way back from each', async () => {
  const { olga, channel } = await twoOperators();
  await visit(channel, 'Анна Константинопольская-Вознесенская', 'Здравствуйте! '.repeat(20));
  const { id } = await eventually('an offer', async () => (await olga.user.mine()).offered[0]);
  const tab = await atInbox(olga, { language: 'ru', theme: 'dark', width: 360, height: 740 });
  const { page } = tab;
  const pane = (name: string) => page.getByRole('region', { name });
  const [list, chat, about] = [pane('Ваши чаты'), pane('Переписка'), pane('Подробности')];
  const expectAlone = async (shown: typeof list) => {
    await shown.waitFor();
    for (const one of [list, chat, about]) if (one !== shown) await one.waitFor({ state: 'hidden' });
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  };
  await list.getByRole('button', { name: /^Принять/ }).waitFor();
  await expectAlone(list);
  await list.getByRole('link').click();
  await chat.getByRole('timer').waitFor();
  await expectAlone(chat);
  await chat.getByRole('button', { name: /^Принять/ }).click();
  await chat.getByRole('textbox').waitFor();
  await expectAlone(chat);
  await page.getByRole('button', { name: 'Показать подробности' }).click();
  await expectAlone(about);
  await page.getByRole('button', { name: 'К переписке' }).click();
  await expectAlone(chat);
  await page.getByRole('button', { name: 'Показать подробности' }).click();
  await expectAlone(about);
  await page.goBack();
  await expectAlone(chat);
  await page.getByRole('button', { name: 'К списку чатов' }).click();
  await expectAlone(list);
  await eventually('the chat that was left has the focus', () =>
    page.evaluate((chatId) => document.activeElement?.getAttribute('data-chat') === chatId, id),
  );
  await tab.close();
});
