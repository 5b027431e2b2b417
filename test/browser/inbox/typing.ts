import type { Page } from 'playwright-core';
import { expectAccessible } from '../../support/browser/axe';
import { createAccount } from '../../support/browser/console-pages';
import { openInbox } from '../../support/browser/inbox-page';
import { focusComesTo, press, typeKeys } from '../../support/browser/keyboard';
import { parley, stage } from '../../support/browser/shared-stage';
import { slowDown } from '../../support/browser/slow';
import { createQueue, createWebchatChannel, Visitor } from '../../support/builders';
import { eventually } from '../../support/eventually';

/** With every letter that is a command of the list, at its beginning and later. */
const sentences = {
  en: 'and just a kind question: is Alt gone? Dad asks us nicely',
  ru: 'фвсе так: дайте, пожалуйста, номер заказа и удачи',
} as const;
type Language = keyof typeof sentences;

const words = {
  en: {
    chats: 'Your chats',
    conversation: 'Conversation',
    answer: 'Your answer',
    accept: 'Accept',
    decline: 'Decline',
  },
  ru: { chats: 'Ваши чаты', conversation: 'Переписка', answer: 'Ваш ответ', accept: 'Принять', decline: 'Отклонить' },
} as const;

/** An operator to whom three clients are offered, at his inbox. */
async function threeOffers(language: Language = 'en', options: { width?: number; height?: number } = {}) {
  const account = await createAccount(parley, { name: 'Olga Operator' });
  const queue = await createQueue(parley, { operators: [{ userId: account.user.userId }] });
  const channel = await createWebchatChannel(parley, queue.id);
  const tab = await openInbox(stage.browser, parley.base, account, { language, ...options });
  await account.user.setStatus('active');
  const visitors: Visitor[] = [];
  for (const name of ['Ada', 'Ben', 'Cleo']) {
    const visitor = await Visitor.arrive(parley, channel.id, name);
    await visitor.write(`I am ${name}`);
    visitors.push(visitor);
    await eventually('it is offered', async () => (await account.user.mine()).offered.length === visitors.length);
  }
  const { page } = tab;
  const say = words[language];
  const list = page.getByRole('region', { name: say.chats });
  const places = {
    list,
    link: (name: string) => list.getByRole('link').filter({ hasText: name }),
    accept: (name: string) => list.getByRole('button', { name: `${say.accept}: ${name}` }),
    decline: (name: string) => list.getByRole('button', { name: `${say.decline}: ${name}` }),
    conversation: page.getByRole('region', { name: say.conversation }),
    answer: page.locator('#answer'),
  };
  await places.accept('Cleo').waitFor();
  return { tab, page, account, ...places, ada: visitors[0] as Visitor };
}

type Scene = Awaited<ReturnType<typeof threeOffers>>;

/** Ada has got the whole sentence, and nothing else has happened. */
async function expectAnswered({ account, ada }: Scene, sentence: string): Promise<void> {
  const answers = () => ada.sees().then((all) => all.filter(({ direction }) => direction === 'outgoing'));
  await eventually('the client has the answer', async () => (await answers()).length > 0);
  expect((await answers()).map(({ text }) => text)).toEqual([sentence]);
  const { offered, active } = await account.user.mine();
  const names = (chats: typeof active) => chats.map(({ contact }) => contact.name);
  expect({ offered: names(offered), active: names(active) }).toEqual({ offered: ['Ben', 'Cleo'], active: ['Ada'] });
  expect(await account.user.ok('GET', '/api/operator/status')).toMatchObject({ status: 'active' });
}

const openOffer = async ({ page, link, conversation }: Scene, how: 'pointer' | 'keys') => {
  if (how === 'pointer') await link('Ada').click();
  else await link('Ada').press('Enter');
  await conversation
    .getByRole('button', { name: /: Ada$/ })
    .first()
    .waitFor();
  return { page, foot: conversation.getByRole('button', { name: /^(Accept|Принять): Ada$/ }) };
};

