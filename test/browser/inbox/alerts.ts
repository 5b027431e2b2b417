import type { Page } from 'playwright-core';
import { shippedSound } from '../../../api/notification-sound';
import type { ApiClient } from '../../support/api-client';
import { expectAccessible } from '../../support/browser/axe';
import type { Tab } from '../../support/browser/browser';
import { type Credentials, openSignedIn } from '../../support/browser/console-pages';
import { inConversation, visitorInWork } from '../../support/browser/conversation-scene';
import { parley, stage } from '../../support/browser/shared-stage';
import {
  asPeopleLook,
  clickNotification,
  type Drawn,
  drawnIn,
  hasVoice,
  lookAt,
  quietly,
  watchAlerts,
} from '../../support/browser/watched-alerts';
import { setSetting, type Visitor } from '../../support/builders';
import { eventually } from '../../support/eventually';

const setting = 'OmniChatNotificationSound';
const shipped = '/sounds/message.wav';

async function atWork(account: Credentials, path = '/inbox'): Promise<Tab> {
  await setSetting(parley, setting, 'default');
  const tab = await stage.browser.openTab();
  await watchAlerts(tab.page.context());
  await openSignedIn(tab.page, parley.base, account, path);
  await row(tab.page).waitFor();
  await asPeopleLook(tab.page);
  await lookAt(tab.page);
  return tab;
}

/** The same operator's next tab. */
async function anotherTab(tab: Tab, path = '/inbox'): Promise<Page> {
  const page = await tab.another();
  await page.goto(`${parley.base}/console${path}`);
  await row(page).waitFor();
  await asPeopleLook(page);
  return page;
}

const row = (page: Page) =>
  page.getByRole('list', { name: 'Your chats' }).getByRole('listitem').filter({ hasText: 'Vera Visitor' });

/** The operator's other work, which is not this console. */
async function lookElsewhere(tab: Tab): Promise<Page> {
  const page = await tab.another();
  await page.goto('data:text/html,<title>Other work</title>');
  await asPeopleLook(page);
  await lookAt(page);
  return page;
}

/** A burst of messages is one sound: what comes within that time of the one before makes none. */
const burstMs = 2_000;

/** The client goes on writing, no burst but one message after the other, until it is heard. */
async function writeUntil(visitor: Visitor, what: string, look: () => Promise<boolean>): Promise<void> {
  let writtenAtMs = Number.NEGATIVE_INFINITY;
  await eventually(what, async () => {
    if (performance.now() - writtenAtMs > burstMs) {
      await visitor.write('Are you there?');
      writtenAtMs = performance.now();
    }
    return look();
  });
}

const heardIn = async (page: Page) => (await drawnIn(page)).heard;

/** How often the page has begun to be heard, whether it is by now or not. */
function countSounds(page: Page): () => number {
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/api/notification-sound')) asked += 1;
  });
  return () => asked;
}

async function setAlert(page: Page, name: string, isOn: boolean): Promise<void> {
  await page.getByRole('button', { name: 'Sound and notifications' }).click();
  const choice = page.getByRole('switch', { name });
  if ((await choice.isChecked()) !== isOn) await choice.click();
  expect(await choice.isChecked()).toBe(isOn);
  await page.keyboard.press('Escape');
}

async function replaceSound(admin: ApiClient): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(shippedSound())], { type: 'audio/wav' }), 'gong.wav');
  const { url } = await admin.ok<{ url: string }>('PUT', `/api/settings/${setting}/file`, form);
  return new URL(url, parley.base).pathname;
}

test('the sound of a message is the one that the installation has at that moment, and the tab’s title counts', async () => {
  const { account, visitor, chatId } = await visitorInWork(parley, 'Hello');
  const tab = await atWork(account);
  const { page } = tab;
  await eventually('the first message is counted', async () => (await page.title()).startsWith('(1) Inbox'));
  await visitor.write('Hello?');
  await eventually('the shipped sound is heard', async () => (await heardIn(page)).includes(shipped));
  await eventually('the second is counted', async () => (await page.title()).startsWith('(2) Inbox'));

  const gong = await replaceSound(parley.admin);
  await writeUntil(visitor, 'the new sound is heard', async () => (await heardIn(page)).includes(gong));

  await setSetting(parley, setting, '');
  const before = await heardIn(page);
  let answers = 0;
  page.on('response', (response) => {
    if (response.url().endsWith('/api/notification-sound')) answers += 1;
  });
  await writeUntil(visitor, 'the page knows that there is none', async () => answers > 0);
  expect(await heardIn(page)).toEqual(before);

  await row(page).getByRole('link').click();
  await page.waitForURL(`**/inbox/${chatId}`);
  await eventually('all is read', async () => (await page.title()).startsWith('Inbox'));
  await tab.close();
});

test('the chat that is read makes no sound while it is looked at, and the own settings are obeyed', async () => {
  const { account, visitor, chatId } = await visitorInWork(parley, 'Hello');
  const tab = await atWork(account, `/inbox/${chatId}`);
  const { page } = tab;
  const sounds = countSounds(page);
  await visitor.write('I am read at once');
  await inConversation.message(page, 'I am read at once').waitFor();
  expect([sounds(), await heardIn(page)]).toEqual([0, []]);

  await setAlert(page, 'Sound of new messages', false);
  const elsewhere = await lookElsewhere(tab);
  await visitor.write('Nobody hears me');
  await inConversation.message(page, 'Nobody hears me').waitFor();
  expect([sounds(), await heardIn(page)]).toEqual([0, []]);

  await lookAt(page);
  await setAlert(page, 'Sound of new messages', true);
  await lookAt(elsewhere);
  await visitor.write('I am heard');
  await eventually('it is heard', async () => (await heardIn(page)).includes(shipped));
  expect(sounds()).toBe(1);
  await tab.close();
});

