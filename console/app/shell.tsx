import { useEffect, useRef, useState } from 'preact/hooks';
import { Alerts } from '../inbox/alerts';
import { FloatingOffer } from '../inbox/floating-offer';
import { SoundNotice } from '../inbox/sound-notice';
import { ConnectionBanner } from '../live/connection-banner';
import { NotificationBell } from '../notifications/bell';
import { PasswordDialog } from '../session/password-dialog';
import { StatusNotice } from '../session/status-notice';
import { StatusSwitch } from '../session/status-switch';
import { words } from '../words/words';
import { AccountMenu } from './account-menu';
import { AreaView } from './area-view';
import { areaAt, areasFor, redirects } from './areas';
import { Navigation } from './navigation';
import { NotFound } from './not-found';
import { useServices } from './services';
import styles from './shell.module.css';
import { ShortcutList } from './shortcut-list';
import type { User } from './types';
import { useGlobalShortcuts } from './use-global-shortcuts';

/** What is around every area for whoever is signed in. */
export function Shell({ user }: { user: User }) {
  const { router } = useServices();
  const { path, query } = router.place.value;
  const areas = areasFor(user);
  const area = areaAt(path, areas);
  const shortcuts = useGlobalShortcuts(areas);
  const main = useMain(area?.root ?? null);
  const [isChangingPassword, setChangingPassword] = useState(false);

  useEffect(() => {
    const to = path === '/' ? areas[0]?.root : redirects[path];
    if (to !== undefined) router.go(query.size === 0 ? to : `${to}?${query}`, { replace: true });
  }, [path]);

  return (
    <div class={styles.shell}>
      <a class={styles.skip} href="#content">
        {words().skipToContent}
      </a>
      <header class={styles.bar}>
        <span class={styles.brand}>{words().product}</span>
        <Navigation areas={areas} current={area} />
        <StatusSwitch />
        <NotificationBell />
        <AccountMenu user={user} onPassword={() => setChangingPassword(true)} onShortcuts={shortcuts.show} />
      </header>
      <div class={styles.notices}>
        <ConnectionBanner />
        <StatusNotice />
        <SoundNotice />
      </div>
      <main ref={main} id="content" class={styles.main} tabIndex={-1}>
        {area !== null ? <AreaView key={area.root} area={area} /> : isPassing(path) ? null : <NotFound />}
      </main>
      <FloatingOffer />
      <Alerts />
      {isChangingPassword && <PasswordDialog onClose={() => setChangingPassword(false)} />}
      {shortcuts.isShown && <ShortcutList onClose={shortcuts.hide} />}
    </div>
  );
}

/** An address that only leads elsewhere. */
function isPassing(path: string): boolean {
  return path === '/' || path in redirects;
}

/** Whoever goes to another area reads on there, where the area knows no better place. */
function useMain(root: string | null) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(root);
  useEffect(() => {
    const hasMoved = before.current !== null && before.current !== root;
    if (hasMoved && !main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
    before.current = root;
  }, [root]);
  return main;
}
