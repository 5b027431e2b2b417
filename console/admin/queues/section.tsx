import { matchPath } from '../../app/router';
import { useServices } from '../../app/services';
import type { Queue, Role, User } from '../../app/types';
import { useLoaded, WhenLoaded } from '../parts/loaded';
import type { RoutingRule } from '../types';
import { QueueForm } from './queue-form';
import { QueueList } from './queue-list';

export function Section() {
  const { path } = useServices().router.place.value;
  const id = matchPath('/administration/queues/:id', path)?.id;
  return id === undefined ? <QueueList /> : <QueuePage key={id} id={id === 'new' ? null : id} />;
}

function QueuePage({ id }: { id: string | null }) {
  const { api } = useServices();
  const loaded = useLoaded(async (signal) => {
    const [queue, rules, users, roles] = await Promise.all([
      id === null ? null : api.get<Queue>(`/api/queues/${encodeURIComponent(id)}`, { signal }),
      api.all<RoutingRule>('/api/routing-rules', { signal }),
      api.all<User>('/api/users', { signal }),
      api.all<Role>('/api/roles', { signal }),
    ]);
    return { queue, rules, users, roles };
  });
  return <WhenLoaded of={loaded}>{(found) => <QueueForm {...found} />}</WhenLoaded>;
}
