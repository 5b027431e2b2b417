import { matchPath } from '../../app/router';
import { useServices } from '../../app/services';
import type { Role, User } from '../../app/types';
import { useLoaded, WhenLoaded } from '../parts/loaded';
import { RoleForm } from './role-form';
import { RoleList } from './role-list';

export function Section() {
  const { path } = useServices().router.place.value;
  const id = matchPath('/administration/roles/:id', path)?.id;
  return id === undefined ? <RoleList /> : <RolePage key={id} id={id === 'new' ? null : id} />;
}

function RolePage({ id }: { id: string | null }) {
  const { api } = useServices();
  const loaded = useLoaded(async (signal) => {
    const [role, users] = await Promise.all([
      id === null ? null : api.get<Role>(`/api/roles/${encodeURIComponent(id)}`, { signal }),
      api.all<User>('/api/users', { signal }),
    ]);
    return { role, users };
  });
  return <WhenLoaded of={loaded}>{(found) => <RoleForm {...found} />}</WhenLoaded>;
}
