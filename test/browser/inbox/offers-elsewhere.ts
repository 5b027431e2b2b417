import type { Locator, Page } from 'playwright-core';
import { expectAccessible } from '../../support/browser/axe';
import type { PageOptions, Tab } from '../../support/browser/browser';
import { openSignedIn, statusSwitch } from '../../support/browser/console-pages';
import { operatorWithQueue, visitorInWork } from '../../support/browser/conversation-scene';
import { focusComesTo, press } from '../../support/browser/keyboard';
import { expectNoSidewaysScroll } from '../../support/browser/layout';
import { parley, stage } from '../../support/browser/shared-stage';
import { slowDown } from '../../support/browser/slow';
import { asPeopleLook, drawnIn, hasVoice, lookAt, quietly, watchAlerts } from '../../support/browser/watched-alerts';
import { createWebchatChannel, type Named, setSetting, Visitor } from '../../support/builders';
import { eventually } from '../../support/eventually';

const said = {
  en: {
    card: 'Offered chat',
    inbox: (offers: number) => `Inbox, ${offers} ${offers === 1 ? 'offer' : 'offers'}`,
    offers: (count: number) => `${count} ${count === 1 ? 'offer' : 'offers'}`,
    contacts: 'Contacts',
    accept: 'Accept: Vera',
    more: (count: number) => `and ${count} more`,
    messenger: 'Web chat',
    lastMinute: 'Last minute',
    titleOfLastMinute: '❗ 1 offer, last minute · Contacts · Parley',
    urged: 'Last minute to accept: Vera',
  },
  ru: {
    card: 'Предложенный чат',
    inbox: (offers: number) => `Входящие, ${said.ru.offers(offers)}`,
    offers: (count: number) => `${count} ${count === 1 ? 'новый чат' : 'новых чата'}`,
    contacts: 'Контакты',
    accept: 'Принять: Vera',
    more: (count: number) => `и ещё ${count}`,
    messenger: 'Чат на сайте',
    lastMinute: 'Последняя минута',
    titleOfLastMinute: '❗ 1 новый чат, последняя минута · Контакты · Parley',
    urged: 'Последняя минута, чтобы принять: Vera',
  },
} as const;

const phone = { width: 360, height: 740 };

async function visit(channel: Named, name: string, text = `I am ${name}`): Promise<Visitor> {
  const visitor = await Visitor.arrive(parley, channel.id, name);
  await visitor.write(text);
  return visitor;
}

/** An operator to whom the visitors of a page come. */
async function operatorOfPage() {
  const { account, queue } = await operatorWithQueue(parley);
  return { account, channel: await createWebchatChannel(parley, queue.id) };
}

const offersOf = ({ account }: Awaited<ReturnType<typeof operatorOfPage>>, count: number) =>
  eventually(`${count} chats are offered`, async () => {
    const { offered } = await account.user.mine();
    return offered.length === count && offered;
  });

const cardOf = (page: Page, language: 'en' | 'ru' = 'en') => page.getByRole('region', { name: said[language].card });

const titleBecomes = (page: Page, title: string) =>
  eventually(`the title is ${title}`, async () => (await page.title()) === title);

