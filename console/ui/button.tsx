import type { ButtonHTMLAttributes, ComponentChildren, Ref } from 'preact';
import styles from './button.module.css';
import { classes } from './classes';

type Tone = 'primary' | 'plain' | 'quiet' | 'danger';

interface ButtonProps extends Omit<ButtonHTMLAttributes, 'icon' | 'size' | 'ref'> {
  children: ComponentChildren;
  tone?: Tone;
  small?: boolean;
  /** At work: it cannot be pressed again, and keeps its place in the order of focus. */
  busy?: boolean;
  buttonRef?: Ref<HTMLButtonElement>;
}

export function Button({ tone = 'plain', small, busy, buttonRef, onClick, class: extra, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      ref={buttonRef ?? null}
      class={classes(styles.button, styles[tone], small && styles.small, extra as string | undefined)}
      aria-busy={busy ? 'true' : undefined}
      aria-disabled={busy ? 'true' : rest['aria-disabled']}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    />
  );
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes, 'icon' | 'label' | 'ref'> {
  /** What it does, for everybody: read out, and shown when it is pointed at. */
  label: string;
  children: ComponentChildren;
  buttonRef?: Ref<HTMLButtonElement>;
}

export function IconButton({ label, buttonRef, class: extra, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      ref={buttonRef ?? null}
      class={classes(styles.button, styles.icon, extra as string | undefined)}
      aria-label={label}
      title={label}
    />
  );
}
