import { TextInput } from '../../ui/inputs';
import { type Language, languages } from '../../words/language';
import styles from './processes.module.css';
import { processWords } from './words';

/** What something is called, in every language; one may be left out. */
export function TitleInputs({
  titles,
  hint,
  errorAt,
  onChange,
}: {
  titles: Record<Language, string>;
  hint?: string;
  errorAt: (language: Language) => string | null;
  onChange: (titles: Record<Language, string>) => void;
}) {
  const { titleIn } = processWords();
  return (
    <div class={styles.pair}>
      {languages.map((language) => (
        <TextInput
          key={language}
          label={titleIn[language]}
          hint={hint}
          required={Object.values(titles).every((title) => title.trim() === '')}
          autocomplete="off"
          lang={language}
          value={titles[language]}
          error={errorAt(language)}
          onChange={(title) => onChange({ ...titles, [language]: title })}
        />
      ))}
    </div>
  );
}
