import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createLane } from '../../../distribution/lane';
import type { Chat } from '../../../domain/chat';
import type { ThreadControl } from '../../../domain/inbound';
import { createService } from '../../../messaging/service';
import { ApiClient } from '../../support/api-client';
import { createUser, createWebchatChannel, setSetting } from '../../support/builders';
import { eventually } from '../../support/eventually';
import type { Parley } from '../../support/parley';
import { restWithinMs, unrestIn } from '../at-rest';
import { type Books, readBooks } from '../books';
import { brokenBetween, overTime } from '../changes';
import { type Command, operatorNames, queueNames, type Scene, type Target } from '../commands';
import { always, brokenIn } from '../invariants';
import type { Answer, Cast, Deed, World } from '../world';
import { answerOf, wrongViews } from './views';

/** Between two looks while something is under way. */
const lookAgainMs = 40;
/** An offer that stands longer than this is not waited for. */
const waitedForMs = 4_000;

/** A running Parley: commands go through its HTTP interface, by turns to each of its API processes. */
export class ServiceWorld implements World {
  #turn = 0;
  #written = 0;
  #last: Books | null = null;
  /** The highest limit since the step began: what was decided under it may be written a moment after it was lowered. */
  #limit = 0;
  readonly #oneLook = createLane();
  readonly #broken: string[] = [];

  private constructor(
    private readonly parley: Parley,
    private readonly bases: string[],
    readonly cast: Cast,
    private readonly operators: ApiClient[],
  ) {}

  /** People, queues and channels of its own; the settings are those of the whole Parley, so it has one world at a time. */
  static async open(parley: Parley, bases: string[], scene: Scene): Promise<ServiceWorld> {
    const { limit, acceptMinutes, queues, active } = scene;
    await setSetting(parley, 'SimultaneousChats', limit);
    await setSetting(parley, 'OmniChatOperatorAcceptChatTimeout', acceptMinutes);
    const operators = await Promise.all(operatorNames.map((name) => createUser(parley, { name })));
    const made = queues.map(async ({ rule, operators: members }, index) => {
      const { id } = await parley.admin.ok<{ id: string }>('POST', '/api/queues', {
        name: queueNames[index],
        routingRule: rule,
        operators: members.map((member) => ({ userId: operators[member]?.userId })),
      });
      return { id, channelId: (await createWebchatChannel(parley, id)).id };
    });
    const cast = { operatorIds: operators.map(({ userId }) => userId), queues: await Promise.all(made) };
    for (const index of active) await operators[index]?.setStatus('active');
    return new ServiceWorld(parley, bases, cast, operators);
  }

  /** Leaves nobody active, so that the next world has Parley to itself. */
  async close(): Promise<void> {
    for (const operator of this.operators) await operator.setStatus('inactive');
  }

  /** Reads the books, and compares them with what was read last. */
  books(): Promise<Books> {
    return this.#oneLook(async () => {
      const { operatorIds } = this.cast;
      const only = { queueIds: this.cast.queues.map(({ id }) => id), operatorIds, castIds: operatorIds };
      const books = await readBooks(this.parley.storage, only);
      this.#limit = Math.max(this.#limit, books.limit);
      const before = { ...(this.#last ?? books), limit: this.#limit };
      this.#broken.push(...brokenIn(books, always), ...brokenBetween(before, books, overTime));
      this.#last = books;
      return books;
    });
  }

  seenBroken(): string[] {
    return [...new Set(this.#broken)];
  }

  /** Looks at the books all the while. */
  async perform(deeds: Deed[]): Promise<Answer[]> {
    this.#limit = 0;
    let isDone = false;
    const doing = Promise.all(deeds.map((deed) => this.#attempt(deed))).finally(() => {
      isDone = true;
    });
    while (!isDone) {
      await this.books();
      await Promise.race([doing, pause(lookAgainMs)]);
    }
    return doing;
  }

  async rest(): Promise<Books> {
    let books = await this.books();
    let unrest: string[] = [];
    const isAtRest = async () => {
      books = await this.books();
      unrest = await this.#unrestIn(books);
      return unrest.length === 0;
    };
    await eventually('all is at rest', isAtRest, restWithinMs).catch((error: Error) =>
      this.#broken.push(...unrest, error.message),
    );
    return books;
  }

  /** What is still under way, in words. */
  async #unrestIn(books: Books): Promise<string[]> {
    const missing = this.#written - books.chats.length;
    if (missing > 0) return [`${missing} clients wrote and have no chat`];
    const unrest = await unrestIn(this.parley.storage, books);
    if (unrest.length > 0) return unrest;
    return (await Promise.all(this.operators.map((operator) => wrongViews(operator, books)))).flat();
  }

  /** What Parley fails to answer is broken. */
  async #attempt(deed: Deed): Promise<Answer> {
    try {
      return await this.#do(deed);
    } catch (error) {
      const cause = error instanceof Error && error.cause !== undefined ? `, caused by ${error.cause}` : '';
      this.#broken.push(`${error}${cause}`);
      return null;
    }
  }

