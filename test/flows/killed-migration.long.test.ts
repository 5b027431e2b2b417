import type { MigrationRow } from '../../storage/migrations/records';
import { eventually } from '../support/eventually';
import { type Parley, startParley } from '../support/parley';
import { environmentOf, spawnParley } from '../support/process';

/** Two steps of five hundred, and a rest. */
const contacts = 1_200;
const seenByTwoSteps = 1_000;
/** MongoDB ends a transaction by itself after five seconds. */
const holdsForMs = 3_000;

let parley: Parley;

beforeAll(async () => {
  parley = await startParley();
});

afterAll(() => parley.stop());

const idOf = (index: number) => `stored-long-ago-${String(index).padStart(4, '0')}`;

/** Contacts as the version wrote them that knew no search. */
async function storeOfOldVersion(): Promise<void> {
  const rows = Array.from({ length: contacts }, (_, index) => ({
    _id: idOf(index),
    name: `Contact number${index}`,
    ...{ firstName: null, lastName: null, phone: null, photoFileId: null, formerIds: [], createdAt: new Date() },
    identities: [{ provider: 'webchat', clientId: idOf(index) }],
  }));
  await parley.storage.contacts.model.collection.insertMany(rows as object[]);
}

async function hold(contactId: string): Promise<{ letGo(): Promise<void> }> {
  const { model } = parley.storage.contacts;
  const session = await model.db.startSession();
  session.startTransaction();
  await model.collection.updateOne({ _id: contactId as never }, { $set: { holds: 1 } }, { session });
  return {
    async letGo() {
      await session.abortTransaction();
      await session.endSession();
    },
  };
}

/** Has whoever wants to change both contacts wait, without a gap, until something is so. */
async function holding(
  contactIds: [string, string],
  look: () => Promise<boolean>,
  then: () => Promise<unknown>,
): Promise<void> {
  let held = await hold(contactIds[0]);
  for (let turn = 1; !(await eventually('it is so', look, holdsForMs).catch(() => false)); turn++) {
    const next = await hold(contactIds[turn % 2] as string);
    await held.letGo();
    held = next;
  }
  await then();
  await held.letGo();
}

const findNumber = async (index: number) => {
  const { items } = await parley.admin.ok<{ items: Array<{ id: string }> }>('GET', `/api/contacts?q=number${index}`);
  return items.map(({ id }) => id);
};

test('a process that is killed in the middle of a migration is followed by one that goes on where it was', async () => {
  await storeOfOldVersion();
  const last = contacts - 1;
  expect(await findNumber(last)).toEqual([]);
  const records = parley.storage.contacts.model.db.collection<MigrationRow>('migrations');
  const keys = () => records.findOne({ _id: 2 });

  const killed = spawnParley('api/server.js', environmentOf(parley));
  await holding(
    [idOf(last), idOf(last - 1)],
    async () => (await keys())?.seen === seenByTwoSteps,
    async () => {
      await killed.kill();
      // While the row is held: what the dead one has sent to MongoDB may still be carried out afterwards.
      expect(await findNumber(last)).toEqual([]);
    },
  );
  expect(await keys()).toMatchObject({
    finishedAt: null,
    seen: seenByTwoSteps,
    cursor: { collection: 'contacts', after: idOf(seenByTwoSteps - 1) },
  });

  // As if the dead one had not been heard of for long enough.
  await records.updateOne({ _id: 2 }, { $set: { heldUntil: new Date(Date.now() - 1) } });
  const next = spawnParley('api/server.js', environmentOf(parley));
  expect(await next.says('a migration goes on where it was left')).toMatchObject({ migration: 2 });
  await eventually('it is through', async () => (await keys())?.finishedAt);
  await next.end();
  expect(await next.says('a migration is through')).toMatchObject({ migration: 2, seen: contacts - seenByTwoSteps });
  expect(await keys()).toMatchObject({ seen: contacts });
  for (const index of [0, seenByTwoSteps, last]) expect(await findNumber(index)).toContain(idOf(index));
});
