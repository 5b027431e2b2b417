import { randomInt } from 'node:crypto';

export interface QueuedUpdate {
  update_id: number;
  [part: string]: unknown;
}

export type RawUpdate = Partial<QueuedUpdate>;

interface Entry {
  update: QueuedUpdate;
  /** Its id was given by the test: it may lie below the offset, and is delivered once all the same. */
  isForced: boolean;
  wasDelivered: boolean;
}

/** How far from the queue's end an offset may lie; beyond, the real server ignores it and confirms nothing. */
const mostIdsAhead = 10;
const mostIdsBehind = 2_000_000;

/** The server's queue of one bot's updates, as `getUpdates` sees it. */
export class UpdateQueue {
  confirmedOffset = 0;
  private entries: Entry[] = [];
  private nextId = randomInt(100_000_000, 900_000_000);

  get pending(): QueuedUpdate[] {
    return this.entries.map(({ update }) => update);
  }

  push(parts: RawUpdate): QueuedUpdate {
    const isForced = parts.update_id !== undefined;
    const update = { ...parts, update_id: parts.update_id ?? this.nextId };
    this.nextId = Math.max(this.nextId, update.update_id + 1);
    this.entries.push({ update, isForced, wasDelivered: false });
    return update;
  }

  read(offset: number, limit: number): QueuedUpdate[] {
    if (offset < 0) this.keepLast(-offset);
    if (offset > 0) this.confirmBefore(offset);
    const batch = this.entries.slice(0, limit);
    for (const entry of batch) entry.wasDelivered = true;
    return batch.map(({ update }) => update);
  }

  clear(): void {
    this.entries = [];
  }

  jumpTo(nextId: number): void {
    this.nextId = nextId;
    this.confirmedOffset = 0;
  }

  private keepLast(count: number): void {
    this.entries = this.entries.slice(-count);
  }

  private confirmBefore(offset: number): void {
    if (offset > this.nextId + mostIdsAhead || offset < this.nextId - mostIdsBehind) return;
    this.confirmedOffset = Math.max(this.confirmedOffset, offset);
    this.entries = this.entries.filter(
      ({ update, isForced, wasDelivered }) => update.update_id >= offset || (isForced && !wasDelivered),
    );
  }
}
