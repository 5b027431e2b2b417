import fc from 'fast-check';
import { type Parley, startParley } from '../support/parley';
import { expectRest } from './at-rest';
import { anyScene, anyStep } from './commands';
import { play } from './play';
import { toNamed } from './plug-in';
import { holds, isRepeated } from './repeat';
import { ServiceWorld } from './service/world';

/** Several at once, as most of the time of each is waiting. */
const lanes = isRepeated ? 1 : 3;
const sequencesPerLane = 3;
/** How many more are played to find a short one that fails as well. */
const shorterAtMost = 30;
/** A sequence takes seconds; this ends only what hangs. */
const hangsAfterMs = 30 * 60_000;

interface Lane {
  parley: Parley;
  /** Addresses of its two API processes. */
  bases: string[];
  /** Of the world that it has now. */
  cast: { operatorIds: string[] };
}

let all: Lane[];

beforeAll(async () => {
  all = await Promise.all(Array.from({ length: lanes }, startLane));
});
afterAll(() => Promise.all(all.map(({ parley }) => parley.stop())));

async function startLane(): Promise<Lane> {
  const cast: Lane['cast'] = { operatorIds: [] };
  const parley = await startParley({ routingRules: [toNamed(() => cast.operatorIds)] });
  await parley.startWorker();
  return { parley, bases: [parley.base, await parley.startApi()], cast };
}

/** What time does by itself cannot be ordered here; what people do can, and a short accept timeout brings the rest. */
const steps = fc.array(anyStep(3, ['accepts_at_the_deadline', 'parley_was_down']), { minLength: 6, maxLength: 14 });

async function keepsAll({ parley, bases, cast }: Lane): Promise<void> {
  let playedSinceFailure: number | null = null;
  const property = fc.asyncProperty(anyScene, steps, async (scene, happens) => {
    if (playedSinceFailure !== null && playedSinceFailure >= shorterAtMost) return;
    if (playedSinceFailure !== null) playedSinceFailure += 1;
    const world = await ServiceWorld.open(parley, bases, scene);
    cast.operatorIds = world.cast.operatorIds;
    try {
      await play(world, happens);
    } catch (error) {
      playedSinceFailure ??= 0;
      throw error;
    } finally {
      await world.close();
    }
  });
  await holds(property, sequencesPerLane, { unbiased: true });
  await expectRest(parley);
}

test(
  'a running Parley keeps every rule of routing, whatever people do at the same moment',
  async () => {
    const kept = await Promise.allSettled(all.map(keepsAll));
    for (const lane of kept) if (lane.status === 'rejected') throw lane.reason;
  },
  hangsAfterMs,
);
