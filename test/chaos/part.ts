import type { RunningProcess } from '../../launch/server-process';
import { Aborted } from '../../launch/wait';
import { pause } from './pause';
import { secondsOf, type Timeline } from './timeline';

export const partNames = ['api', 'worker', 'temporal', 'mongodb'] as const;
export type PartName = (typeof partNames)[number];

const againAfterMs = 300;
/** A part that does not come back within this is a fault of its own. */
const giveUpAfterMs = 90_000;

/** One of the processes of the copy under test: it is killed here, and started again on its port and its data. */
export class Part {
  private running: RunningProcess | null = null;
  private starting: Promise<void> | null = null;

  constructor(
    readonly name: PartName,
    private readonly launch: (signal: AbortSignal) => Promise<RunningProcess>,
    private readonly of: { timeline: Timeline; signal: AbortSignal },
  ) {}

  get isUp(): boolean {
    return this.running !== null;
  }

  /** Of the running process; null while it is down. */
  get pid(): number | null {
    return this.running?.pid ?? null;
  }

  /** Starts it, again and again until it serves: what it needs may be away itself. */
  start(): Promise<void> {
    this.starting ??= this.startUntilUp().finally(() => {
      this.starting = null;
    });
    return this.starting;
  }

  /** Ends it at once, without asking, and returns when it is gone. */
  async kill(): Promise<void> {
    const { running } = this;
    this.running = null;
    running?.kill();
    await running?.exited;
  }

  /** For good: also what is just starting. The signal has ended the starting before. */
  async end(): Promise<void> {
    await this.starting?.catch(() => undefined);
    await this.kill();
  }

  /** From an exit handler, which cannot wait. */
  endNow(): void {
    this.running?.kill();
  }

  private async startUntilUp(): Promise<void> {
    const { signal, timeline } = this.of;
    const beganMs = timeline.elapsedMs();
    for (;;) {
      try {
        const running = await this.launch(signal);
        this.running = running;
        void running.exited.then((how) => this.noticeEnd(running, how));
        return;
      } catch (error) {
        if (error instanceof Aborted || signal.aborted) throw error;
        if (timeline.elapsedMs() - beganMs > giveUpAfterMs) throw error;
        timeline.tell(`${this.name} did not start after ${secondsOf(timeline.elapsedMs() - beganMs)}; trying again`);
        await pause(againAfterMs, signal);
      }
    }
  }

  /** What ends by itself is started again, as whoever runs Parley would. */
  private noticeEnd(running: RunningProcess, how: string): void {
    if (this.running !== running || this.of.signal.aborted) return;
    this.running = null;
    this.of.timeline.tell(`${this.name} has ended by itself (${how}); starting it again`);
    this.start().catch((error: Error) => this.of.timeline.tell(`${this.name} stays away: ${error.message}`));
  }
}
