import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Counts } from './report';

const program = join(__dirname, '..', '..', 'dist', 'test', 'chaos', 'main.js');
/** Far beyond what it takes; it gives up by itself before. */
const withinMs = 280_000;

/** `npm run chaos` itself, for as long as each process needs to be killed once. It ends, and cleans up, when this process is gone. */
describe('a Parley whose processes are killed in turn', () => {
  let running: ChildProcess | undefined;

  afterAll(() => running?.kill('SIGTERM'));

  async function chaos(args: string[]): Promise<{ code: number | null; output: string }> {
    if (!existsSync(program))
      throw new Error('This runs what `npm run build:tools` made; `npm test` does that by itself.');
    const child = fork(program, args, { silent: true });
    running = child;
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => (output += String(piece)));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    running = undefined;
    return { code, output };
  }

  it(
    'loses and doubles nothing, keeps every order and limit, and comes to rest',
    async () => {
      const { code, output } = await chaos(['--seconds', '10', '--seed', '1']);
      if (code !== 0) throw new Error(`ended with ${code}:\n${output}`);
      const counts = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as Counts;
      expect(counts).toMatchObject({ lost: 0, doubled: 0, outOfOrder: 0, overLimit: 0, stuck: 0 });
      expect(counts.kills).toBeGreaterThanOrEqual(4);
      expect(counts.acknowledged).toBeGreaterThan(0);
    },
    withinMs,
  );
});
