import { matchPath } from '../../app/router';
import { useServices } from '../../app/services';
import type { Role, User } from '../../app/types';
import { useLoaded, WhenLoaded } from '../parts/loaded';
import { UserForm } from './user-form';
import { UserList } from './user-list';

export function Section() {
  const { path } = useServices().router.place.value;
  const id = matchPath('/administration/users/:id', path)?.id;
  return id === undefined ? <UserList /> : <UserPage key={id} id={id === 'new' ? null : id} />;
}

function UserPage({ id }: { id: string | null }) {
  const { api } = useServices();
  const loaded = useLoaded(async (signal) => {
    const [user, roles] = await Promise.all([
      id === null ? null : api.get<User>(`/api/users/${encodeURIComponent(id)}`, { signal }),
      api.all<Role>('/api/roles', { signal }),
    ]);
    return { user, roles };
  });
  return <WhenLoaded of={loaded}>{(found) => <UserForm {...found} />}</WhenLoaded>;
}
