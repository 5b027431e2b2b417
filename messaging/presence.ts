import { setTimeout as sleep } from 'node:timers/promises';
import type { OperatorDesk } from '../distribution/operator-desk';
import { outagesIn } from '../domain/outage';
import { hasEnded, verdictOnAbsence, wasOutage } from '../domain/presence';
import type { StoredChore } from '../storage/chores';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import { createLiveConnections } from './live-connections';
import type { MessagingDeps } from './ports';

/** How often a process says that it is alive, and looks who is gone. */
const restMs = 2_000;
/** So many at most a round: the lease is to be renewed. */
const partingsARound = 50;

export interface PresenceDeps extends Pick<MessagingDeps, 'storage' | 'log'> {
  desk: Pick<OperatorDesk, 'leave'>;
  perform: (chores: StoredChore[]) => Promise<void>;
}

/**
 * Who is there, by his live connections; who has none for too long becomes inactive (domain 13.2). Every API process looks after the
 * connections that it serves, and after those of processes that have died. An outage of Parley's makes nobody inactive.
 */
export function createPresence({ storage, log, desk, perform }: PresenceDeps) {
  const connections = createLiveConnections({ storage, log });

  /** Runs until the signal ends it. */
  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await round().catch((error: unknown) => {
        log.warn({ err: error }, 'who is there could not be looked at; trying again');
      });
      await sleep(restMs, undefined, { signal }).catch(() => undefined);
    }
    await connections.giveUp().catch((error: unknown) => {
      log.warn({ err: error }, 'the lease on connections could not be given up; it runs out');
    });
  }

  /** What an outage asks for is done before this process says that it is alive: by that others know that there is none any more. */
  async function round(): Promise<void> {
    const now = new Date();
    const leases = await storage.presenceLeases.all();
    for (const outage of outagesIn(leases, now)) await storage.outages.note(outage);
    const isAfterOutage = wasOutage(leases, now);
    if (isAfterOutage) {
      await storage.presence.putOff(await connections.timesOutAt());
      await storage.presenceLeases.extendAll(now);
    }
    await connections.renew();
    await connections.putOnRecord();
    if (isAfterOutage) return;
    for (const lease of leases.filter((one) => hasEnded(one, now))) {
      if (!(await storage.presenceLeases.end(lease.id, now))) continue;
      await storage.presence.loseAllOf(lease, await connections.timesOutAt());
      await storage.presenceLeases.remove(lease.id);
    }
    await partFromThoseGone();
  }

  async function partFromThoseGone(): Promise<void> {
    for (const id of await storage.presence.due(new Date(), partingsARound)) {
      const { chores } = await commit(storage, (unit) => partFrom(unit, id));
      void perform(chores);
    }
  }

  /** Looks again: he may be back, and another process may have been quicker. */
  async function partFrom(unit: UnitOfWork, id: string): Promise<void> {
    if (!connections.isHeld()) return;
    const presence = await storage.presence.get(id, unit.tx);
    const operator = await storage.operators.get(id, unit.tx);
    const verdict = verdictOnAbsence({ presence, operator }, new Date());
    if (verdict === 'is_gone') await desk.leave(unit, { operatorId: id, reason: 'connection_lost' });
    if (verdict === 'is_gone' || verdict === 'is_not_watched') await storage.presence.forget(id, unit.tx);
  }

  return { run, round, connected: connections.open };
}
