import { setTimeout as delay } from 'node:timers/promises';
import type { Changes } from '../changes';
import type { AllowedUpdates } from './allowed-updates';
import type { ApiCall } from './api-call';
import { type ApiError, conflict } from './api-error';
import { PollingBrakes } from './polling-brakes';
import type { QueuedUpdate, UpdateQueue } from './update-queue';

export interface PollRequest {
  offset: number;
  limit: number;
  /** In seconds, as asked for: 50 at most. */
  timeout: number;
}

export interface GetUpdatesCall extends PollRequest {
  at: Date;
  allowed_updates?: unknown;
}

interface Poller extends PollRequest {
  answer: (updates: QueuedUpdate[]) => void;
  refuse: (error: ApiError) => void;
}

interface PollingParts {
  queue: UpdateQueue;
  allowed: AllowedUpdates;
  changes: Changes;
  brakes: boolean;
}

const longestTimeoutSeconds = 50;

/** One bot's `getUpdates`: at most one long poll is open; a newer one ends it. */
export class UpdatePolling {
  readonly log: GetUpdatesCall[] = [];
  private readonly brakes: PollingBrakes | undefined;
  private open: Poller | undefined;
  private isWaking = false;

  constructor(private readonly parts: PollingParts) {
    this.brakes = parts.brakes ? new PollingBrakes() : undefined;
  }

  get openPollers(): number {
    return this.open ? 1 : 0;
  }

  async getUpdates(call: ApiCall, onGone: (listener: () => void) => void): Promise<QueuedUpdate[]> {
    const asked = this.note(call);
    const request = this.brakes?.slowed(asked) ?? asked;
    const updates = this.parts.queue.read(request.offset, request.limit);
    this.parts.changes.happened();
    if (updates.length > 0 || request.timeout === 0) return updates;
    this.endByConflict('terminated by other getUpdates request; make sure that only one bot instance is running');
    return this.waitForUpdates(request, onGone);
  }

  /** Several updates in a row wake the poller once, as the real server gathers for a millisecond. */
  wake(): void {
    if (!this.open || this.isWaking) return;
    this.isWaking = true;
    setImmediate(() => {
      this.isWaking = false;
      this.endWithWhatIsThere();
    });
  }

  endWithWhatIsThere(): void {
    const { open } = this;
    if (open) open.answer(this.parts.queue.read(open.offset, open.limit));
  }

  endByConflict(reason: string): void {
    const { open } = this;
    if (!open) return;
    this.open = undefined;
    void this.refusal(reason).then(open.refuse);
  }

  async refusal(reason: string): Promise<ApiError> {
    const delayMs = this.brakes?.conflictDelayMs() ?? 0;
    if (delayMs > 0) await delay(delayMs, undefined, { ref: false });
    return conflict(reason);
  }

  private note(call: ApiCall): PollRequest {
    const request = {
      offset: call.integer('offset'),
      limit: call.integer('limit', { fallback: 100, min: 1, max: 100 }),
      timeout: call.integer('timeout', { min: 0, max: longestTimeoutSeconds }),
    };
    this.log.push({ at: new Date(), ...call.params, ...request });
    this.parts.allowed.takeFrom(call);
    return request;
  }

  private waitForUpdates(request: PollRequest, onGone: (listener: () => void) => void): Promise<QueuedUpdate[]> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => poller.answer([]), request.timeout * 1000);
      const end = () => {
        clearTimeout(timer);
        if (this.open === poller) this.open = undefined;
        this.parts.changes.happened();
      };
      const poller: Poller = {
        ...request,
        answer: (updates) => {
          end();
          resolve(updates);
        },
        refuse: (error) => {
          end();
          reject(error);
        },
      };
      this.open = poller;
      onGone(() => poller.answer([]));
      this.parts.changes.happened();
    });
  }
}
