import type { User } from '../../app/types';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import fieldStyles from '../../ui/field.module.css';
import { Select, TextInput } from '../../ui/inputs';
import styles from './audit.module.css';
import { type AuditFilters, noFilters } from './filters';
import { auditWords } from './words';

interface FiltersProps {
  filters: AuditFilters;
  users: readonly User[];
  onChange: (filters: AuditFilters) => void;
}

/** Each holds as soon as it is chosen. */
export function Filters({ filters, users, onChange }: FiltersProps) {
  const w = auditWords();
  const set = (name: keyof AuditFilters) => (value: string) => onChange({ ...filters, [name]: value });
  const named = (words: Readonly<Record<string, string>>) =>
    Object.entries(words).map(([value, label]) => ({ value, label }));
  return (
    <search class={styles.filters} aria-label={w.filters}>
      <Select
        label={w.who}
        value={filters.userId}
        onChange={set('userId')}
        choices={[{ value: '', label: w.everyone }, ...users.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <Select
        label={w.what}
        value={filters.what}
        onChange={set('what')}
        choices={[{ value: '', label: w.everything }, ...named(w.operations)]}
      />
      <Select
        label={w.subject}
        value={filters.subjectKind}
        onChange={set('subjectKind')}
        choices={[{ value: '', label: w.anyKind }, ...named(w.kinds)]}
      />
      <TextInput label={w.subjectId} spellcheck={false} value={filters.subjectId} onChange={set('subjectId')} />
      <TimeField label={w.from} value={filters.from} onChange={set('from')} />
      <TimeField label={w.to} value={filters.to} onChange={set('to')} />
      {JSON.stringify(filters) !== JSON.stringify(noFilters) && (
        <Button onClick={() => onChange(noFilters)}>{w.clear}</Button>
      )}
    </search>
  );
}

function TimeField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <Field label={label}>
      {(control) => (
        <input
          {...control}
          class={fieldStyles.control}
          type="datetime-local"
          value={value}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
    </Field>
  );
}
