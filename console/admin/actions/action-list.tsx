import { useState } from 'preact/hooks';
import { hrefOf } from '../../app/router';
import { useServices } from '../../app/services';
import type { Queue } from '../../app/types';
import { Select } from '../../ui/inputs';
import { ListPage, useShortList } from '../parts/list-page';
import { useLoaded } from '../parts/loaded';
import { adminPath } from '../places';
import { processTitle } from '../processes/titles';
import type { ChatAction, Process } from '../types';
import { adminWords } from '../words';
import { actionWords } from './words';

type Row = ChatAction & { queue: string; title: string };

export function ActionList() {
  const { api } = useServices();
  const [queueId, setQueueId] = useState('');
  const known = useLoaded((signal) => api.all<Queue>('/api/queues', { signal }));
  const list = useShortList<Row>(
    async (signal) => {
      const [actions, queues, processes] = await Promise.all([
        api.all<ChatAction>('/api/chat-actions', { signal, query: { queueId } }),
        api.all<Queue>('/api/queues', { signal }),
        api.all<Process>('/api/processes', { signal }),
      ]);
      return actions.map((action) => ({
        ...action,
        queue: queues.find(({ id }) => id === action.queueId)?.name ?? action.queueId,
        title: processTitle(processes, action.process),
      }));
    },
    ({ name, queue, title }) => `${name} ${queue} ${title}`,
  );
  const w = actionWords();
  return (
    <ListPage
      title={adminWords().sections.actions}
      intro={w.intro}
      add={{ path: adminPath('actions', 'new'), label: w.add }}
      list={list}
      keyOf={({ id }) => id}
      empty={w.empty}
      filters={
        <Select
          label={adminWords().queue}
          hideLabel
          value={queueId}
          onChange={(chosen) => {
            setQueueId(chosen);
            // The list loads by what is chosen once that is drawn.
            requestAnimationFrame(() => void list.refresh());
          }}
          choices={[
            { value: '', label: w.allQueues },
            ...(known.value ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      }
      columns={[
        {
          title: adminWords().list.name,
          isName: true,
          show: ({ id, name }) => <a href={hrefOf(adminPath('actions', id))}>{name}</a>,
        },
        { title: adminWords().queue, show: ({ queue }) => queue },
        { title: w.process, show: ({ title }) => title },
      ]}
    />
  );
}
