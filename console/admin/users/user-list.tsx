import { hrefOf } from '../../app/router';
import { useServices } from '../../app/services';
import type { Page, Role, User } from '../../app/types';
import { Badge } from '../../ui/badge';
import { ListPage } from '../parts/list-page';
import { useSearchedList } from '../parts/searched-list';
import { adminPath } from '../places';
import { adminWords } from '../words';
import { userWords } from './words';

type Row = User & { roles: string };

export function UserList() {
  const { api } = useServices();
  const list = useSearchedList<Row>(async ({ q, cursor, signal }) => {
    const [page, roles] = await Promise.all([
      api.get<Page<User>>('/api/users', { query: { q, cursor }, signal }),
      api.all<Role>('/api/roles', { signal }),
    ]);
    const names = new Map(roles.map(({ id, name }) => [id, name]));
    const rolesOf = ({ roleIds }: User) => roleIds.map((id) => names.get(id) ?? id).join(', ');
    return { ...page, items: page.items.map((user) => ({ ...user, roles: rolesOf(user) })) };
  });
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
