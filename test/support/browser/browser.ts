import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type Keep, onFailure } from '../on-failure';
import { findChromium } from './chromium';

/** A machine that is busy draws late; what is awaited is there long before. */
const patienceMs = 30_000;
const screenshotMs = 10_000;

/** A name like any other on the internet: without TLS no secure page, as those of 127.0.0.1 are. It leads here. */
export const plainHost = 'parley.test';

export interface PageOptions {
  language?: 'en' | 'ru';
  theme?: 'light' | 'dark';
  width?: number;
  height?: number;
}

/** A page of its own browser profile, with everything that went wrong in it. */
export interface Tab {
  page: Page;
  /** Errors on the browser's console, uncaught exceptions and what the page's policy has refused. */
  faults: string[];
  /** Answers with an error that the test is about, which browsers report on their console. */
  expectRefusals(...statuses: number[]): void;
  /** What the test has gone wrong in the page, by its message. */
  expectFault(message: RegExp): void;
  /** The test takes the network away: that nothing can be loaded then is no fault. */
  expectOutage(): void;
  /** Another page of the same profile, watched like the first: the same person's second tab. */
  another(): Promise<Page>;
  /** Fails when something went wrong that nobody expected. */
  close(): Promise<void>;
}

/** A tab, and the test that has opened it; none does while a hook runs. */
interface Opened extends Tab {
  test: string | undefined;
  isOpen: boolean;
}

const currentTest = () => expect.getState().currentTestName;

/** One Chromium for a test file. Closing it fails when something went wrong in one of its pages that nobody expected. */
export async function startBrowser() {
  const { path, env } = findChromium();
  const browser: Browser = await chromium.launch({
    executablePath: path,
    env: { ...process.env, ...env } as Record<string, string>,
    chromiumSandbox: false,
    args: [`--host-resolver-rules=MAP ${plainHost} 127.0.0.1`],
    timeout: patienceMs,
  });
  const tabs: Opened[] = [];
  const ofThisTest = () => tabs.filter(({ test, isOpen }) => isOpen && test === currentTest());
  const endLooking = onFailure((keep) => keepPictures(ofThisTest(), keep));

  /** What a test has left open would go on working, and slow the next ones down. */
  async function closeThoseOfEarlierTests(): Promise<void> {
    for (const tab of tabs.filter(({ test, isOpen }) => isOpen && test !== currentTest())) {
      tab.isOpen = false;
      await tab.page.context().close();
    }
  }

  async function openTab({
    language = 'en',
    theme = 'light',
    width = 1280,
    height = 800,
  }: PageOptions = {}): Promise<Tab> {
    await closeThoseOfEarlierTests();
    const options: BrowserContextOptions = {
      locale: language === 'en' ? 'en-GB' : 'ru-RU',
      timezoneId: 'Europe/Berlin',
      colorScheme: theme,
      reducedMotion: 'reduce',
      viewport: { width, height },
    };
    const context = await browser.newContext(options);
    context.setDefaultTimeout(patienceMs);
    const faults: string[] = [];
    const refusals = new Set<number>();
    const expected: RegExp[] = [];
    let isOutage = false;
    const note = (fault: string) => {
      if (!expected.some((message) => message.test(fault))) faults.push(fault);
    };
    const watched = async () => {
      const page = await context.newPage();
      page.on('pageerror', (error) => note(`exception: ${error.stack ?? error.message}`));
      page.on('console', (message) => {
        if (message.type() !== 'error' && !/content security policy|trusted ?type/i.test(message.text())) return;
        const status = Number(/server responded with a status of (\d+)/.exec(message.text())?.[1] ?? 0);
        const isOfOutage = isOutage && /net::ERR_/.test(message.text());
        if (!isOfOutage && !refusals.has(status)) note(`console: ${message.text()} (${message.location().url})`);
      });
      return page;
    };
    const page = await watched();
    const tab: Opened = {
      test: currentTest(),
      isOpen: true,
      page,
      faults,
      expectRefusals: (...statuses) => {
        for (const status of statuses) refusals.add(status);
      },
      expectFault: (message) => {
        expected.push(message);
      },
      expectOutage: () => {
        isOutage = true;
      },
      another: watched,
      async close() {
        // While it is open: there is a picture of it then.
        expect(faults.splice(0)).toEqual([]);
        tab.isOpen = false;
        await context.close();
      },
    };
    tabs.push(tab);
    return tab;
  }

  return {
    openTab,
    async close(): Promise<void> {
      endLooking();
      await browser.close();
      expect(tabs.filter(({ faults }) => faults.length > 0).map(({ test, faults }) => ({ test, faults }))).toEqual([]);
    },
  };
}

/** Each page that a failed test has open, and what went wrong in it. */
async function keepPictures(tabs: readonly Tab[], keep: Keep): Promise<void> {
  const pages = tabs.flatMap(({ page, faults }) =>
    page
      .context()
      .pages()
      .map((one) => ({ page: one, faults })),
  );
  for (const [index, { page, faults }] of pages.entries()) {
    keep(`${index + 1}.txt`, [page.url(), ...faults, ''].join('\n'));
    keep(`${index + 1}.png`, await page.screenshot({ timeout: screenshotMs }));
  }
}

export type TestBrowser = Awaited<ReturnType<typeof startBrowser>>;
