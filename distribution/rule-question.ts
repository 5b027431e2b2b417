import type { Chat } from '../domain/chat';
import { obstacleOf } from '../domain/obstacle';
import type { Operator } from '../domain/operator';
import type { Queue } from '../domain/queue';
import { hasGivenAway } from '../domain/verdicts';
import type { FreeOperator, RoutableUser, RoutingRequest } from '../routing/contract';
import type { Tx } from '../storage/database';
import type { FreeOperators } from './free-operators';
import { createLane } from './lane';
import type { DistributionStorage } from './ports';
import type { RuleWatch } from './rule-watch';

interface About {
  chat: Chat;
  queue: Queue;
  /** Of the channel. */
  language: string;
  limit: number;
  free: FreeOperators;
  tx: Tx;
}

/**
 * One question to a rule, and what it looks at for its answer. A transaction does one thing at a time, whatever a rule does at once; and
 * a rule that was given up must not read on in a transaction that has ended.
 */
export class RuleQuestion {
  /** Ids of the users, beside the queue's operators, whom the rule has looked at. */
  readonly lookedAt = new Set<string>();
  /** It looked for somebody whom there is not. */
  hasMissed = false;
  #isOver = false;
  readonly #lane = createLane();

  constructor(
    private readonly storage: DistributionStorage,
    private readonly about: About,
    private readonly watch: RuleWatch,
  ) {}

  get request(): RoutingRequest {
    const { chat, queue, language, tx } = this.about;
    const { id, number, channelId, contactId } = chat;
    return {
      chat: { id, number, channelId, contactId, language },
      queue,
      freeOperators: { [Symbol.asyncIterator]: () => this.#freeOperators() },
      findUsers: (ids) => this.#look(() => this.#findUsers(ids)),
      findUserByLogin: (login) => this.#look(() => this.#findUserByLogin(login)),
      findContact: () => this.#look(() => this.storage.contacts.get(contactId, tx)),
    };
  }

  /** Nothing is looked at any more; what still is has come to its end when this resolves. */
  async end(): Promise<void> {
    this.#isOver = true;
    this.watch.end();
    await this.#lane(async () => undefined);
  }

  async *#freeOperators(): AsyncGenerator<FreeOperator> {
    for (let index = 0; ; index += 1) {
      const operator = await this.#look(() => this.about.free.at(index));
      if (operator === null) return;
      yield operator;
    }
  }

  async #findUsers(ids: readonly string[]): Promise<RoutableUser[]> {
    const found = await this.storage.operators.getMany([...ids], this.about.tx);
    const users: RoutableUser[] = [];
    for (const id of ids) {
      const operator = found.get(id);
      if (operator === undefined) this.hasMissed = true;
      else users.push(await this.#routable(operator));
    }
    return users;
  }

  async #findUserByLogin(login: string): Promise<RoutableUser | null> {
    const user = await this.storage.users.byLogin(login, this.about.tx);
    if (user === null) this.hasMissed = true;
    const [found = null] = user === null ? [] : await this.#findUsers([user.id]);
    return found;
  }

  async #routable(operator: Operator): Promise<RoutableUser> {
    this.lookedAt.add(operator.id);
    const { id, name, load, lastTookAt, status, queueIds } = operator;
    return { id, name, load, lastTookAt, status, queueIds, isFree: await this.#isFree(operator) };
  }

  /** Who gave the chat to the queue goes after all others there (domain 3.7). */
  async #isFree(operator: Operator): Promise<boolean> {
    if (obstacleOf(operator, this.about) !== null) return false;
    if (!hasGivenAway(operator, this.about.chat)) return true;
    const first = await this.about.free.at(0);
    return first === null || first.id === operator.id;
  }

  #look<T>(read: () => Promise<T>): Promise<T> {
    return this.watch.during(() => this.#lane(() => (this.#isOver ? Promise.reject(over()) : read())));
  }
}

function over(): Error {
  return new Error('this question to the routing rule is over');
}
