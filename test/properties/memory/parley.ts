import { type Chat, snapshotOf } from '../../../domain/chat';
import type { ThreadControl } from '../../../domain/inbound';
import { refused } from '../../../domain/verdicts';
import type { RoutingRule } from '../../../routing/contract';
import type { StoredChore } from '../../../storage/chores';
import { commit } from '../../../storage/unit-of-work';
import type { Command as ChatCommand } from '../../../workflows/chat/state';
import type { Books } from '../books';
import { brokenBetween, overTime } from '../changes';
import type { Command, Scene, Step, Target } from '../commands';
import { inOneCommit, passedOver } from '../commits';
import { always, brokenIn } from '../invariants';
import { allRules } from '../plug-in';
import type { Answer, Deed, World } from '../world';
import { administer } from './administer';
import { type Bookkeeping, Conversation } from './conversation';
import { type Process, startProcess } from './process';
import { type Commit, Rows } from './rows';
import { booksOf, cast, newChat, setScene } from './scene-rows';
import { createMemoryStorage } from './storage';
import type { Turns } from './turns';

const beganAtMs = Date.UTC(2030, 0, 1);
/** Between two steps. */
const tickMs = 10;
/** When a workflow acts on an offer that nobody took: the grace is over. */
const lapsesAfterMs = 1_000;
/** So late that it is not held against the operator (domain 3.4). */
const downForMs = 11_000;

/**
 * Parley without its servers: the same decisions and the same chores over rows in memory, two processes that share the rows, and
 * conversations instead of workflows. The clock is Jest's and stands still unless a command moves it.
 */
export class MemoryParley implements World {
  readonly cast = cast;
  readonly #rows = new Rows();
  readonly #conversations = new Map<string, Conversation>();
  readonly #processes: Process[];
  readonly #broken: string[] = [];
  /** What was logged of rules that failed. */
  readonly failedRules: object[] = [];
  #mishap: Step['mishap'] = 'none';
  #turn = 0;

