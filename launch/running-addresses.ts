import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Lets programs of the same user find this copy while it runs, such as `npm run demo`. Holds no secret. */
export function writeRunningAddresses(file: string, addresses: Record<string, string | undefined>): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(addresses, null, 2)}\n`);
}

export function removeRunningAddresses(file: string): void {
  rmSync(file, { force: true });
}
