import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Parley, startParley } from '../support/parley';
import { environmentOf, type ParleyProcess, spawnParley } from '../support/process';

let parley: Parley;
let dataDir: string;
const processes: ParleyProcess[] = [];

beforeAll(async () => {
  parley = await startParley();
  dataDir = mkdtempSync(join(tmpdir(), 'parley-starting-'));
});

afterEach(async () => {
  await Promise.all(processes.splice(0).map((process) => process.kill()));
});

afterAll(async () => {
  await parley.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

function start(program: 'worker.js' | 'api/server.js', changes: Record<string, string> = {}): ParleyProcess {
  const started = spawnParley(program, { ...environmentOf(parley), DATA_DIR: dataDir, ...changes });
  processes.push(started);
  return started;
}

test('SIGTERM ends a worker at whatever moment of its start it comes', async () => {
  const endings = await Promise.all(
    [700, 1_000, 1_300, 1_600].map(async (afterMs) => {
      const worker = start('worker.js');
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      return worker.end();
    }),
  );
  // Before the program has begun to run, the signal ends it by itself.
  for (const ending of endings) expect([0, null]).toContain(ending.code);
});

test('SIGTERM ends a worker that still waits for Temporal', async () => {
  const waiting = start('worker.js', { TEMPORAL_ADDRESS: '127.0.0.1:1' });
  await waiting.says('Temporal is not there yet; trying again');
  expect(await waiting.end()).toEqual({ code: 0, signal: null });
});

describe.each(['worker.js', 'api/server.js'] as const)('%s', (program) => {
  test.each<{ what: string; changes: Record<string, string>; says: string[] }>([
    { what: 'MongoDB’s address missing', changes: { MONGODB_URI: '' }, says: ['MONGODB_URI'] },
    { what: 'Temporal’s address missing', changes: { TEMPORAL_ADDRESS: '' }, says: ['TEMPORAL_ADDRESS'] },
    { what: 'a log level that does not exist', changes: { LOG_LEVEL: 'loud' }, says: ['LOG_LEVEL'] },
  ])('started with $what says so in words and ends with exit code 1', async ({ changes, says }) => {
    const refused = start(program, changes);
    expect(await refused.exited).toEqual({ code: 1, signal: null });
    for (const words of says) expect(refused.output()).toContain(words);
    expect(refused.output()).not.toMatch(/^\s+at /m);
  });
});
