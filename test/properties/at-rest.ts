import type { Storage } from '../../storage/storage';
import { eventually } from '../support/eventually';
import type { Parley } from '../support/parley';
import { type Books, readBooks } from './books';
import { always, atRest, brokenIn } from './invariants';

/** What a writer leaves undone a relay does after five seconds; the rest is for a busy machine. */
export const restWithinMs = 240_000;

/** What is still under way, or wrong, in words: broken invariants, and chores that are not done. */
export async function unrestIn(storage: Storage, books: Books): Promise<string[]> {
  const chores = await storage.chores.model.find({}, { chore: 1 }).lean();
  return [
    ...brokenIn(books, [...always, ...atRest]),
    ...chores.map(({ chore }) => `the chore ${chore.kind} is not done`),
  ];
}

/**
 * For the end of any test with a running Parley: once all has come to rest, every invariant of routing holds. Nobody waits while
 * somebody has room, nobody has an offer who should not, and places, statuses and logs agree.
 */
export async function expectRest({ storage }: Pick<Parley, 'storage'>): Promise<void> {
  let unrest: string[] = [];
  await eventually(
    'all has come to rest',
    async () => {
      unrest = await unrestIn(storage, await readBooks(storage));
      return unrest.length === 0;
    },
    restWithinMs,
  ).catch(() => undefined);
  expect(unrest).toEqual([]);
}