async function overlap(one: Locator, other: Locator): Promise<boolean> {
  const [a, b] = await Promise.all([one.boundingBox(), other.boundingBox()]);
  if (a === null || b === null) throw new Error('both are shown');
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe('in another section than the inbox', () => {
  test.each<[screen: string, language: 'en' | 'ru', slower: number, options: PageOptions]>([
    ['a desktop', 'en', 1, {}],
    ['a phone', 'en', 6, { theme: 'dark', ...phone }],
    ['a desktop', 'ru', 6, { theme: 'dark' }],
    ['a phone', 'ru', 1, phone],
  ])(
    'three offers are counted, one floats, and accepting it opens the chat: on %s, in %s, on a processor %d times slower',
    async (_screen, language, slower, options) => {
      const say = said[language];
      const scene = await operatorOfPage();
      await visit(scene.channel, 'Vera', 'Where is my order?');
      await offersOf(scene, 1);
      const tab = await stage.browser.openTab({ ...options, language });
      const { page } = tab;
      const speedUp = await slowDown(page, slower);
      await openSignedIn(page, parley.base, scene.account, '/contacts');
      const card = cardOf(page, language);
      const inbox = page.getByRole('navigation').getByRole('link', { name: say.inbox(1), exact: true });
      await card.waitFor();
      await inbox.waitFor();
      await titleBecomes(page, `${say.offers(1)} · ${say.contacts} · Parley`);

      const search = page.getByRole('searchbox');
      await search.fill('Somebody');
      for (const [index, name] of ['Nina', 'Oleg'].entries()) {
        await visit(scene.channel, name);
        // Of two who write at the same moment either may be offered first.
        await offersOf(scene, index + 2);
      }
      await card.getByRole('link', { name: say.more(2) }).waitFor();
      await page
        .getByRole('navigation')
        .getByRole('link', { name: say.inbox(3), exact: true })
        .waitFor();
      await titleBecomes(page, `${say.offers(3)} · ${say.contacts} · Parley`);
      for (const text of ['Vera', 'Where is my order?', say.messenger])
        await card.getByText(text, { exact: true }).waitFor();
      expect(await card.getByRole('timer').textContent()).toMatch(/^\d:\d\d$/);
      await focusComesTo(search);
      expect(await overlap(card, search)).toBe(false);
      await speedUp();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);

      const [first] = await offersOf(scene, 3);
      await card.getByRole('button', { name: say.accept }).click();
      await page.waitForURL(`**/console/inbox/${first?.id}`);
      await offersOf(scene, 2);
      const answer = page.getByRole('textbox');
      await answer.waitFor();
      if (options.width === undefined) {
        await card.waitFor({ state: 'detached' });
      } else {
        await card.getByText('Nina', { exact: true }).waitFor();
        expect(await overlap(card, answer)).toBe(false);
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await card.getByRole('link', { name: say.more(1) }).click();
        await page.waitForURL('**/console/inbox');
        await card.waitFor({ state: 'detached' });
      }
      await tab.close();
    },
  );

  test('the offer is reached by keys from wherever one types, and one that is declined makes room for the next', async () => {
    const scene = await operatorOfPage();
    const tab = await stage.openAt(scene.account, '/contacts');
    const { page } = tab;
    await page.getByRole('searchbox').fill('Somebody');
    await visit(scene.channel, 'Vera');
    await cardOf(page).waitFor();
    await focusComesTo(page.getByRole('searchbox'));
    await visit(scene.channel, 'Nina');
    await cardOf(page).getByText('and 1 more').waitFor();
    await press(page, 'Alt+o');
    await focusComesTo(cardOf(page));
    await press(page, 'Tab');
    await press(page, 'Tab');
    await focusComesTo(cardOf(page).getByRole('button', { name: 'Accept: Vera' }));
    await press(page, 'Enter');
    await page.waitForURL(/\/console\/inbox\/[^/]+$/);
    await page.getByRole('link', { name: 'Contacts' }).click();
    await cardOf(page).getByRole('button', { name: 'Accept: Nina' }).waitFor();
    expect(await cardOf(page).getByText(/more/).count()).toBe(0);
    await tab.close();
  });
});

test.each<[screen: string, options: PageOptions]>([
  ['a desktop', {}],
  ['a phone', phone],
])('what is told at the foot of the page stands above the offer: on %s', async (_screen, options) => {
  const scene = await operatorOfPage();
  const { account: colleague, chatId } = await visitorInWork(parley, 'Hello');
  const tab = await stage.openAt(scene.account, '/contacts', options);
  const { page } = tab;
  await visit(scene.channel, 'Vera');
  await cardOf(page).waitFor();
  await colleague.user.ok('POST', `/api/chats/${chatId}/transfer`, { operatorId: scene.account.user.userId });
  const told = page.getByText(/was given to you: Vera Visitor$/);
  await told.waitFor();
  await eventually('it covers nothing of the offer', async () => !(await overlap(told, cardOf(page))));
  await cardOf(page).getByRole('button', { name: 'Accept: Vera' }).click();
  await page.waitForURL(/\/console\/inbox\/[^/]+$/);
  await tab.close();
});

test('why an offer cannot be had any more is told where it was wanted', async () => {
  const scene = await operatorOfPage();
  const tab = await stage.openAt(scene.account, '/contacts');
  tab.expectRefusals(409);
  const { page } = tab;
  await visit(scene.channel, 'Vera');
  const [chat] = await offersOf(scene, 1);
  // As slow a line as it takes for somebody else to be quicker.
  await page.route('**/accept', async (route) => {
    await parley.admin.close(chat?.id ?? '');
    await route.continue();
  });
  await cardOf(page).getByRole('button', { name: 'Accept: Vera' }).click();
  const why = page.getByRole('alert').filter({ hasText: 'Vera' });
  await why.getByText('The chat is completed.').waitFor();
  await page.waitForURL('**/console/contacts');
  await cardOf(page).waitFor({ state: 'detached' });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await why.waitFor({ state: 'detached' });
  await tab.close();
});

