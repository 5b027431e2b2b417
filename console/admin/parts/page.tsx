import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { hrefOf } from '../../app/router';
import { classes } from '../../ui/classes';
import { BackIcon } from '../../ui/icons';
import styles from './page.module.css';

interface PageProps {
  title: string;
  /** Where it belongs to. */
  back?: { path: string; label: string };
  /** What it is about, where the title doesn't say it. */
  intro?: ComponentChildren;
  actions?: ComponentChildren;
  /** For tables of many columns. */
  isWide?: boolean;
  children: ComponentChildren;
}

/** A list or a form of the administration, under its heading. */
export function Page({ title, back, intro, actions, isWide = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // What had the focus is gone with the page before: the reader goes on at the top of this one.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div class={classes(styles.page, isWide && styles.wide)}>
      {back !== undefined && (
        <a class={styles.back} href={hrefOf(back.path)}>
          <BackIcon size={16} />
          {back.label}
        </a>
      )}
      <header class={styles.head}>
        <h2 ref={heading} class={styles.title} tabIndex={-1}>
          {title}
        </h2>
        {actions !== undefined && <div class={styles.actions}>{actions}</div>}
      </header>
      {intro !== undefined && <div class={styles.intro}>{intro}</div>}
      {children}
    </div>
  );
}

/** A part of a page with a heading of its own. */
export function Part({
  title,
  intro,
  children,
}: {
  title: string;
  intro?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class={styles.part} aria-label={title}>
      <h3 class={styles.partTitle}>{title}</h3>
      {intro !== undefined && <div class={styles.intro}>{intro}</div>}
      {children}
    </section>
  );
}
