import { hrefOf } from '../../app/router';
import { adminPath } from '../places';
import type { AuditEntry } from '../types';
import styles from './audit.module.css';
import { auditWords } from './words';

/** Where what an entry is about can be seen. */
const places: Readonly<Record<string, (id: string) => string>> = {
  user: (id) => adminPath('users', id),
  operator: (id) => adminPath('users', id),
  role: (id) => adminPath('roles', id),
  queue: (id) => adminPath('queues', id),
  channel: (id) => adminPath('channels', id),
  chatAction: (id) => adminPath('actions', id),
  process: (id) => adminPath('processes', 'edit', id),
  quickReply: (id) => adminPath('quick-replies', id),
  setting: () => adminPath('settings'),
};

export function Subject({ entry: { subject, before, after } }: { entry: AuditEntry }) {
  const kind = auditWords().kinds[subject.kind] ?? subject.kind;
  const name = nameIn(after) ?? nameIn(before) ?? subject.id;
  const place = places[subject.kind]?.(subject.id);
  const isGone = after === null && before !== null;
  return (
    <span>
      {kind}
      <span class={styles.id}>{place === undefined || isGone ? name : <a href={hrefOf(place)}>{name}</a>}</span>
    </span>
  );
}

function nameIn(state: Record<string, unknown> | null): string | null {
  const name = state?.name ?? state?.title;
  return typeof name === 'string' && name !== '' ? name : null;
}
