import { createQueue, type Named } from '../builders';
import { createDigitsProvider } from '../digits-provider';
import type { Tab } from './browser';
import { createAccount, statusSwitch } from './console-pages';
import { type Stage, startStage } from './stage';

/** Where Parley is administered. */
export interface Office extends Stage {
  /** Named "Support". */
  queue: Named;
  /** Somebody who may do everything, or less, at a place of the administration. */
  administratorAt(path: string, permission?: string): Promise<Tab>;
  /** Goes on to another place, past what is unsaved. */
  go(tab: Tab, path: string): Promise<void>;
}

/** A Parley with a queue and a plug-in beside the built-in messengers, and a browser for those who administer it. */
export async function startOffice(): Promise<Office> {
  const stage = await startStage({ providers: [createDigitsProvider()], hasWorker: false });
  const { parley } = stage;
  return {
    ...stage,
    queue: await createQueue(parley, { name: 'Support' }),
    async administratorAt(path, permission = 'Administrator') {
      const account = await createAccount(parley, { name: 'Berta Boss', permissions: [permission] });
      const tab = await stage.openAt(account, `/administration${path}`);
      await statusSwitch(tab.page).waitFor();
      return tab;
    },
    async go({ page }, path) {
      await page.goto(`${parley.base}/console/administration${path}`);
      await statusSwitch(page).waitFor();
    },
  };
}
