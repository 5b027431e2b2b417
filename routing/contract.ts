import type { Queue } from '../domain/queue';

/** An active operator of the queue with room, who has not declined the chat (domain 3.3). */
export interface FreeOperator {
  id: string;
  name: string;
  /** Chats in work and offers. */
  load: number;
  lastTookAt: Date;
}

export interface RoutingRequest {
  chat: { id: string; number: number; channelId: string; contactId: string; language: string };
  queue: Queue;
  /** Least loaded first, between equals the one who has gone longest without a new chat; read a page at a time, so take no more than needed. */
  freeOperators: AsyncIterable<FreeOperator>;
}

/** The choice of a rule whose chats are shown to all of the queue who have room, now or later (domain 3.2). */
export const everyone = 'everyone';

/**
 * A routing rule (domain 11): one file with one object of this shape, registered by one line in `routing/registry.ts`.
 * It only chooses; claiming, limits, timeouts and races are dealt with around it. It may be asked again at any moment
 * and must not remember anything.
 */
export interface RoutingRule {
  code: string;
  title: string;
  /**
   * Ids of the operators to offer the chat to: one is an exclusive offer with the accept timeout (3.3, 3.4), several are
   * shown it together, none leaves it waiting until somebody gains room. `everyone` shows it to all with room.
   */
  getOperatorIds(request: RoutingRequest): Promise<string[] | typeof everyone>;
}
