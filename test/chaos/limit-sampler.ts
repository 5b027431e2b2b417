import type { OperatorRow } from '../support/unrest';
import { faultsOf } from '../support/watch-places';
import { pause } from './pause';
import type { RowReader } from './rows';

const everyMs = 100;

/** Looks at the operators' places all the time, straight in MongoDB. */
export class LimitSampler {
  samples = 0;
  /** Each time that an operator was seen above the limit, with a chat twice, or inactive with offers, in words. */
  readonly over: string[] = [];

  constructor(private readonly of: { rows: RowReader; limit: number; isUp: () => boolean }) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.of.isUp()) await this.sample();
      await pause(everyMs, signal);
    }
  }

  private async sample(): Promise<void> {
    // Killed in the middle of the look: there is nothing to see.
    const operators = await this.of.rows.operators().catch((): OperatorRow[] => []);
    if (operators.length > 0) this.samples += 1;
    // They are read one after the other: a chat may move meanwhile, so nobody is compared with another.
    for (const operator of operators) this.over.push(...faultsOf(operator, this.of.limit, new Map()));
  }
}
