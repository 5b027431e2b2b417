/** A row as it stands in the database. */
export type Row<T extends { id: string }> = Omit<T, 'id'> & { _id: string };

/** The row's domain form: `_id` becomes `id`. */
export function fromRow<T extends { id: string }>(row: Row<T>): T {
  const { _id, ...fields } = row;
  return { id: _id, ...fields } as unknown as T;
}

export function fromRowOrNull<T extends { id: string }>(row: Row<T> | null): T | null {
  return row === null ? null : fromRow<T>(row);
}

export function toRow<T extends { id: string }>(thing: T): Row<T> {
  const { id, ...fields } = thing;
  return { _id: id, ...fields };
}
