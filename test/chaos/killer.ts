import { type Part, type PartName, partNames } from './part';
import { pause } from './pause';
import type { Random } from './random';
import { secondsOf, type Timeline } from './timeline';

/** Between two kills; a short run has no time for more than a fifth of it. */
const quietMs = { from: 200, to: 5_000 };
/** Until a killed part is started again. */
const awayMs = { from: 0, to: 1_500 };
/** How often the next one is killed while this one is still coming back. */
const overlapping = 0.3;

/** Kills the parts in turn, in a new order each round, at random moments; everyone gets his turn, even if time is over before. */
export async function killInTurn(of: {
  parts: Record<PartName, Part>;
  forMs: number;
  random: Random;
  timeline: Timeline;
  signal: AbortSignal;
}): Promise<number> {
  const { parts, random, timeline, signal } = of;
  const until = timeline.elapsedMs() + of.forMs;
  const comingBack = new Map<PartName, Promise<void>>();
  let kills = 0;

  async function killAndStart(name: PartName): Promise<void> {
    const downMs = random.between(awayMs.from, awayMs.to);
    await parts[name].kill();
    kills += 1;
    timeline.tell(`${name} killed`);
    const killedMs = timeline.elapsedMs();
    const back = async () => {
      await pause(downMs, signal);
      await parts[name].start();
      timeline.tell(`${name} is back after ${secondsOf(timeline.elapsedMs() - killedMs)}`);
    };
    const coming = back();
    // Whoever waits for it hears of its failure.
    coming.catch(() => undefined);
    comingBack.set(name, coming);
    if (!random.chance(overlapping)) await coming;
  }

  const isOver = () => timeline.elapsedMs() >= until || signal.aborted;
  while (!isOver()) {
    const isFirstRound = kills < partNames.length;
    for (const name of random.shuffled(partNames)) {
      await pause(random.between(quietMs.from, Math.min(quietMs.to, of.forMs / 5)), signal);
      if (signal.aborted || (isOver() && !isFirstRound)) break;
      await comingBack.get(name);
      await killAndStart(name);
    }
  }
  await Promise.all(comingBack.values());
  return kills;
}
