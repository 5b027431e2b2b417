import type { Queue } from '../../app/types';
import type { Form } from '../../ui/form-store';
import { Select, TextInput } from '../../ui/inputs';
import { LanguageField } from '../parts/language-field';
import type { Provider } from '../types';
import { adminWords } from '../words';
import { SettingFields } from './settings/setting-fields';
import { fieldsOf } from './settings/settings-schema';
import { channelWords } from './words';

export interface ChannelValues {
  name: string;
  /** Empty: none. */
  queueId: string;
  language: string;
  settings: Record<string, unknown>;
}

/** The fields that every channel has, and those of its messenger. */
export function ChannelFields<V extends ChannelValues>({
  form,
  provider,
  queues,
  isKnown,
}: {
  form: Form<V>;
  provider: Provider | undefined;
  queues: readonly Queue[];
  isKnown: boolean;
}) {
  const values = form.values.value;
  const w = channelWords();
  const settings = provider !== undefined && (
    <SettingFields
      provider={provider.code}
      fields={fieldsOf(provider.settingsSchema)}
      values={values.settings}
      isKnown={isKnown}
      errorOf={(name) => form.errorAt(`settings.${name}`)}
      onChange={(name, value) => form.setPart('settings', name, value)}
    />
  );
  return (
    <>
      {!isKnown && settings}
      <TextInput
        label={w.name}
        hint={isKnown ? undefined : w.nameHint}
        required={isKnown}
        autocomplete="off"
        value={values.name}
        error={form.errorOf('name')}
        onChange={(value) => form.set('name', value as V['name'])}
      />
      <QueueSelect
        queues={queues}
        value={values.queueId}
        error={form.errorOf('queueId')}
        onChange={(value) => form.set('queueId', value as V['queueId'])}
      />
      <LanguageField
        value={values.language}
        error={form.errorOf('language')}
        onChange={(value) => form.set('language', value as V['language'])}
      />
      {isKnown && settings}
    </>
  );
}

export function QueueSelect({
  queues,
  value,
  error,
  onChange,
}: {
  queues: readonly Queue[];
  value: string;
  error: string | null;
  onChange: (value: string) => void;
}) {
  const w = channelWords();
  return (
    <Select
      label={w.queue}
      hint={w.queueHint}
      value={value}
      error={error}
      onChange={onChange}
      choices={[
        { value: '', label: adminWords().noQueue },
        ...queues.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

/** Refusals of a messenger, at the field that they are most likely about. */
export function refusalFields(provider: Provider | undefined): Record<string, string> {
  const fields = provider === undefined ? [] : fieldsOf(provider.settingsSchema);
  const secret = fields.find(({ kind }) => kind === 'secret')?.name;
  const source = fields.find(({ name }) => name === 'phoneNumber')?.name ?? secret;
  return {
    ...(secret === undefined ? {} : { credentials_refused: `settings.${secret}` }),
    ...(source === undefined ? {} : { channel_source_taken: `settings.${source}` }),
  };
}
