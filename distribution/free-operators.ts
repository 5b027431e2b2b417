import type { Chat } from '../domain/chat';
import type { Operator } from '../domain/operator';
import { type Candidates, namedCandidates } from '../domain/routing-log';
import { hasDeclined } from '../domain/verdicts';
import type { FreeOperator } from '../routing/contract';
import type { Tx } from '../storage/database';
import type { DistributionStorage } from './ports';

/** The free operators of a chat's queue as a rule sees them, read as far as the rule or the routing log look. */
export class FreeOperators implements AsyncIterable<FreeOperator> {
  readonly #seen: Operator[] = [];
  readonly #source: AsyncGenerator<Operator>;

  constructor(
    private readonly storage: DistributionStorage,
    private readonly of: { chat: Chat; limit: number; tx: Tx },
  ) {
    this.#source = storage.operators.free({ queueId: of.chat.queueId, limit: of.limit, tx: of.tx });
  }

  async *[Symbol.asyncIterator](): AsyncIterator<FreeOperator> {
    for (let index = 0; ; index += 1) {
      const operator = await this.#at(index);
      if (operator === null) return;
      yield operator;
    }
  }

  /** The operator of that id, if he is among the free ones. */
  async find(id: string): Promise<Operator | null> {
    for (let index = 0; ; index += 1) {
      const operator = await this.#at(index);
      if (operator === null || operator.id === id) return operator;
    }
  }

  /** Who could have been chosen, for the routing log (domain 3.8). */
  async candidates(chosenId: string | null): Promise<Candidates> {
    await this.#at(namedCandidates);
    const few = this.#seen.length <= namedCandidates;
    const named = this.#seen.filter((operator, index) => index < namedCandidates || operator.id === chosenId);
    return {
      total: few
        ? this.#seen.length
        : await this.storage.operators.countFree({ ...this.of, queueId: this.of.chat.queueId }),
      limit: this.of.limit,
      operators: named.map(({ id, name, load }) => ({ id, name, load })),
    };
  }

  async #at(index: number): Promise<Operator | null> {
    while (this.#seen.length <= index) {
      const next = await this.#source.next();
      if (next.done) return null;
      if (!hasDeclined(next.value, this.of.chat)) this.#seen.push(next.value);
    }
    return this.#seen[index] ?? null;
  }
}
