/** Operators of a queue: a user, or all members of a role, following later changes (domain 1.4). */
export type QueueMember = { userId: string } | { roleId: string };

export interface Queue {
  id: string;
  name: string;
  routingRule: string;
  /** Minutes, fractions allowed; null: never. */
  completionTimeoutMinutes: number | null;
  /** Keeps a chat open while the client's last message is unanswered (domain 4.2). */
  keepOpenWhileUnanswered: boolean;
  operators: QueueMember[];
}
