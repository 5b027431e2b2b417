import { join } from 'node:path';
import { dataFolder } from '../../launch/data-folder';
import { startEmbeddedMongo } from '../../launch/embedded-mongo';
import { startEmbeddedTemporal } from '../../launch/embedded-temporal';
import { freePort } from '../../launch/free-port';
import { startNodeChild } from '../../launch/node-child';
import { REPLICA_SET } from '../../launch/replica-set';
import { facebookApp } from '../support/deliveries';
import { Part, type PartName } from './part';
import type { Timeline } from './timeline';

/** This program is compiled beside what it tests. */
const dist = join(__dirname, '..', '..');
const database = 'parley';
/** Where nobody listens: of the messengers that call us, no stand-in runs here. */
const nobody = 'http://127.0.0.1:9';

export const adminPassword = 'password-of-the-chaos-run';

/** A whole Parley of four processes on free ports of this machine, its data in a folder of its own. */
export interface System {
  parts: Record<PartName, Part>;
  apiBase: string;
  mongodbUri: string;
  /** Of the one mongod, for looking past the driver's patience. */
  mongodbDirectUri: string;
  temporalAddress: string;
  bringUp(): Promise<void>;
  end(): Promise<void>;
  endNow(): void;
}

export async function createSystem(of: {
  dataDir: string;
  telegramRoot: string;
  timeline: Timeline;
  signal: AbortSignal;
}): Promise<System> {
  const { dataDir, timeline, signal } = of;
  const ports = { api: await freePort(), mongodb: await freePort(), temporal: await freePort(), ui: await freePort() };
  const mongodbUri = `mongodb://127.0.0.1:${ports.mongodb}/${database}?replicaSet=${REPLICA_SET}`;
  const temporalAddress = `127.0.0.1:${ports.temporal}`;
  const log = (line: string) => timeline.tell(line);
  // What npm, Jest or a shell have put into the environment is no part of what is tested.
  const { PATH, HOME } = process.env;
  const env = {
    PATH,
    HOME,
    HOST: '127.0.0.1',
    PORT: String(ports.api),
    MONGODB_URI: mongodbUri,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: 'default',
    TELEGRAM_API_ROOT: of.telegramRoot,
    TWILIO_API_ROOT: nobody,
    FACEBOOK_GRAPH_ROOT: nobody,
    FACEBOOK_APP_ID: facebookApp.appId,
    FACEBOOK_APP_SECRET: facebookApp.appSecret,
    FACEBOOK_VERIFY_TOKEN: facebookApp.verifyToken,
    ADMIN_PASSWORD: adminPassword,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'info',
    PARLEY_SUPERVISED: '1',
  };
  const own = (name: string, script: string) => (ending: AbortSignal) =>
    startNodeChild({
      name: `The ${name}`,
      script: join(dist, script),
      env,
      logFile: join(dataFolder(dataDir).logs, `${name}.log`),
      // Warnings are the everyday of this run; they are in the log file.
      warn: () => undefined,
      signal: ending,
    });
  const part = (name: PartName, launch: ConstructorParameters<typeof Part>[1]) =>
    new Part(name, launch, { timeline, signal });
  const parts = {
    mongodb: part('mongodb', (ending) =>
      startEmbeddedMongo({ dataDir, port: ports.mongodb, database, log, signal: ending }),
    ),
    temporal: part('temporal', (ending) =>
      startEmbeddedTemporal({ dataDir, port: ports.temporal, uiPort: ports.ui, log, signal: ending }),
    ),
    worker: part('worker', own('worker', 'worker.js')),
    api: part('api', own('api', join('api', 'server.js'))),
  };

  return {
    parts,
    apiBase: `http://127.0.0.1:${ports.api}`,
    mongodbUri,
    mongodbDirectUri: `mongodb://127.0.0.1:${ports.mongodb}/${database}?directConnection=true`,
    temporalAddress,
    async bringUp() {
      await Promise.all([parts.mongodb.start(), parts.temporal.start()]);
      await Promise.all([parts.worker.start(), parts.api.start()]);
    },
    async end() {
      await Promise.all(Object.values(parts).map((one) => one.end()));
    },
    endNow() {
      for (const one of Object.values(parts)) one.endNow();
    },
  };
}
