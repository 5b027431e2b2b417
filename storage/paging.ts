/** Where a page of rows in the order of their creation ends. */
export interface Position {
  createdAt: Date;
  id: string;
}

export interface PageRequest {
  /** Rows to read; ask for one more than is shown to learn whether another page follows. */
  limit: number;
  after: Position | null;
}

/** What lists are ordered by; rows keep it, domain types do not show it. */
export interface Created {
  _id: string;
  createdAt: Date;
}

export const createdOrder = { createdAt: 1, _id: 1 } as const;

export function positionOf(row: Created): Position {
  return { createdAt: row.createdAt, id: row._id };
}

/**
 * Rows after a position, to be sorted by `createdOrder`: what is added meanwhile comes last, so pages neither repeat nor
 * leave out.
 */
export function createdAfter(after: Position | null) {
  if (after === null) return {};
  return { $or: [{ createdAt: { $gt: after.createdAt } }, { createdAt: after.createdAt, _id: { $gt: after.id } }] };
}
