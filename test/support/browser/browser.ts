import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium';

/** A machine that is busy draws late; what is awaited is there long before. */
const patienceMs = 30_000;

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
  close(): Promise<void>;
}

/**
 * One Chromium for a test file. Closing it fails when something went wrong in one of its pages that nobody expected. `hosts` are names
 * that it takes for those addresses.
 */
export async function startBrowser({ hosts = {} }: { hosts?: Readonly<Record<string, string>> } = {}) {
  const { path, env } = findChromium();
  const browser: Browser = await chromium.launch({
    executablePath: path,
    env: { ...process.env, ...env } as Record<string, string>,
    chromiumSandbox: false,
    args: Object.entries(hosts).map(([name, address]) => `--host-resolver-rules=MAP ${name} ${address}`),
    timeout: patienceMs,
  });
  const tabs: Tab[] = [];

  async function openTab({
    language = 'en',
    theme = 'light',
    width = 1280,
    height = 800,
  }: PageOptions = {}): Promise<Tab> {
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
    const tab: Tab = {
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
      close: () => context.close(),
    };
    tabs.push(tab);
    return tab;
  }

  return {
    openTab,
    async close(): Promise<void> {
      await browser.close();
      expect(tabs.flatMap(({ faults }) => faults)).toEqual([]);
    },
  };
}

export type TestBrowser = Awaited<ReturnType<typeof startBrowser>>;