/** Each ends with the key or the click that takes the chat. */
const ways: Record<string, (scene: Scene) => Promise<void>> = {
  'a click on Accept in the list': ({ accept }) => accept('Ada').click(),
  'Enter on Accept in the list': ({ accept }) => accept('Ada').press('Enter'),
  'the space bar on Accept in the list': ({ accept }) => accept('Ada').press('Space'),
  'the key of the list': async ({ page, link }) => {
    await link('Ada').focus();
    await page.keyboard.press('a');
  },
  'the key of the list, with the offer open': async (scene) => {
    await openOffer(scene, 'keys');
    await scene.page.keyboard.press('a');
  },
  'a click on Accept under the conversation': async (scene) => {
    const { foot } = await openOffer(scene, 'pointer');
    await foot.click();
  },
  'a click on Accept in another section': async ({ page }) => {
    await page.getByRole('navigation').getByRole('link', { name: 'Contacts' }).click();
    await page.getByRole('button', { name: 'Accept: Ada' }).click();
  },
  'Enter on Accept under the conversation': async (scene) => {
    const { foot } = await openOffer(scene, 'keys');
    await foot.press('Enter');
  },
};

const played: Array<[language: Language, way: string, slower: number]> = [
  ...Object.keys(ways).map((way, index): [Language, string, number] => ['en', way, index % 3 === 0 ? 6 : 1]),
  ['ru', 'the key of the list', 6],
  ['ru', 'a click on Accept under the conversation', 1],
];

test.each(played)(
  'whoever accepts and types on writes to the client (%s, after %s, on a processor %d times slower)',
  async (language, way, slower) => {
    const scene = await threeOffers(language);
    const speedUp = await slowDown(scene.page, slower);
    await ways[way]?.(scene);
    await typeKeys(scene.page, sentences[language]);
    await scene.page.keyboard.press('Enter');
    await speedUp();
    await expectAnswered(scene, sentences[language]);
    await focusComesTo(scene.answer);
    await scene.tab.close();
  },
);

test('on a phone, too, the cursor is in the answer after Accept', async () => {
  const scene = await threeOffers('en', { width: 390, height: 800 });
  const speedUp = await slowDown(scene.page);
  await scene.accept('Ada').click();
  await typeKeys(scene.page, sentences.en);
  await scene.page.keyboard.press('Enter');
  await speedUp();
  await expectAnswered(scene, sentences.en);
  await scene.tab.close();
});

/** Holds the answer to an Accept back until it is let go. */
async function holdAccept(page: Page, before: () => Promise<unknown> = async () => undefined) {
  let letGo = (): void => {};
  const isLetGo = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/accept', async (route) => {
    await isLetGo;
    await before();
    await route.continue();
  });
  return letGo;
}

test('what is sent before it is known that the chat is his goes out once it is, in its order', async () => {
  const scene = await threeOffers();
  const letGo = await holdAccept(scene.page);
  await scene.accept('Ada').click();
  for (const text of ['One', 'Two', 'Thr']) {
    await typeKeys(scene.page, text);
    if (text !== 'Thr') await scene.page.keyboard.press('Enter');
  }
  await scene.conversation.getByText('Two', { exact: true }).waitFor();
  expect(await scene.ada.sees()).toHaveLength(1);
  letGo();
  await typeKeys(scene.page, 'ee');
  await scene.page.keyboard.press('Enter');
  const answers = async () => (await scene.ada.sees()).filter(({ direction }) => direction === 'outgoing');
  await eventually('all have come', async () => (await answers()).length === 3);
  expect((await answers()).map(({ text }) => text)).toEqual(['One', 'Two', 'Three']);
  await scene.tab.close();
});

test('what was typed to a client whom he does not get is kept, goes to nobody and does nothing', async () => {
  const scene = await threeOffers();
  scene.tab.expectRefusals(409);
  const letGo = await holdAccept(scene.page, async () => {
    const [ada] = (await scene.account.user.mine()).offered;
    await scene.account.user.decline(ada?.id ?? '');
  });
  await scene.accept('Ada').click();
  await typeKeys(scene.page, 'Hello');
  await scene.page.keyboard.press('Enter');
  await typeKeys(scene.page, 'and d');
  letGo();
  await scene.list.getByRole('alert').waitFor();
  await typeKeys(scene.page, 'adda');
  expect(await scene.page.getByRole('textbox', { name: 'What you had begun to write' }).inputValue()).toMatch(
    /^Hello\nand d/,
  );
  expect((await scene.account.user.mine()).offered.map(({ contact }) => contact.name)).toEqual(['Ben', 'Cleo']);
  expect(await scene.ada.sees()).toHaveLength(1);
  await scene.tab.close();
});

