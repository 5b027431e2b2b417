import type { ComponentChildren, Ref } from 'preact';
import { useId, useState } from 'preact/hooks';
import { words } from '../words/words';
import { IconButton } from './button';
import { Field, type FieldProps } from './field';
import styles from './field.module.css';
import { EyeIcon, EyeOffIcon } from './icons';

interface Value<T> {
  value: T;
  onChange: (value: T) => void;
}

/** What else a control of text may be told. */
interface TextOptions {
  name?: string;
  placeholder?: string;
  autocomplete?: 'off' | 'username' | 'current-password' | 'new-password';
  autocapitalize?: 'none';
  spellcheck?: boolean;
  lang?: string;
  disabled?: boolean;
  readOnly?: boolean;
  onKeyDown?: (event: KeyboardEvent) => void;
  onBlur?: () => void;
}

type TextInputProps = FieldProps & Value<string> & TextOptions & { inputRef?: Ref<HTMLInputElement> };

/** The keyboards that telephones show for them differ. */
type TextKind = 'text' | 'url' | 'email' | 'search' | 'tel';

export function TextInput({
  label,
  hint,
  error,
  required,
  hideLabel,
  value,
  onChange,
  inputRef,
  type = 'text',
  ...rest
}: TextInputProps & { type?: TextKind }) {
  return (
    <Field {...{ label, hint, error, required }} hideLabel={hideLabel ?? false}>
      {(control) => (
        <input
          {...rest}
          {...control}
          type={type as 'text'}
          ref={inputRef ?? null}
          class={styles.control}
          value={value}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** A secret that is typed; it can be looked at. */
export function PasswordInput({ label, hint, error, required, value, onChange, inputRef, ...rest }: TextInputProps) {
  const [isShown, setShown] = useState(false);
  const { signIn } = words();
  return (
    <Field {...{ label, hint, error, required }}>
      {(control) => (
        <div class={styles.withButton}>
          <input
            {...rest}
            {...control}
            type={(isShown ? 'text' : 'password') as 'password'}
            ref={inputRef ?? null}
            class={styles.control}
            value={value}
            onInput={({ currentTarget }) => onChange(currentTarget.value)}
          />
          <IconButton label={isShown ? signIn.hidePassword : signIn.showPassword} onClick={() => setShown(!isShown)}>
            {isShown ? <EyeOffIcon /> : <EyeIcon />}
          </IconButton>
        </div>
      )}
    </Field>
  );
}

/** A number, or null where nothing is typed. What is no number is kept as it was typed, and told as NaN. */
export function NumberInput({
  label,
  hint,
  error,
  required,
  value,
  onChange,
  ...rest
}: FieldProps & Value<number | null> & TextOptions) {
  const [typed, setTyped] = useState(value === null ? '' : String(value));
  const read = (text: string) => (text.trim() === '' ? null : Number(text.trim().replace(',', '.')));
  const shown = Object.is(read(typed), value) ? typed : value === null ? '' : String(value);
  return (
    <Field {...{ label, hint, error, required }}>
      {(control) => (
        <input
          inputMode="decimal"
          autocomplete="off"
          {...rest}
          {...control}
          type="text"
          class={styles.control}
          value={shown}
          onInput={({ currentTarget }) => {
            setTyped(currentTarget.value);
            onChange(read(currentTarget.value));
          }}
        />
      )}
    </Field>
  );
}

export function TextArea({
  label,
  hint,
  error,
  required,
  hideLabel,
  value,
  onChange,
  areaRef,
  ...rest
}: FieldProps & Value<string> & TextOptions & { areaRef?: Ref<HTMLTextAreaElement> }) {
  return (
    <Field {...{ label, hint, error, required }} hideLabel={hideLabel ?? false}>
      {(control) => (
        <textarea
          {...rest}
          {...control}
          ref={areaRef ?? null}
          class={styles.control}
          value={value}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** A day such as 2026-03-05, or an empty text. */
export function DateInput({ label, hint, error, required, hideLabel, value, onChange }: FieldProps & Value<string>) {
  return (
    <Field {...{ label, hint, error, required }} hideLabel={hideLabel ?? false}>
      {(control) => (
        <input
          {...control}
          type="date"
          class={styles.control}
          value={value}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
    </Field>
  );
}

export interface Choice<T extends string> {
  value: T;
  label: string;
}

export function Select<T extends string>({
  label,
  hint,
  error,
  required,
  hideLabel,
  value,
  onChange,
  choices,
  disabled = false,
}: FieldProps & Value<T> & { choices: ReadonlyArray<Choice<T>>; disabled?: boolean }) {
  return (
    <Field {...{ label, hint, error, required }} hideLabel={hideLabel ?? false}>
      {(control) => (
        <select
          {...control}
          class={styles.control}
          disabled={disabled}
          value={value}
          onChange={({ currentTarget }) => {
            const chosen = choices.find((choice) => choice.value === currentTarget.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface ToggleProps extends Value<boolean> {
  label: ComponentChildren;
  hint?: ComponentChildren;
  error?: string | null;
  disabled?: boolean;
}

/** Acts at once, as a light switch does. */
export function Switch(props: ToggleProps) {
  return <Toggle {...props} isSwitch />;
}

/** One answer of a form that is sent as a whole. */
export function Checkbox(props: ToggleProps) {
  return <Toggle {...props} isSwitch={false} />;
}

function Toggle({
  label,
  hint,
  error = null,
  value,
  onChange,
  disabled = false,
  isSwitch,
}: ToggleProps & { isSwitch: boolean }) {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, error !== null && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class={styles.field}>
      <div class={styles.check}>
        <input
          type="checkbox"
          role={isSwitch ? 'switch' : undefined}
          id={id}
          class={isSwitch ? styles.switch : undefined}
          checked={value}
          disabled={disabled}
          aria-describedby={described === '' ? undefined : described}
          aria-invalid={error === null ? undefined : 'true'}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
        <label for={id}>{label}</label>
      </div>
      {hint !== undefined && (
        <p class={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== null && (
        <p class={styles.error} id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