describe('an offer that nobody looks at', () => {
  // So long that no machine is too slow to see its last minute come, which is when the page's clock says so.
  beforeAll(() => setSetting(parley, 'OmniChatOperatorAcceptChatTimeout', 60));
  afterAll(() => setSetting(parley, 'OmniChatOperatorAcceptChatTimeout', 5));

  async function atContacts(language: 'en' | 'ru' = 'en', slower = 1) {
    const scene = await operatorOfPage();
    const tab = await stage.browser.openTab({ language });
    const { page } = tab;
    await watchAlerts(page.context());
    await page.clock.install();
    const speedUp = await slowDown(page, slower);
    await openSignedIn(page, parley.base, scene.account, '/contacts');
    await statusSwitch(page).waitFor();
    await titleBecomes(page, `${said[language].contacts} · Parley`);
    await page.evaluate(() => localStorage.setItem('are-notifications-permitted', 'yes'));
    return { ...scene, tab, page, speedUp, offered: (name: string) => visit(scene.channel, name) };
  }

  const heard = async (page: Page) => (await drawnIn(page)).heard.length;
  /** More often than it was, how often does not matter: the page's time goes on while a busy machine does something else. */
  const isHeard = (page: Page, before = 0) =>
    eventually(`it is heard more than ${before} times`, async () => (await heard(page)) > before);

  /** How often the page was asked to be heard, whether it is by now or not. */
  function soundsOf(page: Page): () => number {
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/api/notification-sound')) asked += 1;
    });
    return () => asked;
  }

  async function toLastMinute({ page, account }: Pick<Awaited<ReturnType<typeof atContacts>>, 'page' | 'account'>) {
    const [chat] = (await account.user.mine()).offered;
    const until = Date.parse(chat?.offer?.expiresAt ?? '');
    const nowMs = await page.evaluate(() => Date.now());
    await page.clock.fastForward(until - nowMs - 55_000);
  }

  test.each(['pointer', 'key'] as const)(
    'is heard again and again until the operator does something there: %s',
    async (how) => {
      const { tab, page, offered } = await atContacts();
      const sounds = soundsOf(page);
      await offered('Vera');
      await cardOf(page).waitFor();
      await isHeard(page);
      for (let again = 0; again < 2; again += 1) {
        const before = await heard(page);
        await page.clock.fastForward(5_000);
        await isHeard(page, before);
      }
      if (how === 'pointer') await page.mouse.move(300, 300);
      else await page.keyboard.press('Shift');
      const before = [sounds(), await heard(page)];
      await page.clock.fastForward(60_000);
      expect([sounds(), await heard(page)]).toEqual(before);
      await tab.close();
    },
  );

  test('is silent at once when it is withdrawn', async () => {
    const { tab, page, offered, account } = await atContacts();
    const sounds = soundsOf(page);
    await offered('Vera');
    await isHeard(page);
    await account.user.setStatus('inactive');
    await cardOf(page).waitFor({ state: 'detached' });
    const before = [sounds(), await heard(page)];
    await page.clock.fastForward(60_000);
    expect([sounds(), await heard(page)]).toEqual(before);
    await tab.close();
  });

  test.each([
    ['en', 6],
    ['ru', 1],
  ] as const)(
    'is urgent in its last minute, seen or not: in %s, on a processor %d times slower',
    async (language, slower) => {
      const say = said[language];
      const { tab, page, offered, account, speedUp } = await atContacts(language, slower);
      await offered('Vera');
      await cardOf(page, language).waitFor();
      await isHeard(page);
      await page.mouse.move(300, 300);
      const seenAfter = await heard(page);
      const card = cardOf(page, language);
      expect(await card.getByText(say.lastMinute).count()).toBe(0);
      await toLastMinute({ page, account });
      await titleBecomes(page, say.titleOfLastMinute);
      await card.getByText(say.lastMinute).first().waitFor();
      await page.locator('[aria-live=assertive]', { hasText: say.urged }).waitFor({ state: 'attached' });
      await isHeard(page, seenAfter);
      const before = await heard(page);
      await page.clock.fastForward(5_000);
      await isHeard(page, before);
      await speedUp();
      await expectAccessible(page);

      await page
        .getByRole('navigation')
        .getByRole('link', { name: say.inbox(1) })
        .click();
      const row = page.getByRole('listitem').filter({ hasText: 'Vera' });
      await row.getByText(say.lastMinute).waitFor({ state: 'attached' });
      await expectAccessible(page);
      const [sounds, heardBefore] = [soundsOf(page), await heard(page)];
      await page.clock.fastForward(20_000);
      expect([sounds(), await heard(page)]).toEqual([0, heardBefore]);
      await tab.close();
    },
  );

  test('is shown outside of the page when it comes, and anew in its last minute', async () => {
    const { tab, page, offered, account } = await atContacts();
    await page.getByRole('link', { name: 'Inbox' }).click();
    await page.getByRole('button', { name: 'Sound and notifications' }).click();
    await page.getByRole('switch', { name: 'Desktop notifications' }).click();
    await page.getByRole('switch', { name: 'Desktop notifications', checked: true }).waitFor();
    await page.keyboard.press('Escape');
    await asPeopleLook(page);
    await lookElsewhere(tab);
    await offered('Vera');
    const shown = async () => (await drawnIn(page)).notified;
    await eventually('it is shown', async () => (await shown()).length === 1);
    await toLastMinute({ page, account });
    await eventually('it is shown anew', async () => (await shown()).length === 2);
    expect(await shown()).toEqual([
      { title: 'New chat: Vera', body: 'I am Vera' },
      { title: 'Last minute to accept: Vera', body: 'I am Vera' },
    ]);
    await tab.close();
  });

  test('is seen in all tabs when it is seen in one', async () => {
    const { tab, page, offered } = await atContacts();
    const other = await tab.another();
    await other.goto(`${parley.base}/console/chats`);
    await statusSwitch(other).waitFor();
    for (const one of [page, other]) await asPeopleLook(one);
    for (const one of [other, page]) await lookAt(one);
    await eventually('the first is the one that is heard', () => hasVoice(page));
    await offered('Vera');
    for (const one of [page, other]) await cardOf(one).waitFor();
    await isHeard(page);
    await page.mouse.move(300, 300);
    await lookAt(other);
    const sounds = [page, other].map(soundsOf);
    for (const one of [page, other]) await one.clock.fastForward(60_000);
    expect(sounds.map((count) => count())).toEqual([0, 0]);
    expect(await heard(other)).toBe(0);
    await tab.close();
  });

  test('draws attention also when it came while the connection was away', async () => {
    const { tab, page, offered, account } = await atContacts();
    tab.expectOutage();
    await page.context().setOffline(true);
    await offered('Vera');
    await eventually('it is offered', async () => (await account.user.mine()).offered.length === 1);
    expect(await cardOf(page).count()).toBe(0);
    await page.context().setOffline(false);
    await cardOf(page).waitFor();
    await isHeard(page);
    await tab.close();
  });
});