test('a sound that the browser refuses before the first click is told, and heard with the first key', async () => {
  const { account, visitor } = await visitorInWork(parley, 'Hello');
  const tab = await atWork(account);
  const page = await tab.another();
  const ask = await quietly(page);
  await page.goto(`${parley.base}/console/inbox`);
  const says = async (words: string) => (await ask('document.body.innerText')).includes(words);
  await eventually('the page is there', () => says('In work'));
  await tab.page.close();
  const drawn = async () => JSON.parse(await ask('JSON.stringify(window.drawn)')) as Drawn;
  await writeUntil(visitor, 'the sound is refused', async () => (await drawn()).refused.includes('NotAllowedError'));
  await eventually('it is told', () => says('your browser plays none before you click here or press a key'));
  expect((await drawn()).heard).toEqual([]);
  await page.keyboard.press('j');
  await eventually('it is heard now', async () => (await drawn()).heard.includes(shipped));
  await eventually('nothing is told any more', async () => !(await says('your browser plays none')));
  await expectAccessible(page);
  await tab.close();
});

test('permission for notifications is asked by a click; they come while the page is not looked at, and lead to the chat', async () => {
  const { account, visitor, chatId } = await visitorInWork(parley, 'Hello');
  const tab = await atWork(account);
  const { page } = tab;
  expect(await page.evaluate(() => Notification.permission)).toBe('default');
  await visitor.write('Nobody has permitted it');
  await row(page).getByText('Nobody has permitted it').waitFor();
  expect(await drawnIn(page)).toMatchObject({ notified: [], askedAtGesture: [] });

  await page.getByRole('button', { name: 'Sound and notifications' }).click();
  await page.getByRole('switch', { name: 'Desktop notifications' }).click();
  await eventually('it was asked', async () => (await drawnIn(page)).askedAtGesture.length > 0);
  expect((await drawnIn(page)).askedAtGesture).toEqual([true]);
  await page.getByRole('switch', { name: 'Desktop notifications', checked: true }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await visitor.write('I am seen in the page');
  await row(page).getByText('I am seen in the page').waitFor();
  expect((await drawnIn(page)).notified).toEqual([]);

  const elsewhere = await lookElsewhere(tab);
  await visitor.write('Look here');
  await eventually('it is shown', async () => (await drawnIn(page)).notified.length > 0);
  expect((await drawnIn(page)).notified).toEqual([{ title: 'New message from Vera Visitor', body: 'Look here' }]);
  await clickNotification(page);
  await page.waitForURL(`**/inbox/${chatId}`);

  await lookAt(page);
  await setAlert(page, 'Desktop notifications', false);
  await lookAt(elsewhere);
  await visitor.write('Switched off');
  await inConversation.message(page, 'Switched off').waitFor();
  expect((await drawnIn(page)).notified).toHaveLength(1);
  await tab.close();
});

test('of two tabs one is heard and notifies: the one that was looked at last, and when it is closed, the other', async () => {
  const { account, visitor } = await visitorInWork(parley, 'Hello');
  const tab = await atWork(account);
  const first = tab.page;
  await setAlert(first, 'Desktop notifications', true);
  const second = await anotherTab(tab);
  await lookAt(second);
  const sounds = [first, second].map(countSounds);
  const drawn = async () => {
    const [one, other] = await Promise.all([drawnIn(first), drawnIn(second)]);
    return {
      sounds: sounds.map((count) => count()),
      heard: [one.heard.length, other.heard.length],
      notified: [one.notified.length, other.notified.length],
    };
  };
  const voiceIsOf = (page: Page) =>
    eventually('that tab is the one that is heard', async () => {
      const [one, other] = await Promise.all([hasVoice(first), hasVoice(second)]);
      return one === (page === first) && other === (page === second);
    });
  const comesInBoth = async (text: string) => {
    await visitor.write(text);
    for (const page of [first, second]) await row(page).getByText(text).waitFor();
  };

  await voiceIsOf(second);
  await comesInBoth('To the second');
  await eventually('it is heard', async () => (await drawn()).heard[1] === 1);
  expect(await drawn()).toEqual({ sounds: [0, 1], heard: [0, 1], notified: [0, 0] });

  await lookAt(first);
  await voiceIsOf(first);
  await comesInBoth('To the first');
  await eventually('it is heard', async () => (await drawn()).heard[0] === 1);
  expect(await drawn()).toEqual({ sounds: [1, 1], heard: [1, 1], notified: [0, 0] });

  await lookElsewhere(tab);
  await comesInBoth('To none of them');
  await eventually('it is shown', async () => (await drawn()).notified[0] === 1);
  expect((await drawn()).notified).toEqual([1, 0]);

  await first.close();
  await writeUntil(visitor, 'the other is heard', async () => (await heardIn(second)).length > 1);
  await eventually('and shows it', async () => (await drawnIn(second)).notified.length > 0);
  await tab.close();
});

test('an administrator listens to the sound', async () => {
  await setSetting(parley, setting, 'default');
  const tab = await stage.browser.openTab();
  const { page } = tab;
  await watchAlerts(page.context());
  const login: Credentials = { login: 'admin', password: 'a-long-password' };
  await openSignedIn(page, parley.base, login, '/administration/settings');
  await page.getByRole('button', { name: 'Listen' }).click();
  await eventually('it is heard', async () => (await heardIn(page)).includes(shipped));
  const gong = await replaceSound(parley.admin);
  await page.reload();
  await page.getByRole('button', { name: 'Listen' }).click();
  await eventually('the new one is heard', async () => (await heardIn(page)).includes(gong));
  await tab.close();
});
