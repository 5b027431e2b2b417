import { Button } from '../../ui/button';
import { Select, TextArea, TextInput } from '../../ui/inputs';
import type { TypedParameter } from './parameters';
import styles from './processes.module.css';
import { TitleInputs } from './title-inputs';
import { processWords } from './words';

const types = ['chat', 'contact', 'boolean', 'number', 'choice'] as const;

export function ParameterRow({
  title,
  parameter,
  errorAt,
  onChange,
  onRemove,
}: {
  title: string;
  parameter: TypedParameter;
  errorAt: (part: string) => string | null;
  onChange: (parameter: TypedParameter) => void;
  onRemove: () => void;
}) {
  const w = processWords();
  const isFilledIn = parameter.type === 'chat' || parameter.type === 'contact';
  return (
    <fieldset class={styles.parameter}>
      <legend>{title}</legend>
      <Select
        label={w.type}
        error={errorAt('type')}
        value={parameter.type}
        onChange={(type) => onChange({ ...parameter, type })}
        choices={types.map((value) => ({ value, label: w.types[value] }))}
      />
      {!isFilledIn && (
        <TextInput
          label={w.name}
          required
          autocomplete="off"
          spellcheck={false}
          value={parameter.name}
          error={errorAt('name')}
          onChange={(name) => onChange({ ...parameter, name })}
        />
      )}
      <div class={isFilledIn ? undefined : styles.wide}>
        <TitleInputs
          titles={parameter.title}
          errorAt={(language) => errorAt(`title.${language}`) ?? errorAt('title')}
          onChange={(titles) => onChange({ ...parameter, title: titles })}
        />
      </div>
      {parameter.type === 'choice' && (
        <div class={styles.wide}>
          <TextArea
            label={w.choices}
            required
            value={parameter.choices}
            error={errorAt('choices')}
            onChange={(choices) => onChange({ ...parameter, choices })}
          />
        </div>
      )}
      <div class={styles.removeLine}>
        <Button small aria-label={w.removeParameter(parameter.name || title)} onClick={onRemove}>
          {w.remove}
        </Button>
      </div>
    </fieldset>
  );
}
