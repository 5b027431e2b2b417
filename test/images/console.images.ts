import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startBrowser, type TestBrowser } from '../support/browser/browser';
import { signIn, statusSwitch } from '../support/browser/console-pages';
import { type Parley, startParley } from '../support/parley';
import { openNorthwind, password } from './northwind';
import { brokenPole } from './photo';

/** What is shown beside text is loaded with it. */
const mostBytes = 200_000;
const folder = process.env.IMAGES_DIR || join(__dirname, '../../docs/images');

let parley: Parley;
let browser: TestBrowser;
let northwind: Awaited<ReturnType<typeof openNorthwind>>;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  parley = await startParley();
  await parley.startWorker();
  browser = await startBrowser();
  northwind = await openNorthwind(parley, await brokenPole(browser));
});

afterAll(async () => {
  await browser.close();
  await parley.stop();
});

interface Picture {
  name: string;
  /** An operator, or an administrator. */
  as: 'olga' | 'nora';
  path: () => string;
  theme?: 'light' | 'dark';
  language?: 'en' | 'ru';
  width?: number;
  height?: number;
  /** Does what leads to what is shown, and waits until it is. */
  ready: (page: Page) => Promise<unknown>;
}

const seen = (text: string | RegExp) => (page: Page) => page.getByText(text).first().waitFor();

/** On narrow screens the tabs are behind a button. */
async function openTab(page: Page, index: number): Promise<void> {
  const tab = page.getByRole('tab').nth(index);
  const details = page.getByRole('button', { name: /^(Details of the chat|Подробности чата)$/ });
  await tab.or(details).first().waitFor();
  if (await details.isVisible()) await details.click();
  await tab.click();
}

async function openRow(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('link', { name }).click();
  await page.getByRole('article').waitFor();
}

const pictures: Picture[] = [
  { name: 'console-inbox', as: 'olga', path: () => `/inbox/${northwind.amelia}`, ready: seen('Kenji Watanabe') },
  {
    name: 'console-inbox-dark',
    as: 'olga',
    path: () => `/inbox/${northwind.amelia}`,
    theme: 'dark',
    ready: seen('Kenji Watanabe'),
  },
  {
    name: 'console-phone',
    as: 'olga',
    path: () => '/inbox',
    width: 360,
    height: 740,
    ready: seen('Kenji Watanabe'),
  },
  {
    name: 'console-chats',
    as: 'nora',
    path: () => `/chats/${northwind.sofia}?q=parcel`,
    ready: seen('It is with the courier'),
  },
  {
    name: 'console-chat',
    as: 'nora',
    path: () => `/chats/${northwind.amelia}`,
    ready: (page) => openTab(page, 2),
  },
  { name: 'console-supervision', as: 'nora', path: () => '/supervision', ready: seen('Samir Haddad') },
  { name: 'console-channels', as: 'nora', path: () => '/administration/channels', ready: seen('Northwind') },
  ...(process.env.IMAGES_DIR ? looks() : []),
];

test.each(pictures)('$name', async ({ name, as, path, ready, theme, language, width, height }) => {
  const tab = await browser.openTab({
    ...{ theme: theme ?? 'light', language: language ?? 'en', width: width ?? 1280, height: height ?? 760 },
  });
  const { page } = tab;
  await signIn(page, parley.base, { login: northwind[as], password }, { path: path(), language: language ?? 'en' });
  await statusSwitch(page).or(page.getByRole('navigation')).first().waitFor();
  await ready(page);
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  await page.mouse.move(0, 0);
  const file = join(folder, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
  expect(statSync(file).size).toBeLessThan(mostBytes);
  await tab.close();
});

test('webchat', async () => {
  const tab = await browser.openTab({ width: 420, height: 640 });
  const { page } = tab;
  await page.goto(`${parley.base}/webhooks/webchat/${northwind.page}`);
  for (const [index, [question, answer]] of northwind.smallTalk.entries()) {
    await page.getByRole('textbox').last().fill(question);
    await page.keyboard.press('Enter');
    await northwind.answer(question, answer, index === 0);
    await page.getByText(answer).waitFor();
  }
  const file = join(folder, 'webchat.png');
  await page.screenshot({ path: file, animations: 'disabled' });
  expect(statSync(file).size).toBeLessThan(mostBytes);
  await tab.close();
});

/** More than the documentation shows, to look at while working. */
function looks(): Picture[] {
  const both = [
    { theme: 'light', language: 'en', width: 1280 },
    { theme: 'dark', language: 'ru', width: 1280 },
    { theme: 'light', language: 'ru', width: 360 },
    { theme: 'dark', language: 'en', width: 360 },
  ] as const;
  const screens: Array<Pick<Picture, 'name' | 'path' | 'ready'>> = [
    { name: 'chats', path: () => '/chats', ready: seen('Sofia Rossi') },
    { name: 'search', path: () => '/chats?q=parcel&from=2020-01-01', ready: seen('Sofia Rossi') },
    { name: 'chat', path: () => `/chats/${northwind.amelia}?q=tent`, ready: seen('Amelia Clarke') },
    {
      name: 'chat-contact',
      path: () => `/chats/${northwind.amelia}`,
      ready: (page) => openTab(page, 1),
    },
    {
      name: 'chat-routing',
      path: () => `/chats/${northwind.amelia}`,
      ready: (page) => openTab(page, 2),
    },
    { name: 'contacts', path: () => '/contacts', ready: seen('Sofia Rossi') },
    { name: 'contact', path: () => '/contacts', ready: (page) => openRow(page, /Amelia/) },
    { name: 'cases', path: () => '/cases', ready: seen(/pole/) },
    { name: 'case', path: () => '/cases', ready: (page) => openRow(page, /pole/) },
    { name: 'supervision', path: () => '/supervision', ready: seen('Samir Haddad') },
  ];
  return screens.flatMap((screen) =>
    both.map((way) => ({
      ...screen,
      ...way,
      as: 'nora' as const,
      height: 760,
      name: `look-${screen.name}-${way.language}-${way.theme}-${way.width}`,
    })),
  );
}
