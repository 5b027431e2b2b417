import type { Obstacle } from './obstacle';

/** What happened to a chat on its way to an operator (domain 3.8). */
export const routingEvents = [
  'waiting',
  'offered',
  'shown',
  'accepted',
  'declined',
  'lapsed',
  'withdrawn',
  'renewed',
  'transferred',
  'given_to_bot',
  'given_to_operators',
  'completed',
] as const;
export type RoutingEvent = (typeof routingEvents)[number];

/** Who was eligible when it was decided: all of few, the first twenty of many, always the chosen one. */
export interface Candidates {
  total: number;
  limit: number;
  operators: Array<{ id: string; name: string; load: number }>;
}

export interface RoutingLogEntry {
  at: Date;
  event: RoutingEvent;
  operatorId: string | null;
  reason: string;
  candidates: Candidates | null;
  /** Code of the rule that decided it, if one did. */
  rule?: string;
  /** Whom the rule named, when the chat is shown to these and nobody else: the first twenty of many. */
  shownTo?: Array<{ id: string; name: string }>;
  /** Whom the rule named, when none of them could take the chat: it waits for them (domain 11). */
  waitsFor?: Awaited[];
}

/** Somebody a chat waits for, and what kept him from taking it. */
export interface Awaited {
  id: string;
  name: string;
  why: Obstacle;
}

/** How many people an entry names (domain 3.8). */
export const namedCandidates = 20;
