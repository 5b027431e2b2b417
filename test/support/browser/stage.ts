import { type Parley, startParley } from '../parley';
import { type PageOptions, startBrowser, type Tab, type TestBrowser } from './browser';
import { type Credentials, openSignedIn } from './console-pages';
import { inConversation, type Scene } from './conversation-scene';

/** Where people work in the console. */
export interface Stage {
  parley: Parley;
  browser: TestBrowser;
  /** Somebody who is signed in, at a place of the console, in a browser profile of his own. */
  openAt(account: Credentials, path: string, options?: PageOptions): Promise<Tab>;
  /** An operator at the conversation of his chat, who can answer. */
  openChat(scene: Pick<Scene, 'account' | 'chatId'>, options?: PageOptions): Promise<Tab>;
  /** Fails when something went wrong in a page that nobody expected. */
  close(): Promise<void>;
}

/** A Parley, with a worker unless nothing is to come of what is done, and a browser for those who work in its console. */
export async function startStage({
  hasWorker = true,
  ...options
}: Parameters<typeof startParley>[0] & { hasWorker?: boolean } = {}): Promise<Stage> {
  const parley = await startParley(options);
  if (hasWorker) await parley.startWorker();
  const browser = await startBrowser();

  async function openAt(account: Credentials, path: string, pageOptions: PageOptions = {}): Promise<Tab> {
    const tab = await browser.openTab(pageOptions);
    await openSignedIn(tab.page, parley.base, account, path);
    return tab;
  }

  return {
    parley,
    browser,
    openAt,
    async openChat({ account, chatId }, pageOptions) {
      const tab = await openAt(account, `/inbox/${chatId}`, pageOptions);
      await inConversation.field(tab.page).waitFor();
      return tab;
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
