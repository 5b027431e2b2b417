import type { mongo } from 'mongoose';
import type { Cursor, Migration } from './contract';

type Fields = Record<string, unknown>;

/** What is done to the rows of one collection, whose ids are texts. */
export interface Part<R extends object = Fields> {
  collection: string;
  /** What the row lacks, and the fields that it was made from: a row in which they have changed meanwhile is left alone. */
  change(row: R): { from: Partial<R>; set: Fields } | null;
}

interface Place extends Cursor {
  collection: string;
  after: string | null;
}

const rowsAtOnce = 500;

/** Goes through all rows of some collections, in the order of their ids. */
export function overRows(parts: Part[], atOnce = rowsAtOnce): Migration['step'] {
  return async (database, cursor) => {
    const place = (cursor as Place | null) ?? { collection: parts[0]?.collection, after: null };
    const index = parts.findIndex(({ collection }) => collection === place.collection);
    const part = parts[index];
    if (part === undefined) throw new Error(`This migration has no part ${place.collection}.`);
    const rows = database.collection<Fields & { _id: string }>(part.collection);
    const found = await rows
      .find(place.after === null ? {} : { _id: { $gt: place.after } })
      .sort({ _id: 1 })
      .limit(atOnce)
      .toArray();
    const updates = found.flatMap((row) => updateOf(row, part));
    const changed = updates.length === 0 ? 0 : (await rows.bulkWrite(updates, { ordered: false })).modifiedCount;
    const next = parts[index + 1]?.collection;
    const last = found.at(-1);
    if (last !== undefined && found.length === atOnce)
      return { cursor: { collection: part.collection, after: last._id }, seen: found.length, changed };
    return { cursor: next === undefined ? null : { collection: next, after: null }, seen: found.length, changed };
  };
}

function updateOf(
  row: Fields & { _id: string },
  { change }: Part,
): Array<mongo.AnyBulkWriteOperation<Fields & { _id: string }>> {
  const wanted = change(row);
  if (wanted === null) return [];
  return [{ updateOne: { filter: { _id: row._id, ...wanted.from }, update: { $set: wanted.set } } }];
}

/** A part that gives rows a field made of others, where it is missing or made of what they were before. */
export function derived<R extends object>(
  collection: string,
  { field, from, make }: { field: string; from: ReadonlyArray<keyof R & string>; make(row: R): unknown },
): Part {
  return {
    collection,
    change(row) {
      const made = make(row as R);
      if (JSON.stringify(row[field]) === JSON.stringify(made)) return null;
      return { from: Object.fromEntries(from.map((name) => [name, row[name]])), set: { [field]: made } };
    },
  };
}
