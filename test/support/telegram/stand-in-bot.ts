import { randomInt } from 'node:crypto';
import type { BotCore, CallRecord, SentCall } from './bot-core';
import type { ClientOptions } from './client-options';
import { Conversation } from './conversation';
import type { Fault, HeldCall, HoldStage } from './faults';
import { ForeignPoller, type ForeignPollerOptions } from './foreign-poller';
import { photoSizes } from './media-objects';
import { StandInClient } from './stand-in-client';
import type { GetUpdatesCall } from './update-polling';
import type { QueuedUpdate, RawUpdate } from './update-queue';

/** A bot as a test sees it: who writes to it, what it sent, and what goes wrong. */
export class StandInBot {
  private readonly rivals: ForeignPoller[] = [];

  constructor(
    private readonly core: BotCore,
    private readonly rootOf: () => string,
  ) {}

  get token(): string {
    return this.core.token;
  }

  get id(): number {
    return this.core.me.id;
  }

  get username(): string {
    return this.core.me.username;
  }

  /** Messages sent and edited by our side, in the order in which they took effect. */
  get sent(): readonly SentCall[] {
    return this.core.sent;
  }

  /** Every call with this bot's token, refused and dropped ones too. */
  get calls(): readonly CallRecord[] {
    return this.core.calls;
  }

  get getUpdatesCalls(): readonly GetUpdatesCall[] {
    return this.core.polling.log;
  }

  /** 0 or 1: a newer long poll ends the older. */
  get openPollers(): number {
    return this.core.polling.openPollers;
  }

  /** The last offset that the server took: all updates below it are gone. 0 before the first. */
  get confirmedOffset(): number {
    return this.core.queue.confirmedOffset;
  }

  get pendingUpdates(): QueuedUpdate[] {
    return this.core.queue.pending;
  }

  client(options: ClientOptions): StandInClient {
    const { id = randomInt(100_000_000, 7_000_000_000), firstName, lastName, username } = options;
    if (this.core.conversations.has(id)) throw new Error(`There is a client ${id} already`);
    const language_code = options.languageCode ?? 'en';
    const user = { id, is_bot: false, first_name: firstName, last_name: lastName, username, language_code };
    const conversation = new Conversation(user, !options.stranger, () => this.core.clock.now());
    conversation.isBlocked = options.blocked ?? false;
    if (options.photo) {
      const full = this.core.files.add({ kind: 'ProfilePhoto', bytes: options.photo, mediaType: 'image/jpeg' });
      conversation.profilePhotos = [photoSizes(this.core.files, 'ProfilePhoto', full)];
    }
    this.core.conversations.set(id, conversation);
    return new StandInClient(this.core, conversation);
  }

  /**
   * Delivers any payload past the filter of allowed_updates. With an `update_id` of its own it is delivered once even when that id
   * was confirmed before (a repeated or late update); without one it gets the next.
   */
  pushUpdate(update: RawUpdate): QueuedUpdate {
    const queued = this.core.queue.push(update);
    this.core.polling.wake();
    return queued;
  }

  /** One batch, in the given order whatever the ids. */
  pushUpdates(updates: RawUpdate[]): QueuedUpdate[] {
    return updates.map((update) => this.pushUpdate(update));
  }

  /** After a quiet week Telegram goes on with an id drawn at random. */
  jumpUpdateIds(nextId: number): void {
    this.core.queue.jumpTo(nextId);
  }

  /** What Telegram does to updates that nobody fetched for 24 hours. */
  expirePendingUpdates(): void {
    this.core.queue.clear();
  }

  /** What Telegram does an hour after getFile: the path answers 404. */
  expireFilePaths(): void {
    this.core.files.expirePaths();
  }

  /** Waits for so many messages in all, or for the first one that fits. */
  waitForSent(count: number, timeoutMs?: number): Promise<readonly SentCall[]>;
  waitForSent(fits: (sent: SentCall) => boolean, timeoutMs?: number): Promise<SentCall>;
  async waitForSent(
    wanted: number | ((sent: SentCall) => boolean),
    timeoutMs?: number,
  ): Promise<SentCall | readonly SentCall[]> {
    const { sent } = this.core;
    if (typeof wanted === 'number') {
      await this.waitUntil(() => sent.length >= wanted, `${wanted} sent messages`, timeoutMs);
      return sent.slice();
    }
    await this.waitUntil(() => sent.some(wanted), 'a sent message that fits', timeoutMs);
    return sent.find(wanted) as SentCall;
  }

  /** Waits until a long poll is open. */
  waitForPoller(timeoutMs?: number): Promise<void> {
    return this.waitUntil(() => this.openPollers > 0, 'an open long poll', timeoutMs);
  }

  /** Waits until an update is confirmed, so that Telegram won't deliver it again. */
  waitForConfirmed(updateId: number, timeoutMs?: number): Promise<void> {
    return this.waitUntil(() => this.confirmedOffset > updateId, `the confirmation of update ${updateId}`, timeoutMs);
  }

  /** Waits for any state of this bot; looks whenever a call came, took effect or was answered. */
  waitUntil(isMet: () => boolean, what: string, timeoutMs?: number): Promise<void> {
    const state = () =>
      `${what}; sent: ${this.sent.length}, calls: ${this.calls.map(({ method }) => method).join(' ')}`;
    return this.core.changes.until(isMet, state, timeoutMs);
  }

  /**
   * The next calls of a method go wrong. `downloadFile` is a file's download, `*` any call but getUpdates.
   */
  failNext(method: string, fault: Fault, times = 1): void {
    this.core.faults.fail(method, fault, times);
  }

  /** Holds the next call of a method: before it has any effect (`acceptance`), or with its effect done (`answer`, the default). */
  holdNext(method: string, stage: HoldStage = 'answer'): HeldCall {
    return this.core.faults.hold(method, stage);
  }

  clearFaults(): void {
    this.core.faults.clear();
  }

  /** The bot's owner had the token replaced: 401 from now on. */
  revokeToken(): void {
    this.core.revoke();
  }

  /** Another program set a webhook: every getUpdates is refused with 409 until deleteWebhook. */
  setWebhook(url = 'https://example.org/hook'): void {
    this.core.activateWebhook({ url, maxConnections: 40, ipAddress: '203.0.113.1' });
  }

  startForeignPoller({ confirms = true, retryMs = 100 }: ForeignPollerOptions = {}): ForeignPoller {
    const rival = new ForeignPoller(`${this.rootOf()}/bot${this.token}/getUpdates`, { confirms, retryMs });
    this.rivals.push(rival);
    return rival;
  }

  async stopForeignPollers(): Promise<void> {
    await Promise.all(this.rivals.splice(0).map((rival) => rival.stop()));
  }
}
