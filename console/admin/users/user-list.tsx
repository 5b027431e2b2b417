import { hrefOf } from '../../app/router';
import { useServices } from '../../app/services';
import type { Role, User } from '../../app/types';
import { Badge } from '../../ui/badge';
import { ListPage, useShortList } from '../parts/list-page';
import { adminPath } from '../places';
import { adminWords } from '../words';
import { userWords } from './words';

type Row = User & { roles: string };

export function UserList() {
  const { api } = useServices();
  const list = useShortList<Row>(
    async (signal) => {
      const [users, roles] = await Promise.all([
        api.all<User>('/api/users', { signal }),
        api.all<Role>('/api/roles', { signal }),
      ]);
      const names = new Map(roles.map(({ id, name }) => [id, name]));
      return users.map((user) => ({ ...user, roles: user.roleIds.map((id) => names.get(id) ?? id).join(', ') }));
    },
    ({ name, login, roles }) => `${name} ${login} ${roles}`,
  );
  const w = userWords();
  return (
    <ListPage
      title={adminWords().sections.users}
      intro={w.intro}
      add={{ path: adminPath('users', 'new'), label: w.add }}
      list={list}
      keyOf={({ id }) => id}
      empty={w.empty}
      columns={[
        {
          title: w.name,
          isName: true,
          show: ({ id, name }) => <a href={hrefOf(adminPath('users', id))}>{name}</a>,
        },
        { title: w.login, show: ({ login }) => login },
        {
          title: w.permissions,
          show: ({ permissions }) =>
            permissions.length === 0
              ? adminWords().none
              : permissions.map((one) => (
                  <>
                    <Badge key={one} tone={one === 'Administrator' ? 'accent' : 'plain'}>
                      {w.short[one]}
                    </Badge>{' '}
                  </>
                )),
        },
        { title: w.roles, show: ({ roles }) => roles || adminWords().none },
      ]}
    />
  );
}
