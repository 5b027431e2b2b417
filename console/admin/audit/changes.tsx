import type { AuditEntry } from '../types';
import { adminWords } from '../words';
import styles from './audit.module.css';
import { differences } from './differences';
import { auditWords } from './words';

/** What differs, as it was and as it is since. */
export function Changes({ entry }: { entry: AuditEntry }) {
  const w = auditWords();
  const changes = differences(entry);
  const told = changes.map(({ name }) => name);
  // Secret ones are named only.
  const given = entry.fields.filter((name) => !told.includes(name));
  const unsure = entry.outcome === 'asked' && <span class={styles.unsure}>{w.unsure}</span>;
  if (changes.length === 0)
    return (
      <span>
        {given.length > 0 ? w.given(given.join(', ')) : adminWords().none} {unsure}
      </span>
    );
  return (
    <div class={styles.changes}>
      {unsure}
      <details>
        <summary>{told.join(', ')}</summary>
        <dl>
          {changes.map(({ name, before, after }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <del>{before ?? w.nothing}</del> → <ins>{after ?? w.nothing}</ins>
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}
