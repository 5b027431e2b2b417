import { desktopAsked, desktopChoice } from './alert-choices';

/** The browser's own say about notifications outside of the page. */
interface BrowserPermission {
  now: () => NotificationPermission;
  /** Browsers show their question at a gesture of the reader only. */
  ask: () => Promise<NotificationPermission>;
}

const ofThisBrowser: BrowserPermission = {
  now: () => ('Notification' in globalThis ? Notification.permission : 'denied'),
  ask: () => Notification.requestPermission(),
};

export const permissionNow = ofThisBrowser.now;

/** Asks the reader, who has just asked for it; what he answers is his choice. */
export async function askForDesktop(browser: BrowserPermission = ofThisBrowser): Promise<NotificationPermission> {
  desktopAsked.value = 'yes';
  const given = await browser.ask();
  desktopChoice.value = given === 'granted' ? 'on' : 'off';
  return given;
}

/**
 * Whoever takes chats for the first time in this browser is asked whether offers may be shown outside of the page. Once: what was decided before, or
 * not answered, stays as it is, and the switch above the list is there for another mind.
 */
export async function askAtFirstActive(browser: BrowserPermission = ofThisBrowser): Promise<void> {
  if (desktopAsked.peek() === 'no' && browser.now() === 'default') await askForDesktop(browser);
}