test('letters go into the answer wherever the focus is, but in the list and in what has letters of its own', async () => {
  const scene = await threeOffers();
  const { page, answer, account } = scene;
  await scene.accept('Ada').click();
  await focusComesTo(answer);
  const elsewhere = [
    page.getByRole('switch', { name: /^Status:/ }),
    page.getByRole('list', { name: /^Conversation with/ }),
    page.getByRole('button', { name: 'Hide details' }).first(),
    page.getByRole('button', { name: 'Attach files' }),
  ];
  for (const [index, place] of elsewhere.entries()) {
    await place.focus();
    await typeKeys(page, 'ad?');
    await focusComesTo(answer);
    expect(await answer.inputValue()).toBe('ad?'.repeat(index + 1));
  }
  await page.getByRole('searchbox', { name: 'Search your chats' }).focus();
  await typeKeys(page, 'ad');
  expect(await answer.inputValue()).toBe('ad?'.repeat(elsewhere.length));
  await page.getByRole('searchbox', { name: 'Search your chats' }).fill('');
  await press(page, 'F6');
  await focusComesTo(answer);
  await press(page, 'F6');
  await press(page, 'F6');
  await focusComesTo(scene.link('Ada'));
  await press(page, '?');
  await page.getByRole('dialog').waitFor();
  await press(page, 'Escape');
  expect((await account.user.mine()).offered).toHaveLength(2);
  await scene.link('Ada').click();
  await focusComesTo(answer);
  await scene.tab.close();
});

/** From now on time passes in the page only as the test says. What is drawn a moment later needs that moment. */
async function holdTime(page: Page) {
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 1_000);
  return { aMoment: () => page.clock.runFor(200), fiveSeconds: () => page.clock.runFor(5_000) };
}

describe('an offer is declined', () => {
  test('by a click, and is back when that is undone within five seconds', async () => {
    const scene = await threeOffers();
    const { page, list, account, answer } = scene;
    await scene.accept('Ada').click();
    await focusComesTo(answer);
    const time = await holdTime(page);
    await scene.decline('Ben').dblclick();
    await time.aMoment();
    await list.getByText('Declined').waitFor();
    await typeKeys(page, 'ad');
    expect(await answer.inputValue()).toBe('ad');
    await list.getByRole('button', { name: 'Undo: Ben was declined' }).click();
    await time.aMoment();
    await scene.decline('Ben').waitFor();
    await time.fiveSeconds();
    await scene.decline('Cleo').click();
    await time.aMoment();
    await list.getByText('Declined').waitFor();
    const offered = async () => (await account.user.mine()).offered.map(({ contact }) => contact.name);
    expect(await offered()).toEqual(['Ben', 'Cleo']);
    await page.clock.resume();
    await expectAccessible(page);
    await eventually('it went', async () => (await offered()).join() === 'Ben');
    await scene.tab.close();
  });

  test('by the key of the list, and undone by a key', async () => {
    const scene = await threeOffers('ru');
    const { page, list, account } = scene;
    const time = await holdTime(page);
    await scene.link('Cleo').focus();
    await typeKeys(page, 'в');
    await time.aMoment();
    await list.getByText('Отклонён').waitFor();
    await page.keyboard.press('Control+z');
    await time.aMoment();
    await scene.decline('Cleo').waitFor();
    await focusComesTo(scene.link('Cleo'));
    await time.fiveSeconds();
    expect((await account.user.mine()).offered).toHaveLength(3);
    await scene.tab.close();
  });

  test('by a key without a choice only after a question that names it', async () => {
    const scene = await threeOffers();
    const { page, list, account } = scene;
    await list.focus();
    await page.keyboard.press('d');
    const dialog = page.getByRole('dialog', { name: 'Decline the chat with Ada?' });
    await dialog.waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await list.focus();
    await page.keyboard.press('d');
    await dialog.getByRole('button', { name: 'Decline' }).click();
    await list.getByText('Declined').waitFor();
    await eventually('it went', async () => (await account.user.mine()).offered.length === 2);
    await scene.tab.close();
  });

  test('also when the page is closed right away', async () => {
    const scene = await threeOffers();
    await scene.decline('Ben').click();
    await scene.list.getByText('Declined').waitFor();
    await scene.page.close({ runBeforeUnload: true });
    await eventually('it went', async () => (await scene.account.user.mine()).offered.length === 2);
    await scene.tab.close();
  });
});
