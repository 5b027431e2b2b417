import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import type { Connection } from 'mongoose';
import { writeFurtherRows } from '../saved/further-rows';
import { collectionsOf, type Story, saveData, savedStories } from '../saved/saved-data';
import { userPassword } from '../support/builders';
import { adminPassword, startParley, testServers } from '../support/parley';
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

test('workflows in every state are replayed as they ran, and their histories hold no word of a client', async () => {
  const parley = await startParley();
  try {
    await parley.startWorker();
    const recorded = [...(await playScenarios(parley)), ...(await writeFurtherRows(parley, personalWord))];
    const stories = new Map<string, Story>();
    for (const { name, workflowId } of recorded) {
      const history = await parley.temporal.workflow.getHandle(workflowId).fetchHistory();
      stories.set(name, { workflowId, history: JSON.parse(historyToJSON(history)) });
    }
    for await (const { workflowId, error } of replay([...stories.values()]))
      expect({ workflowId, error }).toEqual({ workflowId });
    for (const story of stories.values()) expect(readable(story)).not.toContain(personalWord);
    // A saved database has rows of every kind: a new collection comes with rows in `further-rows.ts`.
    const database = parley.storage.users.model.db;
    expect((await collectionsOf(database)).filter(({ isEmpty }) => isEmpty)).toEqual([]);
    if (SAVE_DATA) await save(database, stories);
  } finally {
    await parley.stop();
  }
});

async function save(database: Connection, stories: Map<string, Story>): Promise<void> {
  const savedAt = new Date().toISOString();
  const name = SAVE_DATA === '1' ? savedAt.slice(0, 10) : String(SAVE_DATA);
  await saveData(name, { savedAt, passwords: { admin: adminPassword, others: userPassword }, database, stories });
}