/** The operator's other work, which is not this console. */
async function lookElsewhere(tab: Tab): Promise<void> {
  const page = await tab.another();
  await page.goto('data:text/html,<title>Other work</title>');
  await asPeopleLook(page);
  await lookAt(page);
}

describe('permission for notifications', () => {
  test.each(['the switch', 'a key', 'the bar'] as const)(
    'is asked once, when the operator first takes chats: by %s',
    async (how) => {
      const { account } = await operatorWithQueue(parley);
      // An administrator's doing, so that there is a bar that tells of it.
      await parley.admin.ok('PUT', `/api/operators/${account.user.userId}/status`, { status: 'inactive' });
      const tab = await stage.browser.openTab();
      const { page } = tab;
      await watchAlerts(page.context());
      await openSignedIn(page, parley.base, account, '/contacts');
      await statusSwitch(page).waitFor();
      const ask = await quietly(page);
      const asked = () => ask('JSON.stringify(window.drawn.askedAtGesture)');
      expect(await asked()).toBe('[]');
      if (how === 'the switch') await statusSwitch(page).click();
      else if (how === 'a key') await page.keyboard.press('Alt+a');
      else await page.getByRole('button', { name: 'Take chats' }).click();
      await page.getByRole('switch', { name: 'Status: Active' }).waitFor();
      expect(await asked()).toBe('[true]');
      await page.getByRole('link', { name: 'Inbox' }).click();
      await page.getByRole('button', { name: 'Sound and notifications' }).click();
      await page.getByRole('switch', { name: 'Desktop notifications', checked: true }).waitFor();
      await page.keyboard.press('Escape');

      // Whoever has forgotten his answer, as browsers do after a while, is not asked again.
      await page.evaluate(() => localStorage.removeItem('are-notifications-permitted'));
      for (const status of ['Inactive', 'Active']) {
        await statusSwitch(page).click();
        await page.getByRole('switch', { name: `Status: ${status}` }).waitFor();
      }
      expect(await asked()).toBe('[true]');
      await tab.close();
    },
  );
});
