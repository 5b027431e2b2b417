import type { Connection } from 'mongoose';

/** How far a migration has come; only the migration itself can read it. */
export type Cursor = Record<string, unknown>;

export interface Step {
  /** Where the next step begins; null when this one was the last. */
  cursor: Cursor | null;
  /** Rows that were looked at, and those of them that were changed. */
  seen: number;
  changed: number;
}

/**
 * A change of rows that earlier versions have stored. It is done in steps while people work, and while processes of the earlier
 * version may still write rows as they always did: decision 0025.
 */
export interface Migration {
  /** Rises by one with each; never given to another. */
  number: number;
  /** What is brought about, for the log. */
  title: string;
  /**
   * Does the next few rows, within a second or so. It may be done twice, also at the same time as another process does it, and so
   * changes a row only while what it was made from still holds.
   */
  step(database: Connection, cursor: Cursor | null): Promise<Step>;
}
