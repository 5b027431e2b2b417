import { condition, defineSignal, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import type { BareActivities } from './bare-worker';

export const noteSignal = defineSignal<[string]>('note');

const { record } = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '10s' });

/** The least that any durable chat can do: take each message as a signal and record it in one local activity that does nothing. */
export async function bareWorkflow({ messages }: { messages: number }): Promise<void> {
  const noted: string[] = [];
  let recorded = 0;
  setHandler(noteSignal, (text) => void noted.push(text));
  while (recorded < messages) {
    await condition(() => noted.length > 0);
    const next = noted.shift();
    if (next === undefined) continue;
    await record(next);
    recorded += 1;
  }
}
