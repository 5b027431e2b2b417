import type { Message, Update, User, UserFromGetMe } from 'grammy/types';
import { Changes } from '../changes';
import type { StandInClock } from '../stand-in-clock';
import { AllowedUpdates, type UpdateKind } from './allowed-updates';
import type { ApiCall, ReceivedFile } from './api-call';
import type { Conversation } from './conversation';
import { FaultPlan } from './faults';
import { FileStore } from './file-store';
import { RateLimits } from './rate-limits';
import { UpdatePolling } from './update-polling';
import { UpdateQueue } from './update-queue';

/** A message that our side sent or changed, with its effect done; chat actions and refused calls are not here. */
export interface SentCall {
  method: string;
  params: Record<string, unknown>;
  files: ReceivedFile[];
  chatId: number;
  messageId: number;
  message: Message;
  at: Date;
}

/** Any call that reached the bot's token, whatever came of it. */
export interface CallRecord {
  method: string;
  params: Record<string, unknown>;
  at: Date;
  /** The HTTP status answered; 0 when the connection was dropped; absent while there is no answer. */
  status?: number;
}

export interface Webhook {
  url: string;
  maxConnections: number;
  ipAddress: string;
}

export interface ServerSwitches {
  rateLimits: boolean;
  pollingBrakes: boolean;
  clock: StandInClock;
}

/** Everything that the server knows about one bot. */
export class BotCore {
  readonly conversations = new Map<number, Conversation>();
  readonly files = new FileStore();
  readonly queue = new UpdateQueue();
  readonly allowed = new AllowedUpdates();
  readonly changes = new Changes();
  readonly faults = new FaultPlan();
  readonly sent: SentCall[] = [];
  readonly calls: CallRecord[] = [];
  readonly polling: UpdatePolling;
  readonly rateLimits: RateLimits | undefined;
  readonly clock: StandInClock;
  webhook: Webhook | undefined;
  isRevoked = false;

  constructor(
    readonly token: string,
    readonly me: UserFromGetMe,
    switches: ServerSwitches,
  ) {
    const { queue, allowed, changes } = this;
    this.clock = switches.clock;
    this.polling = new UpdatePolling({ queue, allowed, changes, brakes: switches.pollingBrakes });
    this.rateLimits = switches.rateLimits ? new RateLimits() : undefined;
  }

  /** The bot as the sender of a message. */
  get user(): User {
    const { id, is_bot, first_name, username } = this.me;
    return { id, is_bot, first_name, username };
  }

  /** Makes an update when the bot wants this kind; its id is 0 when it doesn't, and nothing is delivered. */
  emit<K extends UpdateKind, C extends NonNullable<Update[K]>>(
    kind: K,
    content: C,
  ): { update_id: number } & Record<K, C> {
    const parts = { [kind]: content } as Record<K, C>;
    const { update_id } = this.allowed.allows(kind) ? this.queue.push(parts) : { update_id: 0 };
    this.polling.wake();
    return { update_id, ...parts };
  }

  activateWebhook(webhook: Webhook): void {
    this.webhook = webhook;
    this.polling.endByConflict('terminated by setWebhook request');
  }

  /** From now on every call is answered 401; the open poll ends with what is there, as the real server ends it. */
  revoke(): void {
    this.isRevoked = true;
    this.polling.endWithWhatIsThere();
  }

  noteCall(call: ApiCall): CallRecord {
    const record = { method: call.method, params: call.params, at: new Date() };
    this.calls.push(record);
    this.changes.happened();
    return record;
  }

  noteSent(call: ApiCall, message: Message): void {
    const { method, params, files } = call;
    const { message_id: messageId, chat } = message;
    this.sent.push({ method, params, files, chatId: chat.id, messageId, message, at: new Date() });
    this.changes.happened();
  }
}
