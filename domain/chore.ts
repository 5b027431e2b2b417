import type { ChatSnapshot } from './chat';

/** What has to follow from a change once it is committed. Every chore may be done twice. */
export type Chore =
  /** Tells a chat's workflow what others did to its chat; it takes over what is newer than what it knows. */
  | { kind: 'chat_changed'; workflowId: string; snapshot: ChatSnapshot }
  /** Gives waiting chats to an operator who gained room, the oldest first (domain 3.5). */
  | { kind: 'fill_operator'; operatorId: string }
  /** The same for all active operators: the limit was raised. */
  | { kind: 'fill_everyone' }
  /** Has claims that are under way decided anew, and chats that are shown looked at: the limit was lowered. */
  | { kind: 'recheck_claims' }
  /** An operator can take no more, or has left queues: asks the rules again about chats that nobody whom they are shown to can take (domain 11). */
  | { kind: 'recheck_shown'; operatorId: string; leftQueueIds?: string[] }
  /** Asks the rule of a waiting chat again, which had given no answer; void as soon as the chat has changed. */
  | { kind: 'ask_again'; chatId: string; revision: number }
  /** Brings the operators' lists of queues in line with the queue's operators (domain 1.4). */
  | { kind: 'sync_queue_members'; queueId: string }
  /** Brings one user's list of queues in line with his roles. */
  | { kind: 'sync_user'; userId: string }
  /** Lets every waiting chat of a queue be routed anew: its rule changed. */
  | { kind: 'reroute_queue'; queueId: string }
  /** Lets every waiting chat of a channel be routed: it takes part again. */
  | { kind: 'reroute_channel'; channelId: string }
  /** Has a chat action's process started, through its chat (domain 5.1). */
  | { kind: 'start_process'; runId: string }
  /** Starts, restarts or ends the polling of a channel after its row changed. */
  | { kind: 'poll_channel'; channelId: string };

/** What takes so long that nothing else may wait for it: such work has a line of its own. It may be done twice as well. */
export type SlowChore =
  /** Makes the picture by which a file is shown that browsers can't show (domain 2.5). */
  { kind: 'make_preview'; messageId: string; attachmentId: string; fileId: string };

/** The id of the chore that asks a waiting chat's rule again: whether it is there can be looked up. */
export function askingId({ chatId, revision }: { chatId: string; revision: number }): string {
  return `ask_again:${chatId}:${revision}`;
}
