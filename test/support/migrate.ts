import type { Connection } from 'mongoose';
import { pino } from 'pino';
import { createMigrator, type MigratorDeps } from '../../storage/migrations/migrator';

/** Brings a database's rows to what this version makes of them, as a process does at its start. */
export async function migrate(database: Connection, deps: Partial<MigratorDeps> = {}): Promise<void> {
  const ending = new AbortController();
  const migrator = createMigrator({ database, log: pino({ level: 'silent' }), ...deps });
  await migrator.run(ending.signal, () => ending.abort());
}
