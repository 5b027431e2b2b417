import { randomUUID } from 'node:crypto';
import { createLane } from '../distribution/lane';
import { presenceLeaseMs } from '../domain/presence';
import { minuteMs } from '../domain/settings';
import type { ClosedConnection, LiveConnection } from '../storage/presence';
import type { MessagingDeps } from './ports';

/**
 * The live connections that this process serves, on record under its lease. What opens and closes is written at once, what comes
 * meanwhile together; what could not be written is kept until it can be.
 */
export function createLiveConnections({ storage, log }: Pick<MessagingDeps, 'storage' | 'log'>) {
  const served = new Set<LiveConnection>();
  const opened = new Set<LiveConnection>();
  const closed = new Set<ClosedConnection>();
  const lane = createLane();
  let lease: { id: string; expiresAtMs: number } | null = null;
  let isEnded = false;
  let next: Promise<void> | null = null;
  let begin: () => void;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });

  /** When somebody who is lost now is gone (`PresenceTimeoutMinutes`). */
  async function timesOutAt(): Promise<Date> {
    return new Date(Date.now() + (await storage.settings.get('PresenceTimeoutMinutes')) * minuteMs);
  }

  /** Those who ask while it is under way share the next one. */
  function putOnRecord(): Promise<void> {
    next ??= lane(() => {
      next = null;
      return writeNews();
    });
    return next;
  }

  async function writeNews(): Promise<void> {
    if (lease === null || isEnded) return;
    const openedNow = [...opened];
    await storage.presence.connect(openedNow, lease.id);
    for (const one of openedNow) opened.delete(one);
    const closedNow = [...closed];
    if (closedNow.length > 0) await storage.presence.disconnect(closedNow, await timesOutAt());
    for (const one of closedNow) closed.delete(one);
  }

  function close(connection: LiveConnection): void {
    if (!served.delete(connection)) return;
    opened.delete(connection);
    closed.add({ ...connection, closedAt: new Date() });
  }

  return {
    timesOutAt,

    /** Puts a connection on record; what it returns says that it is closed. Throws when MongoDB is away. */
    async open(userId: string): Promise<() => void> {
      await begun;
      const connection = { id: randomUUID(), userId };
      served.add(connection);
      opened.add(connection);
      try {
        await putOnRecord();
      } catch (error) {
        // It may have been written all the same.
        close(connection);
        throw error;
      }
      return () => {
        close(connection);
        putOnRecord().catch((error: unknown) => log.warn({ err: error }, 'a closed connection is noted later'));
      };
    },

    /** Whether others take this process for alive. After a pause that it did not notice they may not. */
    isHeld: (): boolean => lease !== null && Date.now() < lease.expiresAtMs,

    /** Renews the lease. When others have ended it, all connections come under a new one: they are as open as before. */
    renew: (): Promise<void> =>
      lane(async () => {
        const now = new Date();
        const expiresAtMs = now.getTime() + presenceLeaseMs;
        if (lease !== null && (await storage.presenceLeases.renew(lease.id, now))) {
          lease.expiresAtMs = expiresAtMs;
          return;
        }
        const id = randomUUID();
        await storage.presenceLeases.open(id, now);
        lease = { id, expiresAtMs };
        for (const connection of served) opened.add(connection);
        begin();
      }),

    putOnRecord,

    /** The process ends, and all its connections with it, by no fault of theirs. */
    giveUp: (): Promise<void> =>
      lane(async () => {
        isEnded = true;
        if (lease !== null) await storage.presenceLeases.giveUp(lease.id, new Date());
      }),
  };
}
