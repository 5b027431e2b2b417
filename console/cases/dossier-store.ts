import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { ApiError, isAborted } from '../app/api-error';
import { createPagedList } from '../app/paged-list';
import type { Services } from '../app/services';
import type { Case, Order, Page } from '../app/types';

export type Kind = 'cases' | 'orders';
export type Dossier = Case | Order;

export const statusesOf = {
  cases: ['open', 'in_progress', 'resolved', 'closed'],
  orders: ['new', 'confirmed', 'fulfilled', 'cancelled'],
} as const satisfies { cases: readonly Case['status'][]; orders: readonly Order['status'][] };

const pageSize = 50;

/** The cases or the orders that the reader sees, newest first. */
export function createDossierList({ api }: Pick<Services, 'api'>) {
  const kind = signal<Kind>('cases');
  const status = signal<string>('');
  const list = createPagedList<Dossier>(({ cursor, signal: given }) =>
    api.get<Page<Dossier>>(`/api/${kind.value}`, {
      query: { status: status.value, limit: pageSize, cursor },
      signal: given,
    }),
  );
  let isFirst = true;

  return {
    kind: kind as ReadonlySignal<Kind>,
    status: status as ReadonlySignal<string>,
    list,

    /** The same as before is looked at anew without forgetting what is shown. */
    show(wanted: { kind: Kind; status: string }): void {
      const isSame = wanted.kind === kind.value && wanted.status === status.value;
      if (isSame && !isFirst) return;
      isFirst = false;
      batch(() => {
        kind.value = wanted.kind;
        status.value = wanted.status;
        list.items.value = null;
      });
      void list.reload();
    },

    changed(dossier: Dossier): void {
      const { items } = list;
      if (items.value !== null) items.value = items.value.map((one) => (one.id === dossier.id ? dossier : one));
    },
  };
}

/** One case or order. `leave` ends it. */
export function createDossierStore(
  { api }: Pick<Services, 'api'>,
  { kind, id, onChanged }: { kind: Kind; id: string; onChanged: (dossier: Dossier) => void },
) {
  const dossier = signal<Dossier | null>(null);
  const error = signal<ApiError | null>(null);
  const leaving = new AbortController();

  async function load(): Promise<void> {
    error.value = null;
    try {
      dossier.value = await api.get<Dossier>(`/api/${kind}/${id}`, { signal: leaving.signal });
    } catch (caught) {
      if (isAborted(caught)) return;
      if (!(caught instanceof ApiError)) throw caught;
      error.value = caught;
    }
  }
  void load();

  return {
    dossier: dossier as ReadonlySignal<Dossier | null>,
    error: error as ReadonlySignal<ApiError | null>,
    reload: load,

    async change(change: { status?: string; subject?: string; notes?: string }): Promise<Dossier> {
      const changed = await api.patch<Dossier>(`/api/${kind}/${id}`, change);
      dossier.value = changed;
      onChanged(changed);
      return changed;
    },

    leave: () => leaving.abort(),
  };
}

export type DossierStore = ReturnType<typeof createDossierStore>;
