import type { Config } from '../config';
import { type Copy, mongodbUri, temporalAddress } from './copy';
import type { Ready } from './node-child';

/** Passwords of a database that is not ours are nobody's business on a console. */
function withoutPassword(uri: string | undefined): string | undefined {
  return uri?.replace(/\/\/[^@/]*@/, '//');
}

/** Tells people and programs where everything is, and returns that; the last line is one JSON object. */
export function announce(options: {
  copy: Copy;
  config: Config;
  dataDir: string;
  ready: Ready;
  print: (line: string) => void;
}): Record<string, string | undefined> {
  const { copy, config, dataDir, ready, print } = options;
  const addresses = {
    ...ready.addresses,
    temporalUi: copy.temporal?.current().uiAddress,
    temporalAddress: temporalAddress(copy, config),
    mongodbUri: withoutPassword(mongodbUri(copy, config)),
    dataDir,
  };
  const known = Object.entries(addresses).filter(([, value]) => value !== undefined);
  print('\nParley is ready. Ctrl-C stops it; `npm run reset` deletes its data.');
  for (const [name, value] of known) print(`  ${name.padEnd(16)} ${value}`);
  if (ready.admin)
    print(`  first account    ${ready.admin.login} / ${ready.admin.password}   (the password is shown this once)`);
  print('');
  const processes = {
    api: copy.api?.current().pid,
    worker: copy.worker?.current().pid,
    temporal: copy.temporal?.current().pid,
    mongodb: copy.mongodb?.current().pid,
  };
  print(JSON.stringify({ ...addresses, processes, admin: ready.admin }));
  return addresses;
}
