import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { ApiError, isAborted } from '../app/api-error';
import { sayProblem } from '../app/say-problem';

interface FormParts<V extends object, R> {
  initial: V;
  /** Sends it; what it throws is shown. */
  send: (values: V) => Promise<R>;
  onSent?: (result: R, values: V) => void;
  /** The paths of the API whose errors belong to another field of the form, such as `settings.token` to `token`. */
  fieldOf?: (path: string) => keyof V | null;
}

export interface Form<V extends object> {
  readonly values: ReadonlySignal<V>;
  readonly isSending: ReadonlySignal<boolean>;
  readonly isChanged: ReadonlySignal<boolean>;
  /** What is wrong with the whole, or with what has no field here; null: nothing. */
  readonly problem: Signal<string | null>;
  /** What is wrong with a field, also in its parts (`operators.0.userId`). */
  errorOf(name: keyof V): string | null;
  /** What is wrong with one part of a field, or with something in it, by the API's path: `settings.token`. */
  errorAt(path: string): string | null;
  /** Changing a field takes its error away. */
  set<K extends keyof V>(name: K, value: V[K]): void;
  /** Changes one part of a field that has several, and leaves what is wrong with the others. */
  setPart<K extends keyof V>(name: K, part: string, value: unknown): void;
  reset(values: V): void;
  /** For `onSubmit`. True when it was sent. */
  submit(event?: Event): Promise<boolean>;
}

interface FieldError<V> {
  name: keyof V;
  path: string;
  sentence: string;
}

/** The values of a form and what the API says about them, each at its field. */
export function createForm<V extends object, R = unknown>({
  initial,
  send,
  onSent,
  fieldOf = (path) => path.split('.')[0] as keyof V,
}: FormParts<V, R>): Form<V> {
  const values = signal(initial);
  const errors = signal<FieldError<V>[]>([]);
  const problem = signal<string | null>(null);
  const isSending = signal(false);
  const isChanged = signal(false);

  function show(error: unknown): void {
    const ofFields: FieldError<V>[] = [];
    const others: string[] = [];
    for (const [path, sentence] of Object.entries(error instanceof ApiError ? error.errors : {})) {
      const name = fieldOf(path);
      if (name !== null && name in values.value) ofFields.push({ name, path, sentence });
      else others.push(`${path}: ${sentence}`);
    }
    batch(() => {
      errors.value = ofFields;
      problem.value = others.length > 0 ? others.join('; ') : ofFields.length > 0 ? null : sayProblem(error);
    });
  }

  return {
    values,
    isSending,
    isChanged,
    problem,
    errorOf: (name) => errors.value.find((error) => error.name === name)?.sentence ?? null,
    errorAt: (wanted) =>
      errors.value.find(({ path }) => path === wanted || path.startsWith(`${wanted}.`))?.sentence ?? null,

    set(name, value) {
      batch(() => {
        values.value = { ...values.value, [name]: value };
        isChanged.value = true;
        errors.value = errors.value.filter((error) => error.name !== name);
      });
    },

    setPart(name, part, value) {
      const changed = `${String(name)}.${part}`;
      batch(() => {
        values.value = { ...values.value, [name]: { ...values.value[name], [part]: value } };
        isChanged.value = true;
        errors.value = errors.value.filter(({ path }) => path !== changed && !path.startsWith(`${changed}.`));
      });
    },

    reset(to) {
      batch(() => {
        values.value = to;
        errors.value = [];
        problem.value = null;
        isChanged.value = false;
      });
    },

    async submit(event) {
      event?.preventDefault();
      if (isSending.value) return false;
      const sent = values.value;
      batch(() => {
        isSending.value = true;
        problem.value = null;
        errors.value = [];
      });
      try {
        const result = await send(sent);
        if (values.value === sent) isChanged.value = false;
        onSent?.(result, sent);
        return true;
      } catch (error) {
        if (!isAborted(error)) show(error);
        return false;
      } finally {
        isSending.value = false;
      }
    },
  };
}
