import { createTeam, createWebchatChannel, setSetting } from './builders';
import { eventually } from './eventually';
import type { Parley } from './parley';
import { chatsOf, writeAtOnce } from './routing-scenes';
import { watchPlaces } from './watch-places';

/** A hundred chats are some work on a busy machine. */
const routedWithinMs = 240_000;

/**
 * So many clients write at the same moment to a team of idle operators. Tells the operators' loads at the end, in order; at no
 * moment before had anybody more than the limit, and what is offered and what waits is together all that came.
 */
export async function rush(
  parley: Parley,
  { operators: size, chats, limit }: { operators: number; chats: number; limit: number },
): Promise<{ loads: number[] }> {
  await setSetting(parley, 'SimultaneousChats', limit);
  const { queue, operators } = await createTeam(parley, { size });
  const channel = await createWebchatChannel(parley, queue.id);
  const watch = await watchPlaces(parley, limit);
  await writeAtOnce(parley, channel.id, chats);
  await eventually(
    'an operator was looked for, for every chat',
    async () => {
      const { model } = parley.storage.chats;
      return (await model.countDocuments({ channelId: channel.id, unrouted: false })) === chats;
    },
    routedWithinMs,
  );
  const { states, faults } = await watch.end();
  expect(faults).toEqual([]);
  const rows = await parley.storage.operators.getMany(operators.map(({ userId }) => userId));
  const loads = [...rows.values()].map(({ load }) => load).sort();
  const placed = loads.reduce((sum, load) => sum + load, 0);
  expect(states).toBeGreaterThanOrEqual(placed);
  const statuses = (await chatsOf(parley, channel.id)).map(({ status }) => status);
  const count = (wanted: string) => statuses.filter((status) => status === wanted).length;
  expect({ offered: count('offered'), waiting: count('waiting') }).toEqual({
    offered: placed,
    waiting: chats - placed,
  });
  return { loads };
}
