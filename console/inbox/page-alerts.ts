import type { Services } from '../app/services';
import { atActs } from './acts';
import { createAlerts } from './alerts-store';
import { isOnScreen } from './on-screen';
import { joinTabs } from './seen-by-tabs';
import { createPageSound } from './sound';

/** The one of this page. */
export function createPageAlerts(services: Services) {
  const sound = services.store(createPageSound);
  return createAlerts(services, {
    isLookedAt: () => document.visibilityState === 'visible' && document.hasFocus(),
    isOnScreen,
    play: () => void sound.play(),
    hush: sound.hush,
    notify({ title, body, path }) {
      if (!('Notification' in window) || Notification.permission !== 'granted') return;
      // What comes anew in the place of an earlier one shows itself again.
      const options: NotificationOptions & { renotify: boolean } = {
        ...{ body, tag: `parley-${path}`, silent: true, renotify: true },
      };
      const shown = new Notification(title, options);
      shown.addEventListener('click', () => {
        window.focus();
        services.router.go(path);
        shown.close();
      });
    },
    joinTabs,
    atActs,
    nowMs: Date.now,
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
}
