import { hrefOf } from '../../app/router';
import { useServices } from '../../app/services';
import { Badge } from '../../ui/badge';
import { ListPage, useShortList } from '../parts/list-page';
import { adminPath } from '../places';
import type { Process } from '../types';
import { adminWords } from '../words';
import styles from './processes.module.css';
import { processWords } from './words';

export function ProcessList() {
  const { api } = useServices();
  const list = useShortList(
    (signal) => api.all<Process>('/api/processes', { signal }),
    ({ name, title }) => `${name} ${title}`,
  );
  const w = processWords();
  return (
    <ListPage<Process>
      title={adminWords().sections.processes}
      intro={w.intro}
      add={{ path: adminPath('processes', 'new'), label: w.add }}
      list={list}
      keyOf={({ name }) => name}
      empty={w.empty}
      columns={[
        { title: w.title, isName: true, show: (process) => <Title process={process} /> },
        {
          title: w.kind,
          show: ({ kind, taskQueue }) => (
            <span>
              <Badge tone={kind === 'shipped' ? 'plain' : 'accent'}>{w.kinds[kind]}</Badge>
              {taskQueue !== null && <span class={styles.detail}>{taskQueue}</span>}
            </span>
          ),
        },
        {
          title: w.parameters,
          show: ({ parameters }) => parameters.map(({ title }) => title).join(', ') || adminWords().none,
        },
      ]}
    />
  );
}

function Title({ process }: { process: Process }) {
  const { title } = process;
  return (
    <span>
      {process.kind === 'external' ? <a href={hrefOf(adminPath('processes', 'edit', process.name))}>{title}</a> : title}
      <span class={styles.detail}>
        {(process.kind === 'shipped' ? processWords().about[process.name] : undefined) ?? process.name}
      </span>
    </span>
  );
}
