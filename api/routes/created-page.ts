import { z } from 'zod';
import type { Position } from '../../storage/paging';
import { pageOf, readCursor } from '../http/paging';

const latestMs = 8.64e15;
const key = z.tuple([z.int().min(0).max(latestMs), z.string()]);

/** Where a page of a list in the order of creation begins. */
export function positionFrom(cursor: string | undefined): Position | null {
  const read = readCursor(cursor, key);
  return read && { createdAt: new Date(read[0]), id: read[1] };
}

export function createdPage<T, S>(
  rows: Array<{ item: T; position: Position }>,
  limit: number,
  show: (item: T) => S,
): { items: S[]; nextCursor: string | null } {
  const page = pageOf(rows, limit, ({ position }) => [position.createdAt.getTime(), position.id]);
  return { items: page.items.map(({ item }) => show(item)), nextCursor: page.nextCursor };
}
