import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where downloaded servers are kept for every copy of the project of this user. */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (env.PARLEY_CACHE_DIR) return resolve(env.PARLEY_CACHE_DIR);
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'parley');
}
