import fc from 'fast-check';
import { type RoutingEvent, routingEvents } from '../../domain/routing-log';
import { anyCommand, anyScene, anyStep, type Scene, type Step } from './commands';
import { standingClock } from './memory/clock';
import { MemoryParley } from './memory/parley';
import { inDrawnOrder, inOrder, type Turns } from './memory/turns';
import { play } from './play';
import { holds, isRepeated } from './repeat';

standingClock();

/** The rarest events, a renewed offer and a bot that gives up, are in one of ten: once in 10^20 runs none of so many would have them. */
const sequences = 500;

/** The code that gives chats to operators, over rows in memory. */
describe('every rule of routing is kept', () => {
  test('whatever happens one after the other', async () => {
    const commands = fc.array(anyCommand(), { maxLength: 40, size: 'max' });
    const steps = commands.map((all) => all.map((command): Step => ({ commands: [command], mishap: 'none' })));
    await keepsAll(steps, fc.constant(null), inOrder);
  });

  test('whatever happens at the same moment, in whatever order it is worked off, also when writers die', async () => {
    const order = fc.array(fc.nat(20), { maxLength: 50, size: 'max' });
    await keepsAll(fc.array(anyStep(3), { maxLength: 20, size: 'max' }), order, inDrawnOrder);
  });
});

async function keepsAll<T>(
  steps: fc.Arbitrary<Step[]>,
  order: fc.Arbitrary<T>,
  turnsIn: (order: T) => Turns,
): Promise<void> {
  const happened = new Set<RoutingEvent>();
  const property = fc.asyncProperty(anyScene, steps, order, async (scene, happens, goes) => {
    for (const event of await eventsOf(scene, happens, turnsIn(goes))) happened.add(event);
  });
  await holds(property, sequences);
  if (!isRepeated) expect([...happened].sort()).toEqual([...routingEvents].sort());
}

/** Plays the steps; returns what happened to chats. */
async function eventsOf(scene: Scene, steps: Step[], turns: Turns): Promise<RoutingEvent[]> {
  const world = new MemoryParley(scene, turns);
  await play(world, steps);
  return [...(await world.books()).log.values()].flatMap((entries) => entries.map(({ event }) => event));
}
