import type { Contact } from '../domain/contact';
import type { Titles } from '../domain/languages';
import type { OperatorStatus } from '../domain/operator';
import type { Queue } from '../domain/queue';

/** An active operator of the queue with room, who has not declined the chat (domain 3.3). */
export interface FreeOperator {
  id: string;
  name: string;
  /** Chats in work and offers. */
  load: number;
  lastTookAt: Date;
}

/** Any user, whether he is in a queue or not. */
export interface RoutableUser extends FreeOperator {
  status: OperatorStatus;
  queueIds: string[];
  /** Whether he could take this very chat now: he is active, has room, and has not declined it. */
  isFree: boolean;
}

/** What a rule knows of the client. */
export type RoutableContact = Pick<Contact, 'id' | 'name' | 'firstName' | 'lastName' | 'identities'>;

/** A chat that waits for an operator, and the ways to look somebody up for it. Nothing is read before it is asked for. */
export interface RoutingRequest {
  chat: { id: string; number: number; channelId: string; contactId: string; language: string };
  queue: Queue;
  /** Least loaded first, between equals the one who has gone longest without a new chat; read a page at a time, so take no more than needed. */
  freeOperators: AsyncIterable<FreeOperator>;
  /** Users by their ids, also of no queue; in the order of the ids, without those whom there are not. */
  findUsers(ids: readonly string[]): Promise<RoutableUser[]>;
  /** A user by the name that he signs in with; null where there is none. */
  findUserByLogin(login: string): Promise<RoutableUser | null>;
  /** The client; null when he has just been merged or erased. */
  findContact(): Promise<RoutableContact | null>;
}

/** The choice of a rule whose chats are shown to all of the queue who have room, now or later (domain 3.2). */
export const everyone = 'everyone';

/**
 * A routing rule (domain 11): one file with one object of this shape, registered by one line in `routing/registry.ts`.
 * It only chooses; claiming, limits, timeouts and races are dealt with around it. It may be asked again at any moment
 * and must not remember anything.
 */
export interface RoutingRule {
  /** What queues name it by: a capital letter, then letters and digits. */
  code: string;
  title: Titles;
  /**
   * Ids of those who get the chat, in the queue or not: one is an exclusive offer with the accept timeout (3.3, 3.4), several are
   * shown it together. `everyone` shows it to all of the queue with room. Whoever of them is inactive or full gets it as soon as he is
   * not. Nobody leaves it waiting until somebody of the queue, or one of those looked up, gains room.
   */
  getOperatorIds(request: RoutingRequest): Promise<string[] | typeof everyone>;
}
