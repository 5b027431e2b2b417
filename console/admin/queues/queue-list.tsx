import { hrefOf } from '../../app/router';
import { useServices } from '../../app/services';
import type { Page, Queue } from '../../app/types';
import { ListPage } from '../parts/list-page';
import { useLoaded } from '../parts/loaded';
import { useSearchedList } from '../parts/searched-list';
import { adminPath } from '../places';
import type { RoutingRule } from '../types';
import { adminWords } from '../words';
import { queueWords } from './words';

export function QueueList() {
  const { api } = useServices();
  const list = useSearchedList<Queue>(({ q, cursor, signal }) =>
    api.get<Page<Queue>>('/api/queues', { query: { q, cursor }, signal }),
  );
  const rules = useLoaded((signal) => api.all<RoutingRule>('/api/routing-rules', { signal }));
  const titles = new Map(rules.value?.map(({ code, title }) => [code, title]));
  const w = queueWords();
  return (
    <ListPage<Queue>
      title={adminWords().sections.queues}
      intro={w.intro}
      add={{ path: adminPath('queues', 'new'), label: w.add }}
      list={list}
      keyOf={({ id }) => id}
      empty={w.empty}
      columns={[
        {
          title: adminWords().list.name,
          isName: true,
          show: ({ id, name }) => <a href={hrefOf(adminPath('queues', id))}>{name}</a>,
        },
        { title: w.rule, show: ({ routingRule }) => titles.get(routingRule) ?? routingRule },
        {
          title: w.operators,
          show: ({ operators }) => {
            const users = operators.filter((member) => 'userId' in member).length;
            return w.members(users, operators.length - users);
          },
        },
        {
          title: w.timeout,
          show: ({ completionTimeoutMinutes: minutes }) => (minutes === null ? w.never : w.minutes(minutes)),
        },
      ]}
    />
  );
}
