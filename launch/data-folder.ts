import { join, resolve } from 'node:path';

/** Where what lies in the data folder. */
export interface DataFolder {
  root: string;
  lock: string;
  mongodb: string;
  temporal: string;
  logs: string;
  mongodPid: string;
  temporalPid: string;
  ports: string;
  /** Where the running copy is to be found; there only while it runs. */
  addresses: string;
}

export function dataFolder(dataDir: string): DataFolder {
  const root = resolve(dataDir);
  return {
    root,
    lock: join(root, 'lock'),
    mongodb: join(root, 'mongodb'),
    temporal: join(root, 'temporal'),
    logs: join(root, 'logs'),
    mongodPid: join(root, 'run', 'mongod.json'),
    temporalPid: join(root, 'run', 'temporal.json'),
    ports: join(root, 'run', 'ports.json'),
    addresses: join(root, 'run', 'addresses.json'),
  };
}
