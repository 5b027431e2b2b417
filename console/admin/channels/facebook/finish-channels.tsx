import { useServices } from '../../../app/services';
import type { Channel, Queue } from '../../../app/types';
import { useForm } from '../../../ui/form';
import { Notice } from '../../../ui/notice';
import { language } from '../../../words/language';
import { Editor } from '../../parts/editor';
import { LanguageField } from '../../parts/language-field';
import { useLoaded, WhenLoaded } from '../../parts/loaded';
import { Part } from '../../parts/page';
import { adminPath } from '../../places';
import { adminWords } from '../../words';
import { QueueSelect } from '../channel-fields';
import { channelWords } from '../words';

/** The pages are channels; those that do not work yet get a queue and a language, and begin. */
export function FinishChannels({ channels }: { channels: Channel[] }) {
  const { api } = useServices();
  const queues = useLoaded((signal) => api.all<Queue>('/api/queues', { signal }));
  const waiting = channels.filter(({ active }) => !active);
  const w = channelWords().facebook;
  if (waiting.length === 0) return <Notice tone="good">{w.allActive}</Notice>;
  return (
    <>
      <Notice tone="good">{w.connected}</Notice>
      <Part title={w.finishTitle} intro={waiting.map(({ name }) => name).join(', ')}>
        <WhenLoaded of={queues}>{(known) => <FinishForm channels={waiting} queues={known} />}</WhenLoaded>
      </Part>
    </>
  );
}

function FinishForm({ channels, queues }: { channels: Channel[]; queues: Queue[] }) {
  const { api, router, toasts } = useServices();
  const w = channelWords().facebook;
  const form = useForm({
    initial: { queueId: queues[0]?.id ?? '', language: language.value as string },
    send: async ({ queueId, language: tag }) => {
      const body = { queueId: queueId === '' ? null : queueId, language: tag, active: true };
      // Asked again after one has failed, those that are set already stay as they are.
      for (const { id } of channels) await api.patch(`/api/channels/${encodeURIComponent(id)}`, body);
    },
    onSent: () => {
      toasts.show({ tone: 'success', text: adminWords().editor.saved(channels.map(({ name }) => name).join(', ')) });
      router.go(adminPath('channels'));
    },
  });
  const values = form.values.value;
  return (
    <Editor form={form} label={w.finishTitle} submit={w.finish} listPath={adminPath('channels')}>
      <QueueSelect
        queues={queues}
        value={values.queueId}
        error={form.errorOf('queueId')}
        onChange={(value) => form.set('queueId', value)}
      />
      <LanguageField
        value={values.language}
        error={form.errorOf('language')}
        onChange={(value) => form.set('language', value)}
      />
    </Editor>
  );
}
