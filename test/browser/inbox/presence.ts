import type { Page } from 'playwright-core';
import type { ApiClient } from '../../support/api-client';
import { expectAccessible } from '../../support/browser/axe';
import type { Tab } from '../../support/browser/browser';
import { type Credentials, createAccount, fillSignIn, statusSwitch } from '../../support/browser/console-pages';
import { openInbox } from '../../support/browser/inbox-page';
import { parley, stage } from '../../support/browser/shared-stage';
import { slowDown } from '../../support/browser/slow';
import { createQueue, createWebchatChannel, setSetting, Visitor } from '../../support/builders';
import { eventually } from '../../support/eventually';
import { untilOffered } from '../../support/routing-scenes';

/** How many times slower the processor is. */
const slower = { en: 1, ru: 6 };

const usualMinutes = 2;
/** No time to come back; nobody is asked to be quick. */
const atOnce = 0.0001;

afterEach(() => setSetting(parley, 'PresenceTimeoutMinutes', usualMinutes));

const inWords = {
  en: {
    account: /^Account: /,
    signOut: 'Sign out',
    signIn: 'Sign in to Parley',
    accept: 'Accept: Vera',
    inWork: /^In work\s*1$/,
    signedOut: /^You became inactive when you were signed out, here or on another device\./,
    connectionLost: /^You were set inactive because your connection was lost for too long\./,
    takeChats: 'Take chats',
    isActive: 'Status: Active',
  },
  ru: {
    account: /^Учётная запись: /,
    signOut: 'Выйти',
    signIn: 'Вход в Parley',
    accept: 'Принять: Vera',
    inWork: /^В работе\s*1$/,
    signedOut: /^Вы стали неактивны при выходе — здесь или на другом устройстве\./,
    connectionLost: /^Вы переведены в неактивные: слишком долго не было связи\./,
    takeChats: 'Принимать чаты',
    isActive: 'Статус: Активен',
  },
} as const;

type Language = keyof typeof inWords;

let teams = 0;

/** An operator at her inbox on a slow machine, active, with a chat in work and an offer; a colleague has room as well. */
async function atWork(language: Language) {
  teams += 1;
  const olga = await createAccount(parley, { name: `Olga ${teams}` });
  const oleg = await createAccount(parley, { name: `Oleg ${teams}` });
  const operators = [olga, oleg].map(({ user }) => ({ userId: user.userId }));
  const queue = await createQueue(parley, { operators });
  const channel = await createWebchatChannel(parley, queue.id);
  const tab = await openInbox(stage.browser, parley.base, olga, { language });
  const speedUp = await slowDown(tab.page, slower[language]);
  await statusSwitch(tab.page).click();
  await statusSwitch(tab.page).and(tab.page.getByLabel(inWords[language].isActive)).waitFor();
  const inWork = await chatOf(olga.user, channel.id, 'Anna');
  await olga.user.accept(inWork);
  const offered = await chatOf(olga.user, channel.id, 'Vera');
  await tab.page.getByRole('list').getByRole('button', { name: inWords[language].accept }).waitFor();
  await oleg.user.setStatus('active');
  await speedUp();
  return { olga, oleg, tab, inWork, offered };
}

type Scene = Awaited<ReturnType<typeof atWork>>;

async function chatOf(operator: ApiClient, channelId: string, name: string): Promise<string> {
  const visitor = await Visitor.arrive(parley, channelId, name);
  await visitor.write(`I am ${name}`);
  const { id } = await eventually('an offer', async () => (await operator.mine()).offered[0]);
  return id;
}

async function signOut(page: Page, language: Language): Promise<void> {
  await page.getByRole('button', { name: inWords[language].account }).click();
  await page.getByRole('menuitem', { name: inWords[language].signOut }).click();
}

/** She gets no more chats: her offer is her colleague's, and the chat that she has in work is hers. */
async function expectGone({ olga, oleg, inWork, offered }: Scene, reason: string): Promise<void> {
  const path = `/api/operators/${olga.user.userId}/status`;
  await eventually(`she is inactive: ${reason}`, async () => {
    const now = await parley.admin.ok<{ status: string; reason: string }>('GET', path);
    return now.status === 'inactive' && now.reason === reason;
  });
  await untilOffered(oleg.user, [{ id: offered }]);
  const { operator, status } = await parley.admin.chat(inWork);
  expect({ status, operator: operator?.id }).toEqual({ status: 'active', operator: olga.user.userId });
}

/** She is told why she gets none, with her chat as it was, and takes chats again by one click. */
async function takesChatsAgain(page: Page, language: Language, why: 'signedOut' | 'connectionLost'): Promise<void> {
  const say = inWords[language];
  await page.getByText(say[why]).waitFor();
  await page.getByRole('heading', { name: say.inWork }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: say.takeChats }).click();
  await statusSwitch(page).and(page.getByLabel(say.isActive)).waitFor();
  await page.getByText(say[why]).waitFor({ state: 'detached' });
}

const again = async (account: Credentials, language: Language): Promise<Tab> => {
  const tab = await openInbox(stage.browser, parley.base, account, { language });
  return tab;
};

describe.each(['en', 'ru'] as const)('in %s, an operator', (language) => {
  const say = inWords[language];

  test('who signs out in one of two tabs is out in both, and inactive', async () => {
    const scene = await atWork(language);
    const { tab, olga } = scene;
    const second = await tab.another();
    await second.goto(`${parley.base}/console/chats`);
    await statusSwitch(second).waitFor();
    const speedUp = await slowDown(second, slower[language]);
    await signOut(second, language);
    await speedUp();
    await tab.page.getByRole('heading', { name: say.signIn }).waitFor();
    await expectGone(scene, 'signed_out');
    await fillSignIn(tab.page, olga, language);
    await takesChatsAgain(tab.page, language, 'signedOut');
    await tab.close();
  });

  test('who signs out and closes the page right away is inactive', async () => {
    const scene = await atWork(language);
    const { tab } = scene;
    await tab.another();
    await signOut(tab.page, language);
    await tab.page.close();
    await expectGone(scene, 'signed_out');
    await tab.close();
  });

  test('who closes the page without signing out is inactive after a while', async () => {
    const scene = await atWork(language);
    await setSetting(parley, 'PresenceTimeoutMinutes', atOnce);
    await scene.tab.close();
    await expectGone(scene, 'connection_lost');
    await setSetting(parley, 'PresenceTimeoutMinutes', usualMinutes);
    const back = await again(scene.olga, language);
    await takesChatsAgain(back.page, language, 'connectionLost');
    await back.close();
  });
});
