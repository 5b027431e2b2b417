import { useState } from 'preact/hooks';
import { useServices } from '../../app/services';
import { Button } from '../../ui/button';
import { Form, useForm } from '../../ui/form';
import { type Choice, PasswordInput, Select, TextInput } from '../../ui/inputs';
import { languages } from '../../words/language';
import { languageNames, words } from '../../words/words';
import { useUnsaved } from '../parts/unsaved';
import type { Setting } from '../types';
import { adminWords } from '../words';
import { SettingHistory } from './setting-history';
import { kindOf, readValue, typedValue } from './setting-values';
import styles from './settings.module.css';
import { settingWords } from './words';

const languageChoices = languages.map((value): Choice<string> => ({ value, label: languageNames[value] }));

/** One setting, saved by itself. */
export function SettingForm({ setting, disabled }: { setting: Setting; disabled: boolean }) {
  const { api, toasts } = useServices();
  const [known, setKnown] = useState(setting);
  const { code } = setting;
  const kind = kindOf(code);
  const w = settingWords();
  const { name, meaning } = w.codes[code] ?? { name: code, meaning: '' };
  const save = (value: string | number) => api.put<Setting>(`/api/settings/${encodeURIComponent(code)}`, { value });
  const form = useForm<{ value: string }, Setting>({
    initial: { value: typedValue(setting) },
    send: ({ value }) => save(readValue(code, value)),
    onSent: (saved) => {
      setKnown(saved);
      form.reset({ value: typedValue(saved) });
      toasts.show({ tone: 'success', text: adminWords().editor.saved(name) });
    },
  });
  useUnsaved(form.isChanged);
  const isChanged = form.isChanged.value;
  const field = {
    value: form.values.value.value,
    error: form.errorOf('value'),
    disabled,
    onChange: (value: string) => form.set('value', value),
  };
  const byDefault = w.byDefault(known.default === '' ? w.empty : shown(known.default));
  const hint = kind === 'secret' ? `${meaning} ${known.isSet ? w.isSet : w.isNotSet}` : `${meaning} ${byDefault}`;

  function shown(value: string | number): string {
    return languageChoices.find((choice) => kind === 'language' && choice.value === value)?.label ?? String(value);
  }

  async function clear(): Promise<void> {
    form.set('value', '');
    await form.submit();
  }

  return (
    <div class={styles.setting}>
      <Form form={form} label={name}>
        {kind === 'secret' ? (
          <PasswordInput label={name} hint={hint} autocomplete="new-password" {...field} />
        ) : kind === 'language' ? (
          <Select label={name} hint={hint} choices={languageChoices} {...field} />
        ) : (
          <TextInput
            label={name}
            hint={hint}
            type={kind === 'address' ? 'url' : 'text'}
            autocomplete="off"
            spellcheck={false}
            {...field}
          />
        )}
        {!disabled && (isChanged || (kind === 'secret' && known.isSet)) && (
          <div class={styles.actions}>
            {isChanged && (
              <>
                <Button type="submit" tone="primary" aria-label={w.saveOne(name)} busy={form.isSending.value}>
                  {words().common.save}
                </Button>
                <Button onClick={() => form.reset({ value: typedValue(known) })}>{words().common.cancel}</Button>
              </>
            )}
            {kind === 'secret' && known.isSet && !isChanged && (
              <Button onClick={() => void clear()}>{w.clearSecret}</Button>
            )}
          </div>
        )}
      </Form>
      <SettingHistory key={JSON.stringify([known.value, known.isSet])} code={code} name={name} />
    </div>
  );
}
