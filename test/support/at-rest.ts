import { findDisagreements } from './disagreements';
import type { Parley } from './parley';
import { type ChatRow, findUnrest, type OperatorRow, type RoutingRows } from './unrest';

/** A step that a busy machine loses is repeated by Temporal after ten seconds, and may have to be once more. */
const usualPatienceMs = 240_000;
const lookEveryMs = 100;
const namedAtMost = 20;
const usualLimit = 5;

interface RestOptions {
  /** The highest that the scenarios set: `SimultaneousChats` may be lower now, and takes nothing away (domain 1.11). */
  highestLimit?: number;
  withinMs?: number;
}

/** After every scenario: whatever was played, in the end nobody waits in vain, and all who keep books agree. */
export function expectRestAfterEach(parley: () => Parley, options: RestOptions = {}): void {
  afterEach(() => untilAtRest(parley(), options));
}

/**
 * Waits until nothing is left to do and everything fits together (domain 3.5, 3.6); fails with what does not. What is over
 * counts too: all that this Parley has ever had is looked at.
 */
export async function untilAtRest(
  parley: Pick<Parley, 'storage' | 'temporal'>,
  options: RestOptions = {},
): Promise<void> {
  const { highestLimit = usualLimit, withinMs = usualPatienceMs } = options;
  for (const until = Date.now() + withinMs; ; ) {
    const wrong = await unrestOf(parley, highestLimit);
    if (wrong.length === 0) return;
    if (Date.now() > until)
      throw new Error(`It does not come to rest:\n${wrong.slice(0, namedAtMost).join('\n')}\n(${wrong.length} in all)`);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

async function unrestOf(
  { storage, temporal }: Pick<Parley, 'storage' | 'temporal'>,
  highestLimit: number,
): Promise<string[]> {
  const limit = await storage.settings.get('SimultaneousChats');
  const inactiveChannelIds = await storage.channels.inactiveIds();
  const unattached = await storage.messages.model.countDocuments({
    direction: 'incoming',
    chatId: null,
    channelId: { $nin: inactiveChannelIds },
  });
  const rows: RoutingRows = {
    chats: (await storage.chats.model.find().lean()) as ChatRow[],
    operators: (await storage.operators.model.find().lean()) as OperatorRow[],
    chores: await storage.chores.model.find().lean(),
    inactiveChannelIds,
  };
  const unrest = [
    ...(unattached === 0 ? [] : [`${unattached} messages are in no chat`]),
    ...findUnrest(rows, { limit, most: Math.max(limit, highestLimit) }),
  ];
  // Only once the rows are still: each chat's workflow is asked.
  return unrest.length > 0 ? unrest : findDisagreements(rows.chats, temporal);
}
