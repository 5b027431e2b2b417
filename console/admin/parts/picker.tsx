import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import fieldStyles from '../../ui/field.module.css';
import { adminWords } from '../words';
import styles from './picker.module.css';
import { holds } from './short-list';

export interface Pick {
  id: string;
  label: string;
  /** A word beside the label. */
  detail?: string | undefined;
  /** Why it cannot be chosen. */
  disabled?: string | undefined;
}

const mostShown = 100;

/** Several of a list that may be long: chosen ones first, the rest by searching. */
export function Picker({
  label,
  hint,
  error,
  options,
  chosen,
  onChange,
}: {
  label: string;
  hint?: ComponentChildren;
  error?: string | null;
  options: readonly Pick[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const id = useId();
  const [query, setQuery] = useState('');
  // What was chosen at first stays at the top: rows that jump when they are ticked are lost from sight.
  const [first] = useState(chosen);
  const { picker } = adminWords();
  const ordered = [...options].sort((one, other) => Number(first.includes(other.id)) - Number(first.includes(one.id)));
  const fitting = ordered.filter((option) => holds(`${option.label} ${option.detail ?? ''}`, query));
  const hasError = error !== null && error !== undefined;
  const toggle = (one: string, isChosen: boolean) =>
    onChange(isChosen ? [...chosen, one] : chosen.filter((other) => other !== one));
  return (
    <fieldset
      class={styles.picker}
      aria-describedby={hasError ? `${id}-error` : undefined}
      aria-invalid={hasError ? 'true' : undefined}
      tabIndex={hasError ? -1 : undefined}
    >
      <legend class={fieldStyles.label}>{label}</legend>
      {hint !== undefined && <p class={fieldStyles.hint}>{hint}</p>}
      {options.length > 8 && (
        <input
          type="search"
          class={fieldStyles.control}
          aria-label={picker.search}
          placeholder={picker.search}
          value={query}
          onInput={({ currentTarget }) => setQuery(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.preventDefault();
          }}
        />
      )}
      <ul class={styles.options}>
        {fitting.slice(0, mostShown).map((option) => (
          <li key={option.id}>
            <label class={styles.option}>
              <input
                type="checkbox"
                checked={chosen.includes(option.id)}
                disabled={option.disabled !== undefined}
                onChange={({ currentTarget }) => toggle(option.id, currentTarget.checked)}
              />
              <span class={styles.name}>{option.label}</span>
              {option.detail !== undefined && <span class={styles.detail}>{option.detail}</span>}
              {option.disabled !== undefined && <span class={styles.reason}>{option.disabled}</span>}
            </label>
          </li>
        ))}
        {fitting.length === 0 && <li class={styles.detail}>{picker.nothing}</li>}
        {fitting.length > mostShown && <li class={styles.detail}>{picker.more(fitting.length - mostShown)}</li>}
      </ul>
      <p class={fieldStyles.hint}>{picker.chosen(chosen.length)}</p>
      {hasError && (
        <p class={fieldStyles.error} id={`${id}-error`}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
