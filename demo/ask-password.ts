import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CannotPlay } from './cannot-play';
import type { Options } from './options';

const nowhere = () => new Writable({ write: (_piece, _encoding, done) => done() });

/** Asks on the terminal, without showing what is typed. */
async function ask(question: string): Promise<string> {
  process.stdout.write(question);
  const lines = createInterface({ input: process.stdin, output: nowhere(), terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('SIGINT', () => reject(new CannotPlay('Nothing was changed.')));
      lines.once('close', () => reject(new CannotPlay('Nothing was changed.')));
      lines.question('').then(resolve, reject);
    });
  } finally {
    lines.close();
    process.stdout.write('\n');
  }
}

/** The administrator's password: given, or typed. Parley itself cannot tell it: it keeps no password that can be read. */
export async function passwordOf({ password, login }: Pick<Options, 'password' | 'login'>): Promise<string> {
  if (password !== undefined) return password;
  if (process.stdin.isTTY && process.stdout.isTTY) return ask(`Password of ${login}: `);
  throw new CannotPlay(
    `The demo needs the password of ${login}: set ADMIN_PASSWORD, or run \`npm run demo -- --password <password>\`.\n` +
      'The first `npm start` printed it as "first account". If it is lost, `npm run reset` deletes all data, and the next\n' +
      '`npm start` makes a new one.',
  );
}
