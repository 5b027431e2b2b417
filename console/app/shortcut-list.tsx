import { Fragment } from 'preact';
import { Dialog } from '../ui/dialog';
import { words } from '../words/words';
import { useServices } from './services';
import styles from './shortcut-list.module.css';
import type { Shortcut } from './shortcuts';

/** Every shortcut that works at this moment. */
export function ShortcutList({ onClose }: { onClose: () => void }) {
  const { shortcuts } = useServices();
  const groups = Map.groupBy(shortcuts.all.value, ({ group }) => group());
  return (
    <Dialog title={words().shortcuts.title} onClose={onClose}>
      {[...groups].map(([group, members]) => (
        <section key={group}>
          <h3>{group}</h3>
          <dl class={styles.list}>
            {members.map((shortcut) => (
              <Line key={shortcut.keys} shortcut={shortcut} />
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}

function Line({ shortcut }: { shortcut: Shortcut }) {
  const steps = shortcut.keys.split(' ');
  return (
    <div class={styles.line}>
      <dt>{shortcut.label()}</dt>
      <dd>
        {steps.map((step, index) => (
          <Fragment key={step}>
            {index > 0 && <span class={styles.then}>{words().shortcuts.thenKey}</span>}
            {keysOf(step).map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </Fragment>
        ))}
      </dd>
    </div>
  );
}

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

function keysOf(step: string): string[] {
  const { keyNames } = words().shortcuts;
  const names: Record<string, string> = {
    mod: isMac ? '⌘' : 'Ctrl',
    alt: isMac ? '⌥' : 'Alt',
    shift: '⇧',
    ...keyNames,
  };
  return step.split('+').map((key) => names[key] ?? key.toUpperCase());
}
