import fc from 'fast-check';
import { type RoutingEvent, routingEvents } from '../../domain/routing-log';
import { anyCommand, anyScene, anyStep, type Scene, type Step } from './commands';
import { standingClock } from './memory/clock';
import { MemoryParley } from './memory/parley';
import { inDrawnOrder, inOrder, type Turns } from './memory/turns';
import { play } from './play';
import { drawn, isRepeated } from './repeat';

standingClock();
/** Thousands of sequences are so much work, however long a busy machine takes for it. */
jest.setTimeout(10 * 60_000);

/** The code that gives chats to operators, over rows in memory. */
describe('every rule of routing is kept', () => {
  test('whatever happens one after the other', async () => {
    const happened = new Set<RoutingEvent>();
    await fc.assert(
      fc.asyncProperty(anyScene, fc.array(anyCommand(), { maxLength: 40, size: 'max' }), async (scene, commands) => {
        const steps = commands.map((command): Step => ({ commands: [command], mishap: 'none' }));
        for (const event of await eventsOf(scene, steps, inOrder())) happened.add(event);
      }),
      drawn(1_000),
    );
    if (!isRepeated) expect([...happened].sort()).toEqual([...routingEvents].sort());
  });

  test('whatever happens at the same moment, in whatever order it is worked off, also when writers die', async () => {
    const order = fc.array(fc.nat(20), { maxLength: 50, size: 'max' });
    const happened = new Set<RoutingEvent>();
    await fc.assert(
      fc.asyncProperty(
        anyScene,
        fc.array(anyStep(3), { maxLength: 20, size: 'max' }),
        order,
        async (scene, steps, goes) => {
          for (const event of await eventsOf(scene, steps, inDrawnOrder(goes))) happened.add(event);
        },
      ),
      drawn(1_000),
    );
    if (!isRepeated) expect([...happened].sort()).toEqual([...routingEvents].sort());
  });
});

/** Plays the steps; returns what happened to chats. */
async function eventsOf(scene: Scene, steps: Step[], turns: Turns): Promise<RoutingEvent[]> {
  const world = new MemoryParley(scene, turns);
  await play(world, steps);
  return [...(await world.books()).log.values()].flatMap((entries) => entries.map(({ event }) => event));
}
