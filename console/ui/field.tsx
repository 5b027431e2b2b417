import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { words } from '../words/words';
import { classes } from './classes';
import styles from './field.module.css';

/** What a control takes over from the field around it. */
export interface ControlProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': 'true' | undefined;
  'aria-required': 'true' | undefined;
}

export interface FieldProps {
  label: ComponentChildren;
  hint?: ComponentChildren;
  /** A sentence; null or empty: nothing is wrong. */
  error?: string | null | undefined;
  required?: boolean | undefined;
  /** The label stands for screen readers only, such as where a placeholder or the place says it. */
  hideLabel?: boolean;
}

/** A label, a control, what it is for, and what is wrong with it, all tied together for those who don't see it. */
export function Field({
  label,
  hint,
  error,
  required = false,
  hideLabel = false,
  children,
}: FieldProps & { children: (control: ControlProps) => ComponentChildren }) {
  const id = useId();
  const hasError = error !== null && error !== undefined && error !== '';
  const described = [hint !== undefined && `${id}-hint`, hasError && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class={styles.field}>
      <label class={classes(styles.label, hideLabel && styles.hidden)} for={id}>
        {label}
        {required && (
          <span class={styles.required} aria-hidden="true">
            {` · ${words().common.required}`}
          </span>
        )}
      </label>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': hasError ? 'true' : undefined,
        'aria-required': required ? 'true' : undefined,
      })}
      {hint !== undefined && (
        <p class={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {hasError && (
        <p class={styles.error} id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
