import { pause } from '../chaos/pause';
import type { Random } from '../chaos/random';
import type { ApiChat, ApiClient } from './api-client';

/** What an answer may be while workers come and go: done, no longer possible, or not known yet. */
const expected = [200, 409, 503];

/** An operator who acts at every look: takes, declines or lets lapse what is offered, completes what he has, and comes back when parked. */
export class BusyOperator {
  /** Answers that nobody should get. */
  readonly surprises: string[] = [];
  /** He takes all that he can and completes it. */
  clearingUp = false;
  private readonly busyWith = new Set<string>();
  private readonly ignored = new Set<string>();

  constructor(
    private readonly user: ApiClient,
    private readonly random: Random,
  ) {}

  /** Ends with the signal, when all that he asked for is answered. */
  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.lookAround();
      await pause(this.random.between(50, 200), signal);
    }
    while (this.busyWith.size > 0) await pause(50, new AbortController().signal);
  }

  private async lookAround(): Promise<void> {
    const { user, random } = this;
    const { status } = await user.status();
    if (status === 'inactive' && (this.clearingUp || random.chance(0.2))) await user.setStatus('active');
    const { offered, available, active } = await user.mine();
    for (const chat of offered) this.decide(chat);
    for (const chat of available) if (this.wants(0.5)) this.ask(chat, () => user.accept(chat.id));
    for (const chat of active) if (this.wants(0.4)) this.ask(chat, () => user.close(chat.id));
  }

  private decide(chat: ApiChat): void {
    const offerId = chat.offer?.id ?? '';
    const lot = this.clearingUp ? 1 : this.random.between(0, 1);
    if (this.ignored.has(offerId) && !this.clearingUp) return;
    if (lot < 0.15) this.ignored.add(offerId);
    else if (lot < 0.3) this.ask(chat, () => this.user.decline(chat.id));
    else if (lot > 0.6) this.ask(chat, () => this.user.accept(chat.id));
  }

  private wants(probability: number): boolean {
    return this.clearingUp || this.random.chance(probability);
  }

  /** One request at a time for a chat; nothing waits for its answer. */
  private ask({ id }: ApiChat, request: () => Promise<{ status: number; body: unknown }>): void {
    if (this.busyWith.has(id)) return;
    this.busyWith.add(id);
    request()
      .then(({ status, body }) => {
        if (!expected.includes(status)) this.surprises.push(`${status} ${JSON.stringify(body)}`);
      })
      .catch((error: Error) => void this.surprises.push(error.message))
      .finally(() => this.busyWith.delete(id));
  }
}
