import type { ComponentChildren } from 'preact';
import { classes } from './classes';
import { CheckIcon } from './icons';
import styles from './menu.module.css';
import { Popover } from './popover';

export interface MenuItem {
  label: string;
  run: () => void;
  danger?: boolean;
  disabled?: boolean;
  /** One of several, of which this is the one that holds. */
  chosen?: boolean;
}

export interface MenuGroup {
  /** What the items choose, where they choose something. */
  label?: string;
  items: MenuItem[];
}

interface MenuProps {
  control: Parameters<typeof Popover>[0]['control'];
  label: string;
  groups: MenuGroup[];
  align?: 'start' | 'end';
  /** Stands above the items. */
  head?: ComponentChildren;
}

/** Commands behind a button. Arrows, Home and End walk through them, as menus have it (WAI-ARIA). */
export function Menu({ control, label, groups, align = 'start', head }: MenuProps) {
  return (
    <Popover control={control} align={align} onOpen={(panel) => itemsOf(panel)[0]?.focus()}>
      {(close) => (
        <>
          {head}
          <div role="menu" aria-label={label} tabIndex={-1} onKeyDown={walk}>
            {groups.map((group, index) => (
              // biome-ignore lint/a11y/useSemanticElements: a group of a menu, which is no fieldset.
              <div key={group.label ?? index} role="group" aria-label={group.label} class={styles.group}>
                {group.label !== undefined && (
                  <div class={styles.groupLabel} aria-hidden="true">
                    {group.label}
                  </div>
                )}
                {group.items.map((item) => (
                  <Item key={item.label} item={item} close={close} />
                ))}
              </div>
            ))}
          </div>
        </>
      )}
    </Popover>
  );
}

function Item({ item, close }: { item: MenuItem; close: () => void }) {
  const props = {
    tabIndex: -1,
    'aria-disabled': item.disabled ? ('true' as const) : undefined,
    class: classes(styles.item, item.danger && styles.danger),
    onClick: () => {
      if (item.disabled) return;
      close();
      item.run();
    },
  };
  if (item.chosen === undefined)
    return (
      <button {...props} type="button" role="menuitem">
        {item.label}
      </button>
    );
  return (
    <button {...props} type="button" role="menuitemradio" aria-checked={item.chosen}>
      <span>{item.label}</span>
      {item.chosen && <CheckIcon size={16} />}
    </button>
  );
}

function itemsOf(panel: HTMLElement): HTMLElement[] {
  return [...panel.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
}

function walk(event: KeyboardEvent): void {
  const menu = event.currentTarget;
  if (!(menu instanceof HTMLElement)) return;
  const items = itemsOf(menu);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const targets: Record<string, number> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  items[target]?.focus();
}
