import { CloseIcon } from '../ui/icons';
import { providerTitle } from '../ui/provider-icon';
import { dayDate } from '../words/time';
import styles from './chat-list.module.css';
import type { Filters } from './filters';
import type { Choices } from './history-store';
import { chatWords } from './words';

interface Chip {
  name: keyof Filters;
  label: string;
}

/** The filters that are set, each to be taken away by a click. */
export function FilterChips({
  filters,
  choices,
  contactName,
  set,
}: {
  filters: Filters;
  choices: Choices | null;
  contactName: string | null;
  set: (change: Partial<Filters>) => void;
}) {
  const say = chatWords();
  const chips = chipsOf(filters, choices, contactName);
  if (chips.length === 0) return null;
  return (
    <ul class={styles.chips} aria-label={say.filters}>
      {chips.map(({ name, label }) => (
        <li key={name}>
          <button type="button" class={styles.chip} aria-label={say.remove(label)} onClick={() => set({ [name]: '' })}>
            <span>{label}</span>
            <CloseIcon size={14} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function chipsOf(filters: Filters, choices: Choices | null, contactName: string | null): Chip[] {
  const say = chatWords();
  const nameOf = (items: ReadonlyArray<{ id: string; name: string }> | undefined, id: string) =>
    items?.find((item) => item.id === id)?.name ?? '…';
  const channel = choices?.channels.find(({ id }) => id === filters.channelId);
  const labels: Partial<Record<keyof Filters, string>> = {
    status: filters.status && say.statuses[filters.status],
    channelId: filters.channelId && (channel ? `${channel.name} (${providerTitle(channel.provider)})` : '…'),
    queueId: filters.queueId && nameOf(choices?.queues, filters.queueId),
    operatorId: filters.operatorId && nameOf(choices?.operators, filters.operatorId),
    contactId: filters.contactId && (contactName ?? say.oneContact),
    from: filters.from && say.since(dayDate(filters.from)),
    to: filters.to && say.until(dayDate(filters.to)),
  };
  return Object.entries(labels).flatMap(([name, label]) => (label ? [{ name: name as keyof Filters, label }] : []));
}
