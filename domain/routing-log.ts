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
}

/** How many candidates an entry names (domain 3.8). */
export const namedCandidates = 20;
