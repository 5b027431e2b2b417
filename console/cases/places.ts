import { matchPath } from '../app/router';
import { type Kind, statusesOf } from './dossier-store';

export interface DossierPlace {
  kind: Kind;
  /** Empty: any. */
  status: string;
  /** What is open. */
  id: string | null;
}

/** `/cases`, `/cases/:id`, `/cases/orders`, `/cases/orders/:id`, each with a status in its query. */
export function dossierPlaceOf({ path, query }: { path: string; query: URLSearchParams }): DossierPlace {
  const orderId = matchPath('/cases/orders/:id', path)?.id ?? null;
  const kind: Kind = orderId !== null || path === '/cases/orders' ? 'orders' : 'cases';
  const id = kind === 'orders' ? orderId : (matchPath('/cases/:id', path)?.id ?? null);
  const known: readonly string[] = statusesOf[kind];
  const status = query.get('status') ?? '';
  return { kind, id, status: known.includes(status) ? status : '' };
}

export function pathOf({ kind, status, id }: DossierPlace): string {
  const root = kind === 'orders' ? '/cases/orders' : '/cases';
  return `${root}${id === null ? '' : `/${id}`}${status === '' ? '' : `?status=${status}`}`;
}
