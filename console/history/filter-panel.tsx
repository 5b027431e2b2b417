import { ContactPicker } from '../contact/contact-picker';
import { Button } from '../ui/button';
import { DateInput, Select } from '../ui/inputs';
import styles from './chat-list.module.css';
import { chatStatuses, type Filters } from './filters';
import type { Choices } from './history-store';
import { chatWords } from './words';

interface FilterPanelProps {
  filters: Filters;
  choices: Choices | null;
  contact: { name: string | null } | null;
  set: (change: Partial<Filters>) => void;
  clear: () => void;
}

/** What the list can be narrowed to; each choice holds at once. */
export function FilterPanel({ filters, choices, contact, set, clear }: FilterPanelProps) {
  const say = chatWords();
  const any = { value: '', label: say.any };
  const named = (items: ReadonlyArray<{ id: string; name: string }> = []) => [
    any,
    ...items.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <div class={styles.panel}>
      <Select
        label={say.status}
        value={filters.status}
        onChange={(status) => set({ status })}
        choices={[
          { value: '' as const, label: say.any },
          ...chatStatuses.map((status) => ({ value: status, label: say.statuses[status] })),
        ]}
      />
      <Select
        label={say.channel}
        value={filters.channelId}
        onChange={(channelId) => set({ channelId })}
        choices={named(choices?.channels)}
      />
      <Select
        label={say.queue}
        value={filters.queueId}
        onChange={(queueId) => set({ queueId })}
        choices={named(choices?.queues)}
      />
      <Select
        label={say.operator}
        value={filters.operatorId}
        onChange={(operatorId) => set({ operatorId })}
        choices={named(choices?.operators)}
      />
      <ContactPicker label={say.contact} chosen={contact} onChoose={(chosen) => set({ contactId: chosen?.id ?? '' })} />
      <div class={styles.days}>
        <DateInput label={say.from} value={filters.from} onChange={(from) => set({ from })} />
        <DateInput label={say.to} value={filters.to} onChange={(to) => set({ to })} />
      </div>
      <Button onClick={clear}>{say.clear}</Button>
    </div>
  );
}
