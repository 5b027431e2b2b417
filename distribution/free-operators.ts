import type { Chat } from '../domain/chat';
import type { Operator } from '../domain/operator';
import { type Candidates, namedCandidates } from '../domain/routing-log';
import { hasDeclined, hasGivenAway } from '../domain/verdicts';
import type { FreeOperator } from '../routing/contract';
import type { Tx } from '../storage/database';
import type { DistributionStorage } from './ports';

/**
 * The free operators of a chat's queue as a rule sees them, read as far as the rule or the routing log look. Who gave the chat to the
 * queue is among them when he is the only one (domain 3.7).
 */
export class FreeOperators implements AsyncIterable<FreeOperator> {
  readonly #seen: Operator[] = [];
  readonly #source: AsyncGenerator<Operator>;
  #giver: Operator | null = null;
  #isRead = false;
  #hasDecliners = false;

  constructor(
    private readonly storage: DistributionStorage,
    private readonly of: { chat: Chat; limit: number; tx: Tx },
  ) {
    this.#source = storage.operators.free({ queueId: of.chat.queueId, limit: of.limit, tx: of.tx });
  }

  async *[Symbol.asyncIterator](): AsyncIterator<FreeOperator> {
    for (let index = 0; ; index += 1) {
      const operator = await this.at(index);
      if (operator === null) return;
      yield operator;
    }
  }

  /** Those that have been read already, by their ids. */
  seen(ids: readonly string[]): Operator[] {
    return this.#seen.filter(({ id }) => ids.includes(id));
  }

  /** Whether there are some with room, all of whom have declined the chat. */
  async haveAllDeclined(): Promise<boolean> {
    return (await this.at(0)) === null && this.#hasDecliners;
  }

  /** Who could have been chosen, and always who was, in the queue or not: for the routing log (domain 3.8). */
  async candidates(chosen: readonly Operator[] = []): Promise<Candidates> {
    await this.at(namedCandidates);
    const few = this.#seen.length <= namedCandidates;
    const isChosen = ({ id }: Operator) => chosen.some((one) => one.id === id);
    const named = this.#seen.filter((operator, index) => index < namedCandidates || isChosen(operator));
    const others = chosen.filter(({ id }) => !this.#seen.some((one) => one.id === id));
    const inQueue = few
      ? this.#seen.length
      : await this.storage.operators.countFree({ ...this.of, queueId: this.of.chat.queueId });
    return {
      total: inQueue + others.length,
      limit: this.of.limit,
      operators: [...named, ...others.slice(0, namedCandidates)].map(({ id, name, load }) => ({ id, name, load })),
    };
  }

  async at(index: number): Promise<Operator | null> {
    while (this.#seen.length <= index && !this.#isRead) {
      const next = await this.#source.next();
      if (next.done) this.#end();
      else this.#take(next.value);
    }
    return this.#seen[index] ?? null;
  }

  #take(operator: Operator): void {
    const { chat } = this.of;
    if (hasDeclined(operator, chat)) this.#hasDecliners = true;
    else if (hasGivenAway(operator, chat)) this.#giver = operator;
    else this.#seen.push(operator);
  }

  #end(): void {
    this.#isRead = true;
    if (this.#seen.length === 0 && this.#giver !== null) this.#seen.push(this.#giver);
  }
}
