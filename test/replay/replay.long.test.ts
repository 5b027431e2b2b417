import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import type { Connection } from 'mongoose';
import type { MigrationRow } from '../../storage/migrations/records';
import { writeFurtherRows } from '../saved/further-rows';
import { collectionsOf, type Story, saveData, savedStories } from '../saved/saved-data';
import { userPassword } from '../support/builders';
import { migrate } from '../support/migrate';
import { adminPassword, type Parley, startParley, testServers } from '../support/parley';
import { readable } from '../support/readable';
import { personalWord, playScenarios } from './scenarios';

/** `npm run save-data` sets it: a name for the folder, or 1 for today's date. */
const { SAVE_DATA } = process.env;

function replay(stories: Story[]) {
  const { workflowBundle } = testServers();
  return Worker.runReplayHistories(
    { workflowBundle: { codePath: workflowBundle } },
    stories.map(({ workflowId, history }) => ({ workflowId, history })),
  );
}

test('workflows that ran on earlier versions go on with this one', async () => {
  const stories = savedStories();
  expect(stories.length).toBeGreaterThan(8);
  for await (const { workflowId, error } of replay(stories)) expect({ workflowId, error }).toEqual({ workflowId });
});

describe('what this version leaves for later ones', () => {
  const stories = new Map<string, Story>();
  let parley: Parley;
  let database: Connection;

  beforeAll(async () => {
    parley = await startParley();
    database = parley.storage.users.model.db;
    await parley.startWorker();
    const recorded = [...(await playScenarios(parley)), ...(await writeFurtherRows(parley, personalWord))];
    for (const { name, workflowId } of recorded) {
      const history = await parley.temporal.workflow.getHandle(workflowId).fetchHistory();
      stories.set(name, { workflowId, history: JSON.parse(historyToJSON(history)) });
    }
  });

  afterAll(() => parley.stop());

  test('workflows in every state are replayed as they ran, and their histories hold no word of a client', async () => {
    for await (const { workflowId, error } of replay([...stories.values()]))
      expect({ workflowId, error }).toEqual({ workflowId });
    for (const story of stories.values()) expect(readable(story)).not.toContain(personalWord);
  });

  test('every collection has rows to be saved, and they need none of the migrations', async () => {
    await migrate(database);
    // For a new collection `further-rows.ts` writes a row.
    expect((await collectionsOf(database)).filter(({ isEmpty }) => isEmpty)).toEqual([]);
    const migrations = await database.collection<MigrationRow>('migrations').find().toArray();
    expect(migrations.filter(({ changed }) => changed > 0)).toEqual([]);
    if (!SAVE_DATA) return;
    const savedAt = new Date().toISOString();
    const name = SAVE_DATA === '1' ? savedAt.slice(0, 10) : SAVE_DATA;
    await saveData(name, { savedAt, passwords: { admin: adminPassword, others: userPassword }, database, stories });
  });
});
