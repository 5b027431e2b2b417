import type { Channel } from '../../../domain/channel';
import type { Chat } from '../../../domain/chat';
import type { Operator } from '../../../domain/operator';
import type { Queue } from '../../../domain/queue';
import type { RoutingLogEntry } from '../../../domain/routing-log';
import type { Settings } from '../../../domain/settings';
import type { User } from '../../../domain/user';
import type { StoredChore } from '../../../storage/chores';
import type { Tx } from '../../../storage/database';
import type { Thread } from '../../../storage/threads';

/** What a row of each table is. A row is never changed, only replaced. */
interface RowKinds {
  chats: Chat;
  operators: Operator;
  queues: Queue;
  channels: Channel;
  users: User;
  settings: Settings[keyof Settings];
  chores: StoredChore;
  /** A chat's whole log is one row. */
  log: readonly RoutingLogEntry[];
  /** By channel and client. */
  threads: Thread;
}

type Name = keyof RowKinds;

/** Rows by their ids. */
export type Tables = { [N in Name]: ReadonlyMap<string, RowKinds[N]> };

export interface Commit {
  before: Tables;
  after: Tables;
  /** What the transaction saw when it began, and what it made of that; others may have committed in between. */
  decision: { seen: Tables; made: Tables } | null;
}

interface Write {
  name: Name;
  id: string;
  row: RowKinds[Name] | null;
}

/** Tables in memory, with MongoDB's transactions: each sees one moment, and of two that write the same row one is run again. */
export class Rows {
  #tables: Tables = {
    chats: new Map(),
    operators: new Map(),
    queues: new Map(),
    channels: new Map(),
    users: new Map(),
    settings: new Map(),
    chores: new Map(),
    log: new Map(),
    threads: new Map(),
  };
  /** Called with each commit. */
  onCommit: (commit: Commit) => void = () => undefined;

  /** As they stand, or as a transaction sees them. */
  tables(tx?: Tx | null): Tables {
    return transactionOf(tx)?.seen ?? this.#tables;
  }

  /** Replaces a row, or removes it; outside a transaction at once. */
  put<N extends Name>(tx: Tx | null, name: N, id: string, row: RowKinds[N] | null): void {
    const write: Write = { name, id, row };
    const transaction = transactionOf(tx);
    if (transaction === null) this.#commit([write], null);
    else transaction.write(write);
  }

  async inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (;;) {
      const begun = this.#tables;
      const transaction = new Transaction(begun);
      const result = await work(transaction as unknown as Tx);
      const collides = transaction.writes.some(({ name, id }) => begun[name].get(id) !== this.#tables[name].get(id));
      if (collides) continue;
      this.#commit(transaction.writes, { seen: begun, made: transaction.seen });
      return result;
    }
  }

  #commit(writes: Write[], decision: Commit['decision']): void {
    if (writes.length === 0) return;
    const before = this.#tables;
    this.#tables = withWrites(before, writes);
    this.onCommit({ before, after: this.#tables, decision });
  }
}

class Transaction {
  readonly writes: Write[] = [];

  constructor(public seen: Tables) {}

  write(write: Write): void {
    this.writes.push(write);
    this.seen = withWrites(this.seen, [write]);
  }
}

/** What stands for a session of MongoDB's driver here. */
function transactionOf(tx: Tx | null | undefined): Transaction | null {
  return tx === null || tx === undefined ? null : (tx as unknown as Transaction);
}

function withWrites(tables: Tables, writes: Write[]): Tables {
  const changed: Partial<Record<Name, Map<string, unknown>>> = {};
  for (const { name, id, row } of writes) {
    const table = changed[name] ?? new Map<string, unknown>(tables[name]);
    changed[name] = table;
    if (row === null) table.delete(id);
    else table.set(id, row);
  }
  return { ...tables, ...(changed as Partial<Tables>) };
}
