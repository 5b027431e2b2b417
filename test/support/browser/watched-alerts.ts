import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { eventually } from '../eventually';

/** What a page did to draw attention since it was loaded. */
export interface Drawn {
  /** Addresses of sounds that began to be heard. */
  heard: string[];
  /** Why the browser refused to play. */
  refused: string[];
  notified: Array<{ title: string; body: string }>;
  /** Whether the reader had just done something, each time that permission for notifications was asked. */
  askedAtGesture: boolean[];
}

declare global {
  interface Window {
    drawn: Drawn;
    shown: EventTarget[];
  }
}

/**
 * Every page of the profile writes down what it plays and shows, and asks the browser for. Sounds are the browser's own. Notifications are
 * written down only: headless shells have none. Whoever is asked permits them, once for the profile.
 */
export async function watchAlerts(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    window.drawn = { heard: [], refused: [], notified: [], askedAtGesture: [] };
    window.shown = [];
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function played(this: HTMLMediaElement) {
      const begun = play.call(this);
      begun.then(
        () => window.drawn.heard.push(new URL(this.src).pathname),
        (error: DOMException) => window.drawn.refused.push(error.name),
      );
      return begun;
    };
    const key = 'are-notifications-permitted';
    class WrittenNotification extends EventTarget {
      static get permission(): NotificationPermission {
        return localStorage.getItem(key) === null ? 'default' : 'granted';
      }

      static async requestPermission(): Promise<NotificationPermission> {
        window.drawn.askedAtGesture.push(navigator.userActivation.isActive);
        localStorage.setItem(key, 'yes');
        return 'granted';
      }

      constructor(title: string, { body = '' }: NotificationOptions = {}) {
        super();
        window.drawn.notified.push({ title, body });
        window.shown.push(this);
      }

      close(): void {}
    }
    window.Notification = WrittenNotification as unknown as typeof Notification;
  });
}

export const drawnIn = (page: Page): Promise<Drawn> => page.evaluate(() => window.drawn);

/** Clicks the notification that was shown last. */
export const clickNotification = (page: Page): Promise<boolean> =>
  page.evaluate(() => window.shown.at(-1)?.dispatchEvent(new Event('click')) ?? false);

/** The page has the focus only while it is in front, as with people; otherwise each page believes that it is looked at. */
export async function asPeopleLook(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
}

/** Where each page has a window of its own, as in headless shells, those of others have the focus as well until they are minimized. */
async function setWindow(page: Page, isInFront: boolean): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  const windowState = isInFront ? 'normal' : 'minimized';
  await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState } });
  await session.detach();
}

/** Brings a page to the front; it knows then that it is looked at, and the others of its profile that they are not. */
export async function lookAt(page: Page): Promise<void> {
  const others = page
    .context()
    .pages()
    .filter((one) => one !== page);
  for (const other of others) await setWindow(other, false);
  await setWindow(page, true);
  await page.bringToFront();
  for (const one of [page, ...others]) {
    const ask = await quietly(one);
    const isWanted = String(one === page);
    await eventually('the pages know which of them is looked at', async () => {
      return (await ask(`document.visibilityState === 'visible' && document.hasFocus()`)) === isWanted;
    });
  }
}

/** Whether this page is the one of its profile that is heard, as the browser has it. */
export function hasVoice(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const holderOf = async (name: string) => (await navigator.locks.query()).held?.find((lock) => lock.name === name);
    const name = `own-${crypto.randomUUID()}`;
    const own = await navigator.locks.request(name, () => holderOf(name));
    const voice = await holderOf('parley.voice');
    return voice !== undefined && voice.clientId === own?.clientId;
  });
}

/** Asks a page without its taking that for something the reader has done, as it does with all that playwright asks. */
export async function quietly(page: Page) {
  const session: CDPSession = await page.context().newCDPSession(page);
  return async (expression: string): Promise<string> => {
    const { result } = await session.send('Runtime.evaluate', { expression, userGesture: false });
    return String(result.value);
  };
}
