export const operatorStatuses = ['active', 'inactive'] as const;
export type OperatorStatus = (typeof operatorStatuses)[number];

/** Why he has the status: he set it, or an administrator; inactive also by a missed offer, or because he is gone (domain 13.2). */
export const operatorStatusReasons = [
  'self',
  'missed_offer',
  'administrator',
  'signed_out',
  'connection_lost',
] as const;
export type OperatorStatusReason = (typeof operatorStatusReasons)[number];

/** A place that a chat occupies with an operator: an offer or a chat in work. */
export interface Place {
  chatId: string;
  offerId: string;
  state: 'offered' | 'active';
  since: Date;
}

/** A user in at least one queue, with his status and the chats that he has (domain 1.5). */
export interface Operator {
  id: string;
  name: string;
  status: OperatorStatus;
  reason: OperatorStatusReason;
  changedAt: Date;
  queueIds: string[];
  places: Place[];
  /** The number of places: chats in work and offers (domain 3.3). */
  load: number;
  /** When he last took a new chat; the longest ago goes first between equals (domain 3.3). */
  lastTookAt: Date;
  /** Counts how often his status was set: a decline holds until the next time (domain 3.7). */
  statusRevision: number;
}

/** What marks on a chat that this operator declined it; void as soon as his status is set again (domain 3.7). */
export function declineMark(operator: Pick<Operator, 'id' | 'statusRevision'>): string {
  return `${operator.id}:${operator.statusRevision}`;
}
