import { type ReadonlySignal, signal } from '@preact/signals';
import { createPagedList, type PagedList } from '../app/paged-list';
import type { Services } from '../app/services';
import type { Contact, Page } from '../app/types';

/** Typing pauses this long before it is looked for. */
const pauseMs = 200;
const pageSize = 30;

export interface ContactSearch {
  readonly q: ReadonlySignal<string>;
  readonly list: PagedList<Contact>;
  /** What is typed; looked for when the typing pauses. */
  type(q: string): void;
  leave(): void;
}

/** Contacts by what a name, a number or an id begins with. */
export function createContactSearch({ api }: Pick<Services, 'api'>, first = ''): ContactSearch {
  const q = signal(first);
  const list = createPagedList<Contact>(({ cursor, signal: given }) =>
    api.get<Page<Contact>>('/api/contacts', {
      query: { q: q.value.trim(), limit: pageSize, cursor },
      signal: given,
    }),
  );
  let pause: ReturnType<typeof setTimeout> | undefined;
  void list.reload();
  return {
    q,
    list,
    type(typed) {
      if (typed === q.value) return;
      const isSame = typed.trim() === q.value.trim();
      q.value = typed;
      if (isSame) return;
      clearTimeout(pause);
      pause = setTimeout(() => void list.reload(), pauseMs);
    },
    leave: () => clearTimeout(pause),
  };
}
