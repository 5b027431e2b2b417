import { setTimeout as delay } from 'node:timers/promises';
import type { QueuedUpdate } from './update-queue';

export interface ForeignPollerOptions {
  /** Whether it confirms what it got, and so takes the updates away from us. */
  confirms?: boolean;
  /** How long it waits after a refusal before it polls again. */
  retryMs?: number;
}

interface Answer {
  ok: boolean;
  result?: QueuedUpdate[];
}

/** A rival program with the same token. */
export class ForeignPoller {
  readonly updates: QueuedUpdate[] = [];
  /** How often it was refused, as a rule because we polled after it. */
  refusals = 0;
  private readonly aborter = new AbortController();
  private readonly running: Promise<void>;

  constructor(
    private readonly url: string,
    private readonly options: Required<ForeignPollerOptions>,
  ) {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.aborter.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    let offset = 0;
    while (!this.aborter.signal.aborted) {
      const answer = await this.poll(offset);
      if (this.aborter.signal.aborted) return;
      if (!answer.ok) {
        this.refusals += 1;
        await delay(this.options.retryMs, undefined, { signal: this.aborter.signal }).catch(() => {});
        continue;
      }
      const fresh = (answer.result ?? []).filter(({ update_id }) => update_id >= offset);
      this.updates.push(...fresh);
      const last = fresh.at(-1);
      if (last && this.options.confirms) offset = last.update_id + 1;
      if (last && !this.options.confirms) await delay(this.options.retryMs);
    }
  }

  private async poll(offset: number): Promise<Answer> {
    try {
      const response = await fetch(`${this.url}?timeout=50&offset=${offset}`, { signal: this.aborter.signal });
      return (await response.json()) as Answer;
    } catch {
      return { ok: false };
    }
  }
}
