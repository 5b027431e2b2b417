import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CannotPlay } from './cannot-play';
import type { Options } from './options';

const addresses = z.object({ api: z.url() });
const answerMs = 5_000;

/** What `npm start` leaves in its data folder while it runs. */
function addressIn(dataDir: string): string | undefined {
  try {
    return addresses.parse(JSON.parse(readFileSync(join(dataDir, 'run', 'addresses.json'), 'utf8'))).api;
  } catch {
    return undefined;
  }
}

async function isAlive(base: string): Promise<boolean> {
  try {
    return (await fetch(`${base}/health/live`, { redirect: 'error', signal: AbortSignal.timeout(answerMs) })).ok;
  } catch {
    return false;
  }
}

/** The address of the running API. */
export async function findService({ url, dataDir }: Pick<Options, 'url' | 'dataDir'>): Promise<string> {
  const base = url ?? addressIn(dataDir);
  if (base !== undefined && (await isAlive(base))) return base;
  if (url !== undefined) throw new CannotPlay(`No Parley answers at ${url}.`);
  throw new CannotPlay(
    'Parley does not run here. Start it with `npm start` in another terminal, and run the demo again.\n' +
      'If it runs on another data folder, set DATA_DIR to the same one; if it runs elsewhere, set PARLEY_URL.',
  );
}
