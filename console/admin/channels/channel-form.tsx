import { useRef } from 'preact/hooks';
import { useServices } from '../../app/services';
import type { Channel, Queue } from '../../app/types';
import { useForm } from '../../ui/form';
import { changedFields } from '../parts/changed-fields';
import { Editor } from '../parts/editor';
import { refuseNoNumbers, sentTo } from '../parts/refusals';
import { adminPath } from '../places';
import type { Provider } from '../types';
import { adminWords } from '../words';
import { ChannelFields, type ChannelValues, refusalFields } from './channel-fields';
import { pathsOf } from './new/new-channel-form';
import { changedSettings, fieldsOf, typedSettings } from './settings/settings-schema';
import { channelWords } from './words';

interface ChannelFormProps {
  channel: Channel;
  provider: Provider | undefined;
  queues: Queue[];
  onChanged: (channel: Channel) => void;
}

export function ChannelForm({ channel, provider, queues, onChanged }: ChannelFormProps) {
  const { api, toasts } = useServices();
  const path = `/api/channels/${encodeURIComponent(channel.id)}`;
  // A page's token comes from its login alone.
  const asked = provider?.code === 'facebook' ? undefined : provider;
  const fields = asked === undefined ? [] : fieldsOf(asked.settingsSchema);
  const typed = ({ name, queueId, language, settings }: Channel): ChannelValues => ({
    ...{ name, queueId: queueId ?? '', language },
    settings: typedSettings(fields, settings),
  });
  const known = useRef(channel);
  const form = useForm<ChannelValues, Channel>({
    initial: typed(channel),
    send: (values) =>
      sentTo(refusalFields(asked), () => {
        refuseNoNumbers(pathsOf(values.settings), adminWords().notANumber);
        const { queueId, settings, ...changed } = changedFields(typed(known.current), values);
        return api.patch<Channel>(path, {
          ...changed,
          ...(queueId === undefined ? {} : { queueId: queueId === '' ? null : queueId }),
          ...(settings === undefined ? {} : { settings: changedSettings(fields, settings, known.current.settings) }),
        });
      }),
    onSent: (saved) => {
      known.current = saved;
      form.reset(typed(saved));
      onChanged(saved);
      toasts.show({ tone: 'success', text: adminWords().editor.saved(saved.name) });
    },
  });
  return (
    <Editor
      form={form}
      label={channelWords().settings}
      listPath={adminPath('channels')}
      onCancel={form.isChanged.value ? () => form.reset(typed(known.current)) : null}
      remove={{
        name: channel.name,
        text: channelWords().removeText,
        path,
      }}
    >
      <ChannelFields form={form} provider={asked} queues={queues} isKnown />
    </Editor>
  );
}
