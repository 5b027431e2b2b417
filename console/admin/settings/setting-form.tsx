import { useState } from 'preact/hooks';
import { useServices } from '../../app/services';
import { Button } from '../../ui/button';
import { Form, useForm } from '../../ui/form';
import { PasswordInput, TextInput } from '../../ui/inputs';
import { words } from '../../words/words';
import { useUnsaved } from '../parts/unsaved';
import type { Setting } from '../types';
import { adminWords } from '../words';
import { SettingHistory } from './setting-history';
import { kindOf, readValue, typedValue } from './setting-values';
import styles from './settings.module.css';
import { settingWords } from './words';

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
  const byDefault = w.byDefault(known.default === '' ? w.empty : String(known.default));
  const hint = kind === 'secret' ? `${meaning} ${known.isSet ? w.isSet : w.isNotSet}` : `${meaning} ${byDefault}`;

  async function clear(): Promise<void> {
    form.set('value', '');
    await form.submit();
  }

  return (
    <div class={styles.setting}>
      <Form form={form} label={name}>
        {kind === 'secret' ? (
          <PasswordInput label={name} hint={hint} autocomplete="new-password" {...field} />
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
