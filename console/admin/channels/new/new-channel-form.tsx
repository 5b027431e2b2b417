import { useServices } from '../../../app/services';
import type { Channel, Queue } from '../../../app/types';
import { useForm } from '../../../ui/form';
import { Checkbox } from '../../../ui/inputs';
import { language } from '../../../words/language';
import { Editor } from '../../parts/editor';
import { refuseNoNumbers, sentTo } from '../../parts/refusals';
import { adminPath } from '../../places';
import type { Provider } from '../../types';
import { adminWords } from '../../words';
import { ChannelFields, refusalFields } from '../channel-fields';
import { fieldsOf, readSettings, typedSettings } from '../settings/settings-schema';
import { channelWords } from '../words';

export function NewChannelForm({ provider, queues }: { provider: Provider; queues: Queue[] }) {
  const { api, router, toasts } = useServices();
  const w = channelWords();
  const fields = fieldsOf(provider.settingsSchema);
  const title = w.newTitleOf(w.messengers[provider.code]?.title ?? provider.title);
  // Twilio confirms a number before its channel can be activated.
  const isConnectedFirst = provider.code === 'whatsapp';
  const form = useForm({
    initial: {
      name: '',
      queueId: queues[0]?.id ?? '',
      language: language.value as string,
      active: !isConnectedFirst,
      settings: typedSettings(fields, {}),
    },
    send: ({ name, queueId, settings, ...values }) =>
      sentTo(refusalFields(provider), () => {
        refuseNoNumbers(pathsOf(settings), adminWords().notANumber);
        return api.post<Channel>('/api/channels', {
          ...values,
          provider: provider.code,
          ...(name.trim() === '' ? {} : { name }),
          queueId: queueId === '' ? null : queueId,
          settings: readSettings(fields, settings, {}),
        });
      }),
    onSent: ({ id, name }) => {
      toasts.show({ tone: 'success', text: adminWords().editor.added(name) });
      // There is the rest: connecting, addresses, the snippet, the health.
      router.go(adminPath('channels', id));
    },
  });
  return (
    <Editor form={form} label={title} submit={w.add} listPath={adminPath('channels')}>
      <ChannelFields form={form} provider={provider} queues={queues} isKnown={false} />
      {!isConnectedFirst && (
        <Checkbox
          label={w.activateAtOnce}
          value={form.values.value.active}
          error={form.errorOf('active')}
          onChange={(value) => form.set('active', value)}
        />
      )}
    </Editor>
  );
}

/** Values by the paths that the API would name them by. */
export function pathsOf(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [`settings.${name}`, value]));
}
