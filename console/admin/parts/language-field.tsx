import { useId } from 'preact/hooks';
import { Field } from '../../ui/field';
import fieldStyles from '../../ui/field.module.css';
import { language } from '../../words/language';
import { adminWords } from '../words';

const common = ['en', 'ru', 'de', 'fr', 'es', 'it', 'pt-BR', 'pl', 'uk', 'tr', 'ar', 'he', 'zh', 'ja'];

/** "German" for `de`, in the reader's language; null for what is no language. */
function languageName(tag: string): string | null {
  try {
    const name = new Intl.DisplayNames([language.value], { type: 'language', fallback: 'none' }).of(tag);
    return name === undefined ? null : name.charAt(0).toLocaleUpperCase(language.value) + name.slice(1);
  } catch {
    return null;
  }
}

export function LanguageField({
  value,
  error,
  onChange,
}: {
  value: string;
  error: string | null;
  onChange: (value: string) => void;
}) {
  const listId = useId();
  const { label, hint } = adminWords().language;
  return (
    <Field label={label} hint={languageName(value) ?? hint} error={error}>
      {(control) => (
        <>
          <input
            {...control}
            class={fieldStyles.control}
            type="text"
            list={listId}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={value}
            onInput={({ currentTarget }) => onChange(currentTarget.value)}
          />
          <datalist id={listId}>
            {common.map((tag) => (
              <option key={tag} value={tag}>
                {languageName(tag)}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
