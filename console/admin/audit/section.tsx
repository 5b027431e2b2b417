import { useEffect, useMemo } from 'preact/hooks';
import { createPagedList } from '../../app/paged-list';
import { useServices } from '../../app/services';
import type { Page as ListPage, User } from '../../app/types';
import { PagedView, Table } from '../../ui/table';
import { fullTime } from '../../words/time';
import { useLoaded } from '../parts/loaded';
import { Page } from '../parts/page';
import { adminPath } from '../places';
import type { AuditEntry } from '../types';
import { adminWords } from '../words';
import styles from './audit.module.css';
import { Changes } from './changes';
import { Filters } from './filter-form';
import { type AuditFilters, addressOf, filtersIn, queryOf } from './filters';
import { Subject } from './subject';
import { auditWords } from './words';

export function Section() {
  const { api, router } = useServices();
  const filters = filtersIn(router.place.value.query);
  const key = JSON.stringify(filters);
  const users = useLoaded((signal) => api.all<User>('/api/users', { signal }));
  const list = useMemo(
    () =>
      createPagedList<AuditEntry>(({ cursor, signal }) =>
        api.get<ListPage<AuditEntry>>('/api/audit-log', { query: { ...queryOf(filters), cursor }, signal }),
      ),
    [key],
  );
  useEffect(() => {
    void list.reload();
  }, [list]);
  const w = auditWords();
  const show = (wanted: AuditFilters) => router.go(addressOf(adminPath('audit'), wanted), { replace: true });
  return (
    <Page title={adminWords().sections.audit} intro={w.intro} isWide>
      <Filters filters={filters} users={users.value ?? []} onChange={show} />
      <PagedView list={list} empty={w.empty}>
        {(entries) => (
          <Table
            label={adminWords().sections.audit}
            items={entries}
            keyOf={({ id }) => id}
            columns={[
              {
                title: w.when,
                show: ({ at }) => (
                  <time class={styles.when} dateTime={at}>
                    {fullTime(at)}
                  </time>
                ),
              },
              {
                title: w.who,
                show: ({ user }) => <span class={styles.who}>{user === null ? w.byItself : user.name || user.id}</span>,
              },
              { title: w.what, isName: true, show: ({ what }) => w.operations[what] ?? what },
              { title: w.subject, show: (entry) => <Subject entry={entry} /> },
              { title: w.changes, show: (entry) => <Changes entry={entry} /> },
            ]}
          />
        )}
      </PagedView>
    </Page>
  );
}
