import { createQueue, type Named } from '../builders';
import { createDigitsProvider } from '../digits-provider';
import { type Parley, startParley } from '../parley';
import { startBrowser, type Tab, type TestBrowser } from './browser';
import { createAccount, signIn, statusSwitch } from './console-pages';

/** Where Parley is administered. */
export interface Office {
  parley: Parley;
  browser: TestBrowser;
  /** Named "Support". */
  queue: Named;
  /** Somebody who may do everything, or less, at a place of the administration. */
  administratorAt(path: string, permission?: string): Promise<Tab>;
  /** Goes on to another place, past what is unsaved. */
  go(tab: Tab, path: string): Promise<void>;
  close(): Promise<void>;
}

/** A Parley with a queue and a plug-in beside the built-in messengers, and a browser for those who administer it. */
export async function startOffice(): Promise<Office> {
  const parley = await startParley({ providers: [createDigitsProvider()] });
  const browser = await startBrowser();
  const queue = await createQueue(parley, { name: 'Support' });
  return {
    parley,
    browser,
    queue,
    async administratorAt(path, permission = 'Administrator') {
      const tab = await browser.openTab();
      const account = await createAccount(parley, { name: 'Berta Boss', permissions: [permission] });
      await signIn(tab.page, parley.base, account, { path: `/administration${path}` });
      await statusSwitch(tab.page).waitFor();
      return tab;
    },
    async go({ page }, path) {
      await page.goto(`${parley.base}/console/administration${path}`);
      await statusSwitch(page).waitFor();
    },
    async close() {
      try {
        await browser.close();
      } finally {
        await parley.stop();
      }
    },
  };
}
