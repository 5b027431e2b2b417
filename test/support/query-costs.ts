import type { Connection } from 'mongoose';

/** What a query of the database cost, as MongoDB's own profiler has it. */
export interface Cost {
  collection: string;
  /** Null for one that begins with given values: what it looks up by them is counted all the same. */
  plan: string | null;
  keysExamined: number;
  docsExamined: number;
  returned: number;
}

/** Has MongoDB note what every query costs, the explained plan included. */
export async function watchCosts(database: Connection) {
  const { db } = database;
  if (db === undefined) throw new Error('there is no connection');
  await db.command({ profile: 2 });

  return {
    /** Of the queries since the last time. */
    async take(): Promise<Cost[]> {
      await db.command({ profile: 0 });
      const profile = db.collection('system.profile');
      const rows = await profile
        .find({ op: { $in: ['query', 'command', 'getmore'] }, keysExamined: { $exists: true } })
        .toArray();
      await profile.drop();
      await db.command({ profile: 2 });
      return rows.map(({ ns, planSummary, keysExamined, docsExamined, nreturned }) => ({
        collection: String(ns).slice(String(ns).indexOf('.') + 1),
        plan: planSummary === undefined ? null : String(planSummary),
        keysExamined: Number(keysExamined),
        docsExamined: Number(docsExamined),
        returned: Number(nreturned),
      }));
    },

    end: () => db.command({ profile: 0 }),
  };
}

export type Costs = Awaited<ReturnType<typeof watchCosts>>;
