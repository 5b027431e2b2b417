import { hrefOf } from '../../app/router';
import { useServices } from '../../app/services';
import type { Role, User } from '../../app/types';
import { ListPage, useShortList } from '../parts/list-page';
import { adminPath } from '../places';
import { adminWords } from '../words';
import { roleWords } from './words';

type Row = Role & { members: number };

export function RoleList() {
  const { api } = useServices();
  const list = useShortList<Row>(
    async (signal) => {
      const [roles, users] = await Promise.all([
        api.all<Role>('/api/roles', { signal }),
        api.all<User>('/api/users', { signal }),
      ]);
      return roles.map((role) => ({
        ...role,
        members: users.filter(({ roleIds }) => roleIds.includes(role.id)).length,
      }));
    },
    ({ name }) => name,
  );
  const w = roleWords();
  return (
    <ListPage
      title={adminWords().sections.roles}
      intro={w.intro}
      add={{ path: adminPath('roles', 'new'), label: w.add }}
      list={list}
      keyOf={({ id }) => id}
      empty={w.empty}
      columns={[
        {
          title: adminWords().list.name,
          isName: true,
          show: ({ id, name }) => <a href={hrefOf(adminPath('roles', id))}>{name}</a>,
        },
        { title: w.members, show: ({ members }) => w.count(members) },
      ]}
    />
  );
}
