import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const keyBytes = 32;

/** The key of the secrets: from the environment, or made once and kept in the data folder. */
export async function loadSecretsKey(config: { secretsKey: string | undefined; dataDir: string }): Promise<string> {
  if (config.secretsKey !== undefined) return config.secretsKey;
  const path = join(config.dataDir, 'secrets.key');
  await mkdir(config.dataDir, { recursive: true });
  await makeOnce(path);
  const key = (await readFile(path, 'utf8')).trim();
  if (Buffer.from(key, 'base64').length !== keyBytes) {
    throw new Error(`${path} holds no key of ${keyBytes} bytes in base64. Restore it, or set SECRETS_KEY.`);
  }
  return key;
}

/** A hard link appears whole or not at all, and replaces nobody's: processes that start together agree on one key. */
async function makeOnce(path: string): Promise<void> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
