import { Field } from '../../../ui/field';
import fieldStyles from '../../../ui/field.module.css';
import { Checkbox, NumberInput, PasswordInput, Select, TextArea, TextInput } from '../../../ui/inputs';
import styles from '../channels.module.css';
import { channelWords } from '../words';
import type { SettingField } from './settings-schema';

interface SettingFieldsProps {
  provider: string;
  fields: readonly SettingField[];
  values: Readonly<Record<string, unknown>>;
  /** The channel is there, so its secrets are. */
  isKnown: boolean;
  errorOf: (name: string) => string | null;
  onChange: (name: string, value: unknown) => void;
}

/** A form out of a provider's schema. */
export function SettingFields({ provider, fields, values, isKnown, errorOf, onChange }: SettingFieldsProps) {
  return (
    <>
      {fields.map((field) => (
        <OneField
          key={field.name}
          field={field}
          told={channelWords().fields[`${provider}.${field.name}`]}
          value={values[field.name]}
          isKnown={isKnown}
          error={errorOf(field.name)}
          onChange={(value) => onChange(field.name, value)}
        />
      ))}
    </>
  );
}

interface OneFieldProps {
  field: SettingField;
  told: { label: string; hint: string } | undefined;
  value: unknown;
  isKnown: boolean;
  error: string | null;
  onChange: (value: unknown) => void;
}

function OneField({ field, told, value, isKnown, error, onChange }: OneFieldProps) {
  const w = channelWords();
  const label = told?.label ?? field.title;
  const said = told?.hint ?? field.description;
  const hint = said === '' ? undefined : said;
  const text = String(value ?? '');
  const common = { label, hint, error, required: field.required };
  const typed = { ...common, autocomplete: 'off', value: text, onChange } as const;
  switch (field.kind) {
    case 'secret':
      return (
        <PasswordInput
          {...typed}
          autocomplete="new-password"
          required={field.required && !isKnown}
          hint={isKnown ? w.keptSecret : hint}
        />
      );
    case 'longText':
      return <TextArea {...typed} />;
    case 'lines':
      return <TextArea {...typed} spellcheck={false} hint={[said, w.onePerLine].join(' ').trim()} />;
    case 'boolean':
      return <Checkbox {...{ label, hint, error, onChange }} value={value === true} />;
    case 'number':
      return <NumberInput {...common} value={typeof value === 'number' ? value : null} onChange={onChange} />;
    case 'choice':
      return (
        <Select
          {...common}
          value={text}
          onChange={onChange}
          choices={[
            // What was chosen once cannot be taken back, but changed.
            ...(field.required || (isKnown && text !== '') ? [] : [{ value: '', label: w.notChosen }]),
            ...field.choices.map((one) => ({ value: one, label: w.choices[one] ?? one })),
          ]}
        />
      );
    case 'colour':
      return <Colour {...common} value={text} onChange={onChange} />;
    default:
      return <TextInput {...typed} spellcheck={false} />;
  }
}

/** Typed, or picked. */
function Colour({
  label,
  hint,
  error,
  required,
  value,
  onChange,
}: {
  label: string;
  hint: string | undefined;
  error: string | null;
  required: boolean;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field {...{ label, error, required }} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <div class={styles.colour}>
          <input
            {...control}
            class={fieldStyles.control}
            type="text"
            autocomplete="off"
            spellcheck={false}
            value={value}
            onInput={({ currentTarget }) => onChange(currentTarget.value)}
          />
          <input
            type="color"
            aria-label={channelWords().pickColour}
            value={/^#[0-9a-f]{6}$/i.test(value) ? value : '#0b6b58'}
            onInput={({ currentTarget }) => onChange(currentTarget.value)}
          />
        </div>
      )}
    </Field>
  );
}
