import { hrefOf, matchPath } from '../../app/router';
import { useServices } from '../../app/services';
import type { Queue } from '../../app/types';
import { Empty } from '../../ui/states';
import { useLoaded, WhenLoaded } from '../parts/loaded';
import { adminPath } from '../places';
import type { ChatAction, Process } from '../types';
import { adminWords } from '../words';
import { ActionForm } from './action-form';
import { ActionList } from './action-list';
import { actionWords } from './words';

export function Section() {
  const { path } = useServices().router.place.value;
  const id = matchPath('/administration/actions/:id', path)?.id;
  return id === undefined ? <ActionList /> : <ActionPage key={id} id={id === 'new' ? null : id} />;
}

function ActionPage({ id }: { id: string | null }) {
  const { api } = useServices();
  const loaded = useLoaded(async (signal) => {
    const [action, queues, processes] = await Promise.all([
      id === null ? null : api.get<ChatAction>(`/api/chat-actions/${encodeURIComponent(id)}`, { signal }),
      api.all<Queue>('/api/queues', { signal }),
      api.all<Process>('/api/processes', { signal }),
    ]);
    return { action, queues, processes };
  });
  return (
    <WhenLoaded of={loaded}>
      {({ action, queues, processes }) => {
        if (queues.length === 0) return <NoQueue />;
        return <ActionForm action={action} queues={queues} processes={processes} />;
      }}
    </WhenLoaded>
  );
}

function NoQueue() {
  return (
    <Empty
      title={actionWords().needsQueue}
      action={<a href={hrefOf(adminPath('queues', 'new'))}>{adminWords().sections.queues}</a>}
    />
  );
}
