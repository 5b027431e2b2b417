import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import { startParley, testServers } from '../support/parley';
import { readable } from '../support/readable';
import { personalWord, playScenarios } from './scenarios';

const saved = join(__dirname, 'histories');
/** `SAVE_HISTORIES=1 npm test -- test/replay` puts new histories in place of the old ones. */
const isSaving = process.env.SAVE_HISTORIES === '1';

interface Story {
  workflowId: string;
  history: unknown;
}

function replay(stories: Story[]) {
  const { workflowBundle } = testServers();
  return Worker.runReplayHistories(
    { workflowBundle: { codePath: workflowBundle } },
    stories.map(({ workflowId, history }) => ({ workflowId, history })),
  );
}

test('workflows that ran on earlier versions go on with this one', async () => {
  const stories = readdirSync(saved).map((file) => JSON.parse(readFileSync(join(saved, file), 'utf8')) as Story);
  expect(stories.length).toBeGreaterThan(8);
  for await (const { workflowId, error } of replay(stories)) expect({ workflowId, error }).toEqual({ workflowId });
});

test('workflows in every state are replayed as they ran, and their histories hold no word of a client', async () => {
  const parley = await startParley();
  try {
    await parley.startWorker();
    const recorded = await playScenarios(parley);
    const stories = new Map<string, Story>();
    for (const { name, workflowId } of recorded) {
      const history = await parley.temporal.workflow.getHandle(workflowId).fetchHistory();
      stories.set(name, { workflowId, history: JSON.parse(historyToJSON(history)) });
    }
    for await (const { workflowId, error } of replay([...stories.values()]))
      expect({ workflowId, error }).toEqual({ workflowId });
    for (const story of stories.values()) expect(readable(story)).not.toContain(personalWord);
    if (isSaving) save(stories);
  } finally {
    await parley.stop();
  }
}, 120_000);

function save(stories: Map<string, Story>): void {
  rmSync(saved, { recursive: true, force: true });
  mkdirSync(saved, { recursive: true });
  for (const [name, story] of stories)
    writeFileSync(join(saved, `${name}.json`), `${withoutPaths(JSON.stringify(story, null, 1))}\n`);
}

/** Stack traces name the machine that the history was recorded on. */
function withoutPaths(text: string): string {
  return text.replaceAll(`${join(__dirname, '..', '..')}/`, '');
}
