import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import styles from './form.module.css';
import { createForm, type Form as FormStore } from './form-store';

/** A form's store for as long as the component is shown. */
export function useForm<V extends object, R = unknown>(parts: Parameters<typeof createForm<V, R>>[0]): FormStore<V> {
  const latest = useRef(parts);
  latest.current = parts;
  return useMemo(
    () =>
      createForm<V, R>({
        initial: parts.initial,
        send: (values) => latest.current.send(values),
        onSent: (result, values) => latest.current.onSent?.(result, values),
        ...(parts.fieldOf === undefined ? {} : { fieldOf: parts.fieldOf }),
      }),
    [],
  );
}

/** Submits by Enter, shows what is wrong with the whole, and leads to the first field with an error. */
export function Form<V extends object>({
  form,
  label,
  children,
}: {
  form: FormStore<V>;
  /** The form's name for screen readers. */
  label: string;
  children: ComponentChildren;
}) {
  const element = useRef<HTMLFormElement>(null);
  async function submit(event: Event): Promise<void> {
    if (await form.submit(event)) return;
    // What is wrong is shown by the next drawing.
    requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }
  return (
    <form ref={element} class={styles.form} aria-label={label} noValidate onSubmit={submit}>
      <div role="alert">{form.problem.value !== null && <p class={styles.problem}>{form.problem.value}</p>}</div>
      {children}
    </form>
  );
}

/** The buttons at the end of a form. */
export function FormActions({ children }: { children: ComponentChildren }) {
  return <div class={styles.actions}>{children}</div>;
}
