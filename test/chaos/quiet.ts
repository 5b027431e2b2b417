import type { Client as TemporalClient } from '@temporalio/client';
import { findDisagreements } from '../support/disagreements';
import type { Conversation } from './conversation';
import type { Operator } from './operator';
import { pause } from './pause';
import type { RowReader, Rows } from './rows';
import { findStuck } from './stuck';
import type { Timeline } from './timeline';

const lookEveryMs = 500;
/** How often a wait that lasts is told of. */
const tellEveryMs = 10_000;
const named = 3;

interface QuietOptions {
  rows: RowReader;
  temporal: TemporalClient;
  conversations: Conversation[];
  operators: Operator[];
  limit: number;
  timeline: Timeline;
}

export interface Settled {
  rows: Rows;
  /** What did not come to rest, in words. */
  stuck: string[];
}

/** Waits until nothing is left to do, for so long at most; what then still is not done hangs. */
export async function settle(of: QuietOptions, withinMs: number, signal: AbortSignal): Promise<Settled> {
  const { timeline } = of;
  const beganMs = timeline.elapsedMs();
  for (let tellMs = beganMs + tellEveryMs; ; ) {
    const settled = await look(of);
    const { stuck } = settled;
    const nowMs = timeline.elapsedMs();
    if (stuck.length === 0 || nowMs > beganMs + withinMs || signal.aborted) return settled;
    if (nowMs > tellMs) {
      timeline.tell(`${stuck.length} things are not done yet: ${stuck.slice(0, named).join('; ')}`);
      tellMs = nowMs + tellEveryMs;
    }
    await pause(lookEveryMs, signal);
  }
}

async function look({ rows, temporal, conversations, operators, limit }: QuietOptions): Promise<Settled> {
  const unacknowledged = conversations.flatMap(({ written }) => written.filter((one) => !one.isAcknowledged()));
  const restless = operators.filter(({ isIdle }) => !isIdle);
  const stored = await rows.all();
  const stuck = [
    ...unacknowledged.map(({ text }) => `"${text}" is not acknowledged`),
    ...restless.map(({ name }) => `${name} has something to do`),
    ...findStuck(stored, limit),
  ];
  // Only once the rest is still: each chat's workflow is asked.
  return { rows: stored, stuck: stuck.length > 0 ? stuck : await findDisagreements(stored.chats, temporal) };
}
