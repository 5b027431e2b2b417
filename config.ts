import { join } from 'node:path';
import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''));

const environment = z.object({
  /** Port of the API; without it 3000, or the next free one. */
  PORT: z.coerce.number().int().min(0).max(65535).optional(),
  /** Address that the API is bound to. */
  HOST: z.string().default('127.0.0.1'),
  /** MongoDB, a replica set; without it `npm start` runs one of its own. */
  MONGODB_URI: z.string().optional(),
  /** Temporal's frontend, host:port; without it `npm start` runs one of its own. */
  TEMPORAL_ADDRESS: z.string().optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  /** Task queue of the chats' workflows; polling uses the same name with `-polling`. */
  TEMPORAL_TASK_QUEUE: z.string().default('parley'),
  /** Base addresses of the messengers. */
  TELEGRAM_API_ROOT: url.default('https://api.telegram.org'),
  TWILIO_API_ROOT: url.default('https://api.twilio.com'),
  FACEBOOK_GRAPH_ROOT: url.default('https://graph.facebook.com'),
  /** The Facebook app that pages are connected with; without it there is no page login. */
  FACEBOOK_APP_ID: z.string().optional(),
  FACEBOOK_APP_SECRET: z.string().optional(),
  /** What Facebook has to say when it verifies the webhook's address: any word of yours, typed into the app's settings too. */
  FACEBOOK_VERIFY_TOKEN: z.string().optional(),
  /** Password of the first account, login `admin`; without it one is made and printed once. */
  ADMIN_PASSWORD: z.string().min(8, 'at least 8 characters').optional(),
  /** Encrypts channel secrets at rest: 32 bytes in base64; without it one is made and kept in the data folder. */
  SECRETS_KEY: z
    .string()
    .refine((value) => Buffer.from(value, 'base64').length === 32, 'must be 32 bytes in base64')
    .optional(),
  /** Folder of the embedded stores, the made key and the logs. */
  DATA_DIR: z.string().default(join(process.cwd(), '.data')),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Set by `npm start`: creates on an empty database what a newcomer needs to try it. */
  SEED_STARTER: z.stringbool().default(false),
  /** Set by `npm start`: end when the launcher is gone. */
  PARLEY_SUPERVISED: z.stringbool().default(false),
  /** Number of reverse proxies in front whose X-Forwarded-* headers are believed. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).default(0),
});

export interface FacebookConfig {
  graphRoot: string;
  appId: string | undefined;
  appSecret: string | undefined;
  verifyToken: string | undefined;
}

export interface Config {
  port: number | undefined;
  host: string;
  mongodbUri: string | undefined;
  temporalAddress: string | undefined;
  temporalNamespace: string;
  taskQueue: string;
  telegramApiRoot: string;
  twilioApiRoot: string;
  facebook: FacebookConfig;
  adminPassword: string | undefined;
  secretsKey: string | undefined;
  dataDir: string;
  logLevel: string;
  seedStarter: boolean;
  supervised: boolean;
  trustedProxies: number;
}

/** Environment that does not make sense, told by variable. */
export class InvalidConfig extends Error {
  override readonly name = 'InvalidConfig';
}

/** For the first line of a program: says what is wrong with the environment, and ends it. */
export function readConfigOrExit(): Config {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof InvalidConfig)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** Reads and checks every environment variable that Parley knows; an empty one counts as not set. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const read = environment.safeParse(set);
  if (!read.success) {
    const lines = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new InvalidConfig(`These environment variables need another value:\n${lines.join('\n')}`);
  }
  const value = read.data;
  return {
    port: value.PORT,
    host: value.HOST,
    mongodbUri: value.MONGODB_URI,
    temporalAddress: value.TEMPORAL_ADDRESS,
    temporalNamespace: value.TEMPORAL_NAMESPACE,
    taskQueue: value.TEMPORAL_TASK_QUEUE,
    telegramApiRoot: value.TELEGRAM_API_ROOT,
    twilioApiRoot: value.TWILIO_API_ROOT,
    facebook: {
      graphRoot: value.FACEBOOK_GRAPH_ROOT,
      appId: value.FACEBOOK_APP_ID,
      appSecret: value.FACEBOOK_APP_SECRET,
      verifyToken: value.FACEBOOK_VERIFY_TOKEN,
    },
    adminPassword: value.ADMIN_PASSWORD,
    secretsKey: value.SECRETS_KEY,
    dataDir: value.DATA_DIR,
    logLevel: value.LOG_LEVEL,
    seedStarter: value.SEED_STARTER,
    supervised: value.PARLEY_SUPERVISED,
    trustedProxies: value.TRUSTED_PROXIES,
  };
}
