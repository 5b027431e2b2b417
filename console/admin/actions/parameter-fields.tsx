import fieldStyles from '../../ui/field.module.css';
import { NumberInput, Select } from '../../ui/inputs';
import type { ProcessParameter } from '../types';
import type { Values } from './action-form';
import styles from './parameter-fields.module.css';
import { actionWords } from './words';

interface ParameterFieldsProps {
  parameters: readonly ProcessParameter[];
  values: Values;
  errorAt: (name: string) => string | null;
  onChange: (name: string, value: Values[string]) => void;
}

/** What a process is started with: what is filled in from the chat is told, the rest may be set. */
export function ParameterFields({ parameters, values, errorAt, onChange }: ParameterFieldsProps) {
  const w = actionWords();
  return (
    <fieldset class={styles.parameters}>
      <legend>{w.parameters}</legend>
      {parameters.length === 0 && <p class={fieldStyles.hint}>{w.noParameters}</p>}
      {parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name] ?? null}
          error={errorAt(parameter.name)}
          onChange={(value) => onChange(parameter.name, value)}
        />
      ))}
    </fieldset>
  );
}

function ParameterField({
  parameter,
  value,
  error,
  onChange,
}: {
  parameter: ProcessParameter;
  value: Values[string];
  error: string | null;
  onChange: (value: Values[string]) => void;
}) {
  const w = actionWords();
  const { title: label } = parameter;
  switch (parameter.type) {
    case 'chat':
    case 'contact':
      return (
        <p>
          <strong>{label}</strong>
          <br />
          <span class={fieldStyles.hint}>{w.filledIn[parameter.type]}</span>
        </p>
      );
    case 'number':
      return (
        <NumberInput
          label={label}
          hint={w.numberHint}
          error={error}
          value={typeof value === 'number' ? value : null}
          onChange={onChange}
        />
      );
    case 'boolean':
      return (
        <Select
          label={label}
          error={error}
          value={typeof value === 'boolean' ? String(value) : ''}
          onChange={(chosen) => onChange(chosen === '' ? null : chosen === 'true')}
          choices={[
            { value: '', label: w.unset },
            { value: 'true', label: w.yes },
            { value: 'false', label: w.no },
          ]}
        />
      );
    case 'choice':
      return (
        <Select
          label={label}
          error={error}
          value={typeof value === 'string' ? value : ''}
          onChange={(chosen) => onChange(chosen === '' ? null : chosen)}
          choices={[{ value: '', label: w.unset }, ...parameter.choices.map((one) => ({ value: one, label: one }))]}
        />
      );
  }
}