  constructor(
    scene: Scene,
    private readonly turns: Turns,
    rules: RoutingRule[] = allRules(() => cast.operatorIds),
  ) {
    jest.setSystemTime(beganAtMs);
    setScene(this.#rows, scene);
    const deps = {
      storage: createMemoryStorage(this.#rows, () => turns.take()),
      rules,
      conversationOf: (chatId: string) => this.#conversations.get(chatId),
      mishap: () => this.#mishap,
      onFailedChore: (seen: object) => void this.#broken.push(`a chore failed: ${Object.values(seen).join()}`),
      onFailedRule: (seen: object) => void this.failedRules.push(seen),
    };
    this.#processes = [startProcess(deps), startProcess(deps)];
    this.#rows.onCommit = (commit) => this.#judge(commit);
  }

  books(): Promise<Books> {
    return Promise.resolve({ ...booksOf(this.#rows.tables()), nowMs: Date.now() });
  }

  seenBroken(): string[] {
    return [...this.#broken, ...this.failedRules.map((seen) => `a rule failed: ${Object.values(seen).join()}`)];
  }

  async perform(deeds: Deed[], mishap: Step['mishap']): Promise<Answer[]> {
    this.#mishap = mishap;
    jest.setSystemTime(Date.now() + tickMs);
    const doing = Promise.all(deeds.map((deed) => this.#do(deed)));
    await this.turns.untilIdle();
    return doing;
  }

  /** The relay does what was left undone, and workflows what is due, until there is nothing of either. */
  async rest(): Promise<Books> {
    this.#mishap = 'none';
    for (let left: StoredChore[] = [], isFirst = true; isFirst || left.length > 0; isFirst = false) {
      for (const conversation of this.#conversations.values()) void conversation.wake();
      void this.#process().perform(left);
      await this.turns.untilIdle();
      left = [...this.#rows.tables().chores.values()].filter(isLeftToRelay);
    }
    for (const { id, revision } of this.#rows.tables().chats.values())
      if (this.#conversations.get(id)?.revision !== revision) this.#broken.push(`nobody told the workflow of ${id}`);
    return this.books();
  }

  /** What reconciliation does now and then for each open chat. */
  async lookAfter(chatId: string): Promise<void> {
    const chat = this.#rows.tables().chats.get(chatId);
    if (chat !== undefined) void this.#process().router.seeTo(chat);
    await this.turns.untilIdle();
  }

  /** As an older process does, which does not know their kinds. */
  async forgetChores(): Promise<void> {
    for (const id of this.#rows.tables().chores.keys()) this.#rows.put(null, 'chores', id, null);
  }

  #judge({ before, after, decision }: Commit): void {
    const [was, is] = [booksOf(before), booksOf(after)];
    this.#broken.push(...brokenIn(is, always));
    if (decision === null) return void this.#broken.push(...brokenBetween(was, is, overTime));
    const grounds = groundsBetween(booksOf(decision.seen), was);
    const made = booksOf(decision.made);
    this.#broken.push(
      ...brokenBetween({ ...was, limit: grounds.atMost.limit }, is, overTime),
      ...brokenBetween(grounds.atMost, made, inOneCommit),
      ...brokenBetween(grounds.atLeast, made, passedOver),
    );
  }

  async #do({ command, chat }: Deed): Promise<Answer> {
    switch (command.kind) {
      case 'client_writes':
        return this.#clientWrites(command.queue);
      case 'accepts_at_the_deadline':
        jest.setSystemTime(Math.max(Date.now(), (chat?.offer?.expiresAt.getTime() ?? 0) + (command.tooLate ? 1 : 0)));
        return this.#ask('accept', command.operator, chat);
      case 'accepts':
        return this.#ask('accept', command.operator, chat);
      case 'declines':
        return this.#ask('decline', command.operator, chat);
      case 'closes':
        return this.#ask('close', command.operator, chat);
      case 'tries_to':
        return this.#ask(command.what, command.operator, chat);
      case 'administrator_closes':
        return this.#ask('close', 0, chat, 'administrator');
      case 'gives':
        return this.#give(command.operator, chat, command.to);
      case 'administrator_gives':
        return this.#give(0, chat, command.to, 'administrator');
      case 'thread':
        return this.#setThread(chat, command.control);
      case 'sets_status':
        await this.#process().desk.setStatus({
          operatorId: operatorId(command.operator),
          status: command.status,
          reason: command.by,
        });
        return null;
      case 'offer_lapses':
        return this.#passDeadline(lapsesAfterMs);
      case 'parley_was_down':
        return this.#passDeadline(downForMs);
      case 'limit':
      case 'accept_timeout':
      case 'members':
      case 'rule':
      case 'channel':
        return this.#administer(command);
    }
  }

  async #clientWrites(queueIndex: number): Promise<Answer> {
    const queue = cast.queues[queueIndex];
    if (queue === undefined || this.#rows.tables().channels.get(queue.channelId)?.active !== true) return 'not_found';
    const chat = newChat({ number: this.#conversations.size + 1, queue });
    const isStepLost = () => this.#mishap === 'step_lost';
    const conversation = new Conversation(snapshotOf(chat), () => this.#bookkeeping(), isStepLost);
    this.#conversations.set(chat.id, conversation);
    this.#rows.put(null, 'chats', chat.id, chat);
    await conversation.wake();
    return 'done';
  }

  async #ask(
    kind: 'accept' | 'decline' | 'close',
    operator: number,
    chat: Chat | null,
    by: 'operator' | 'administrator' = 'operator',
  ): Promise<Answer> {
    this.#turn += 1;
    const asked = { commandId: `command ${this.#turn}`, chatId: chat?.id ?? '', operatorId: operatorId(operator) };
    return this.#command({ ...asked, kind, receivedAtMs: Date.now(), by });
  }

  #give(
    operator: number,
    chat: Chat | null,
    to: Target,
    by: 'operator' | 'administrator' = 'operator',
  ): Promise<Answer> {
    this.#turn += 1;
    return this.#command({
      ...{ kind: 'transfer', commandId: `command ${this.#turn}`, chatId: chat?.id ?? '', by },
      operatorId: operatorId(operator),
      to: 'operator' in to ? { operatorId: operatorId(to.operator) } : { queueId: cast.queues[to.queue]?.id ?? '' },
    });
  }

  async #command(command: ChatCommand): Promise<Answer> {
    const answer = (await this.#conversations.get(command.chatId)?.ask(command)) ?? refused('not_found');
    if (answer.kind === 'done' && this.#mishap !== 'step_lost')
      await this.#process().storage.chores.done(command.commandId);
    return answer.kind === 'done' ? 'done' : answer.code;
  }

  async #setThread(chat: Chat | null, control: ThreadControl): Promise<Answer> {
    if (chat === null) return null;
    this.#turn += 1;
    await this.#process().bots.note(chat, { control, at: new Date(this.#turn) });
    return null;
  }

  #passDeadline(byMs: number): null {
    const offers = [...this.#rows.tables().chats.values()].flatMap(({ offer }) => offer ?? []);
    const nextMs = Math.min(...offers.map(({ expiresAt }) => expiresAt.getTime()));
    jest.setSystemTime(Math.max(Date.now(), nextMs + byMs));
    return null;
  }

  async #administer(command: Command): Promise<null> {
    const { storage, perform } = this.#process();
    const { chores } = await commit(storage, async ({ tx, follow }) => {
      for (const chore of administer(this.#rows, tx, command)) follow(chore);
    });
    await perform(chores);
    return null;
  }

  /** A chat's bookkeeping is done by any worker, and once more when its answer is lost. */
  #bookkeeping(): Bookkeeping {
    const { router, offers, transfer } = this.#process();
    if (this.#mishap !== 'everything_twice') return { ...offers, transfer, routeChat: router.routeChat };
    return {
      routeChat: twice(router.routeChat),
      endOffer: twice(offers.endOffer),
      transfer: twice(transfer),
      accept: twice(offers.accept),
      decline: twice(offers.decline),
      complete: twice(offers.complete),
    };
  }

  /** Each in turn. */
  #process(): Process {
    this.#turn += 1;
    const process = this.#processes[this.#turn % this.#processes.length];
    if (process === undefined) throw new Error('no process runs');
    return process;
  }
}

/** Everything but what is to be done later. */
function isLeftToRelay({ chore, dueAt }: StoredChore): boolean {
  return chore.kind !== 'ask_again' || dueAt.getTime() <= Date.now();
}

function twice<Asked, Got>(call: (asked: Asked) => Promise<Got>): (asked: Asked) => Promise<Got> {
  return async (asked) => {
    await call(asked);
    return call(asked);
  };
}

/**
 * Settings, channels and queues are read beside the transaction: what changed meanwhile may count as changed or not. So there is
 * what can have been given at most, and what must have been given at least.
 */
function groundsBetween(begun: Books, ended: Books): { atMost: Books; atLeast: Books } {
  const queues = begun.queues.filter(({ id, routingRule }) =>
    ended.queues.some((queue) => queue.id === id && queue.routingRule === routingRule),
  );
  const inactive = [begun.inactiveChannelIds, ended.inactiveChannelIds] as const;
  const inBoth = inactive[0].filter((id) => inactive[1].includes(id));
  return {
    atMost: { ...begun, queues, limit: Math.max(begun.limit, ended.limit), inactiveChannelIds: inBoth },
    atLeast: { ...begun, queues, limit: Math.min(begun.limit, ended.limit), inactiveChannelIds: inactive.flat() },
  };
}

const operatorId = (index: number) => cast.operatorIds[index] ?? '';
