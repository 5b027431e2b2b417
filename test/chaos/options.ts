import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

export interface ChaosOptions {
  seconds: number;
  seed: number;
  /** Leaves the data and the logs behind. */
  keep: boolean;
}

const defaultSeconds = 60;
const longestSeconds = 24 * 3600;

/** Asked for something that there is not. */
export class WrongOptions extends Error {
  override readonly name = 'WrongOptions';
}

export function readOptions(args: string[]): ChaosOptions {
  const { values } = parse(args);
  return {
    seconds: wholeNumber('--seconds', values.seconds, { most: longestSeconds }) ?? defaultSeconds,
    seed: wholeNumber('--seed', values.seed, { most: 2 ** 31 }) ?? randomInt(100_000),
    keep: values.keep ?? false,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { seconds: { type: 'string' }, seed: { type: 'string' }, keep: { type: 'boolean' } },
    });
  } catch (error) {
    throw new WrongOptions(`${(error as Error).message}\nUsage: npm run chaos -- [--seconds N] [--seed S] [--keep]`);
  }
}

function wholeNumber(name: string, given: string | undefined, { most }: { most: number }): number | undefined {
  if (given === undefined) return undefined;
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new WrongOptions(`${name} must be a whole number from 1 to ${most}.`);
  return value;
}
