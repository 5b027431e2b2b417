import { useEffect, useMemo, useState } from 'preact/hooks';
import { createPagedList } from '../../app/paged-list';
import { useServices } from '../../app/services';
import type { Page } from '../../app/types';
import { PagedView } from '../../ui/table';
import { Ago } from '../../ui/times';
import { Unseen } from '../../ui/unseen';
import type { AuditEntry } from '../types';
import styles from './settings.module.css';
import { settingWords } from './words';

/** Who changed a setting, when, from what to what; asked for when it is opened. */
export function SettingHistory({ code, name }: { code: string; name: string }) {
  const [isOpen, setOpen] = useState(false);
  const w = settingWords();
  return (
    <details class={styles.history} open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {w.history}
        <Unseen>: {name}</Unseen>
      </summary>
      {isOpen && <Entries code={code} />}
    </details>
  );
}

function Entries({ code }: { code: string }) {
  const { api } = useServices();
  const w = settingWords();
  const list = useMemo(
    () =>
      createPagedList<AuditEntry>(({ cursor, signal }) =>
        api.get<Page<AuditEntry>>(`/api/settings/${encodeURIComponent(code)}/history`, {
          query: { cursor, limit: 20 },
          signal,
        }),
      ),
    [],
  );
  useEffect(() => {
    void list.reload();
  }, []);
  return (
    <PagedView list={list} empty={<p class={styles.soft}>{w.neverChanged}</p>}>
      {(entries) => (
        <ul class={styles.entries}>
          {entries.map((entry) => (
            <li key={entry.id}>
              <span class={styles.change}>{changeOf(entry)}</span>
              <span class={styles.soft}>
                {entry.user === null ? w.byItself : entry.user.name} · <Ago at={entry.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </PagedView>
  );
}

function changeOf({ before, after }: AuditEntry): string {
  const w = settingWords();
  const shown = (state: Record<string, unknown> | null) =>
    state?.value === undefined || state.value === '' ? w.empty : String(state.value);
  const isTold = before?.value !== undefined || after?.value !== undefined;
  return isTold ? w.from(shown(before), shown(after)) : w.secretChanged;
}
