import type { Chore, SlowChore } from '../domain/chore';
import type { LiveEvent } from '../domain/live-event';
import type { RoutingLogEntry } from '../domain/routing-log';
import type { SpareChore, StoredChore } from './chores';
import type { Tx } from './database';
import type { LoggedDecision } from './routing-log';
import type { Storage } from './storage';

/** A writer's time to do the chores of his change, or call them off, before a relay does them. */
const choreGraceMs = 5_000;

/** A change in the making: what it tells people, what it logs and what has to follow are written with it or not at all. */
export interface UnitOfWork {
  tx: Tx;
  tell(...events: LiveEvent[]): void;
  follow(chore: Chore): void;
  /** Left to those who do what takes long, one after the other. */
  followSlowly(...chores: SlowChore[]): void;
  /** Left to a relay, unless it is called off by its id in time. */
  followUnlessDone(spare: SpareChore): void;
  /** Has it done by whoever looks after that time; until then it is there under its id. */
  followLater(later: SpareChore, afterMs: number): void;
  log(chatId: string, entry: Omit<RoutingLogEntry, 'at'>): void;
}

export interface Committed<T> {
  result: T;
  /** What has to be done now; pass it to `Consequences.perform`. */
  chores: StoredChore[];
}

/** The stores that every change writes to. */
export interface UnitStores extends Pick<Storage, 'inTransaction'> {
  routingLog: Pick<Storage['routingLog'], 'add'>;
  liveEvents: Pick<Storage['liveEvents'], 'add'>;
  chores: Pick<Storage['chores'], 'add' | 'addSpare' | 'addSlow'>;
}

/** Runs a change in a transaction. The work is run again when it collides with another, so it must do nothing but database work. */
export async function commit<T>(storage: UnitStores, work: (unit: UnitOfWork) => Promise<T>): Promise<Committed<T>> {
  return storage.inTransaction(async (tx) => {
    const events: LiveEvent[] = [];
    const chores: Chore[] = [];
    const slow: SlowChore[] = [];
    const spares: Array<{ spare: SpareChore; afterMs: number }> = [];
    const decisions: LoggedDecision[] = [];
    const result = await work({
      tx,
      tell: (...told) => void events.push(...told),
      follow: (chore) => void chores.push(chore),
      followSlowly: (...some) => void slow.push(...some),
      followUnlessDone: (spare) => void spares.push({ spare, afterMs: choreGraceMs }),
      followLater: (spare, afterMs) => void spares.push({ spare, afterMs }),
      log: (chatId, entry) => void decisions.push({ chatId, at: new Date(), ...entry }),
    });
    await storage.routingLog.add(tx, decisions);
    await storage.liveEvents.add(tx, events);
    await storage.chores.addSlow(tx, slow);
    for (const { spare, afterMs } of spares) await storage.chores.addSpare(tx, spare, afterMs);
    return { result, chores: await storage.chores.add(tx, chores, choreGraceMs) };
  });
}