  async #do({ command, chat }: Deed): Promise<Answer> {
    switch (command.kind) {
      case 'client_writes':
        return this.#clientWrites(command.queue);
      case 'accepts':
        return answerOf(await this.#operator(command.operator).accept(chat?.id ?? ''));
      case 'declines':
        return answerOf(await this.#operator(command.operator).decline(chat?.id ?? ''));
      case 'closes':
        return answerOf(await this.#operator(command.operator).close(chat?.id ?? ''));
      case 'tries_to':
        return answerOf(await this.#operator(command.operator)[command.what](chat?.id ?? ''));
      case 'administrator_closes':
        return answerOf(await this.#by(this.parley.admin).close(chat?.id ?? ''));
      case 'gives':
        return this.#give(this.#operator(command.operator), chat, command.to);
      case 'administrator_gives':
        return this.#give(this.#by(this.parley.admin), chat, command.to);
      case 'thread':
        return this.#setThread(chat, command.control);
      case 'sets_status': {
        const { operator, status, by } = command;
        const path = `/api/operators/${this.cast.operatorIds[operator]}/status`;
        if (by === 'self') await this.#operator(operator).setStatus(status);
        else await this.#by(this.parley.admin).ok('PUT', path, { status });
        return null;
      }
      case 'offer_lapses':
        return this.#passDeadline();
      default:
        return this.#administer(command);
    }
  }

  async #clientWrites(queue: number): Promise<Answer> {
    const { channelId } = this.#queue(queue);
    const base = this.#base();
    const path = `/webhooks/webchat/${channelId}`;
    const client = new ApiClient(base);
    const arrived = await client.call<{ visitorToken: string }>('POST', `${path}/visitors`, {});
    if (arrived.status !== 201) return answerOf(arrived);
    const { visitorToken } = arrived.body;
    const reply = await client.call('POST', `${path}/receive`, {
      visitorToken,
      messageId: randomUUID(),
      text: 'Hello',
    });
    if (reply.status === 200) this.#written += 1;
    return answerOf(reply);
  }

  async #give(by: ApiClient, chat: Chat | null, to: Target): Promise<Answer> {
    const target =
      'operator' in to ? { operatorId: this.cast.operatorIds[to.operator] } : { queueId: this.#queue(to.queue).id };
    return answerOf(await by.call('POST', `/api/chats/${chat?.id}/transfer`, target));
  }

  async #setThread(chat: Chat | null, control: ThreadControl): Promise<Answer> {
    if (chat === null) return null;
    this.#turn += 1;
    await createService(this.parley.deps).bots.note(chat, { control, at: new Date(this.#turn) });
    return null;
  }

  /** Until the offers whose deadlines are near have been decided. */
  async #passDeadline(): Promise<null> {
    const isNear = ({ expiresAt }: { expiresAt: Date }) => expiresAt.getTime() - Date.now() < waitedForMs;
    const near = (await this.books()).chats.flatMap(({ offer }) => offer ?? []).filter(isNear);
    await eventually('the deadline was acted on', async () => {
      const { chats } = await this.books();
      return !chats.some(({ offer }) => near.some(({ id }) => id === offer?.id));
    });
    return null;
  }

  async #administer(command: Command): Promise<null> {
    const admin = this.#by(this.parley.admin);
    switch (command.kind) {
      case 'limit':
        await admin.ok('PUT', '/api/settings/SimultaneousChats', { value: command.limit });
        break;
      case 'accept_timeout':
        await admin.ok('PUT', '/api/settings/OmniChatOperatorAcceptChatTimeout', { value: command.minutes });
        break;
      case 'members': {
        const operators = command.operators.map((index) => ({ userId: this.cast.operatorIds[index] }));
        await admin.ok('PATCH', `/api/queues/${this.#queue(command.queue).id}`, { operators });
        break;
      }
      case 'rule':
        await admin.ok('PATCH', `/api/queues/${this.#queue(command.queue).id}`, { routingRule: command.rule });
        break;
      case 'channel':
        await admin.ok('PATCH', `/api/channels/${this.#queue(command.queue).channelId}`, { active: command.active });
        break;
    }
    return null;
  }

  #queue(index: number): Cast['queues'][number] {
    const queue = this.cast.queues[index];
    if (queue === undefined) throw new Error(`there is no queue ${index}`);
    return queue;
  }

  #operator(index: number): ApiClient {
    const operator = this.operators[index];
    if (operator === undefined) throw new Error(`there is no operator ${index}`);
    return this.#by(operator);
  }

  #by({ token, userId }: ApiClient): ApiClient {
    return new ApiClient(this.#base(), token, userId);
  }

  /** Each in turn. */
  #base(): string {
    this.#turn += 1;
    return this.bases[this.#turn % this.bases.length] ?? this.parley.base;
  }
}
