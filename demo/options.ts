import { parseArgs } from 'node:util';
import { CannotPlay } from './cannot-play';

export interface Options {
  help: boolean;
  /** Address of the API; without it that of the copy that runs on `dataDir`. */
  url: string | undefined;
  login: string;
  password: string | undefined;
  dataDir: string;
}

export const usage = `Plays a chat against a running Parley: one client, two operators, and an offer that lapses.

  npm run demo                               finds what \`npm start\` runs, asks for the password
  npm run demo -- --password <password>      the password of the account admin
  npm run demo -- --url http://host:3000     another installation than this folder's

  --url        or PARLEY_URL      address of the API
  --password   or ADMIN_PASSWORD  password of an administrator
  --login                         his login, if it is not admin
                  DATA_DIR        data folder of the copy that runs here`;

/** Arguments go before the environment; an empty variable counts as not set. */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      args,
      options: { help: { type: 'boolean' }, url: text, login: text, password: text },
    });
    return {
      help: values.help ?? false,
      url: (values.url || env.PARLEY_URL || undefined)?.replace(/\/+$/, ''),
      login: values.login ?? 'admin',
      password: values.password ?? (env.ADMIN_PASSWORD || undefined),
      dataDir: env.DATA_DIR || '.data',
    };
  } catch (error) {
    throw new CannotPlay(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}
