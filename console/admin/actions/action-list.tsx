import { useState } from 'preact/hooks';
import { hrefOf } from '../../app/router';
import { useServices } from '../../app/services';
import type { Page, Queue } from '../../app/types';
import { Select } from '../../ui/inputs';
import { ListPage } from '../parts/list-page';
import { useLoaded } from '../parts/loaded';
import { useSearchedList } from '../parts/searched-list';
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
  const list = useSearchedList<Row>(
    async ({ q, cursor, signal }) => {
      const [page, queues, processes] = await Promise.all([
        api.get<Page<ChatAction>>('/api/chat-actions', { query: { q, cursor, queueId }, signal }),
        api.all<Queue>('/api/queues', { signal }),
        api.all<Process>('/api/processes', { signal }),
      ]);
      const rowOf = (action: ChatAction): Row => ({
        ...action,
        queue: queues.find(({ id }) => id === action.queueId)?.name ?? action.queueId,
        title: processTitle(processes, action.process),
      });
      return { ...page, items: page.items.map(rowOf) };
    },
    [queueId],
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
          onChange={setQueueId}
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
