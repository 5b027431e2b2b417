import mongoose, { type ClientSession, type Connection, type mongo, type Schema } from 'mongoose';

/** What of a model its collection is made of. */
interface Preparable {
  schema: Schema;
  createCollection(): Promise<unknown>;
  collection: Pick<mongo.Collection, 'createIndexes'>;
}

/** Everything done with it takes effect together or not at all. */
export type Tx = ClientSession;

/**
 * Opens a connection whose every write is majority-acknowledged and journaled: without the journal a killed mongod loses
 * acknowledged rows. Nothing is buffered while MongoDB is away: callers hear of it within `patienceMs`.
 */
export async function connectDatabase(uri: string, patienceMs = 5_000): Promise<Connection> {
  const connection = mongoose.createConnection(uri, {
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    serverSelectionTimeoutMS: patienceMs,
    maxPoolSize: 50,
    writeConcern: { w: 'majority', journal: true },
    retryWrites: true,
  });
  await connection.asPromise();
  return connection;
}

/** Creates a collection and its missing indexes, all by one command: mongoose would send one for each. */
export async function prepareCollection(model: Preparable): Promise<void> {
  await model.createCollection();
  const indexes = model.schema.indexes().map(([key, options]) => ({ ...options, key }) as mongo.IndexDescription);
  if (indexes.length > 0) await model.collection.createIndexes(indexes);
}

/**
 * Runs `work` in a transaction; it is run again when it collides with another, so it must do nothing but database work. It sees all that
 * was there to be read when it began: at the level `snapshot` MongoDB would leave out what was committed just now, while an older
 * commit was under way, and who acts on what he has seen would be told that it is not so.
 */
export async function inTransaction<T>(connection: Connection, work: (tx: Tx) => Promise<T>): Promise<T> {
  return connection.withSession((session) =>
    session.withTransaction(() => work(session), {
      readConcern: { level: 'majority' },
      writeConcern: { w: 'majority', journal: true },
    }),
  );
}

/** Query options that put a call into a transaction, if there is one. */
export function within(tx: Tx | undefined): { session?: Tx } {
  return tx === undefined ? {} : { session: tx };
}

const duplicateKey = 11000;

/** Whether a write was refused because the row is there already. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === duplicateKey;
}

/** Whether all that went wrong with a write of several rows is that some were there already. */
export function isOnlyDuplicates(error: unknown): boolean {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) return isDuplicate(error);
  const failed = [error.writeErrors].flat();
  // A connection that broke is wrapped as a bulk error of no row: then nothing is known of any.
  return (
    failed.length > 0 &&
    failed.every(({ code }) => code === duplicateKey) &&
    error.result.getWriteConcernError() === undefined
  );
}

const noPrimaryCodes = [91, 189, 10107, 11600, 11602, 13435, 13436];
const brokenConnectionCodes = ['EPIPE', 'ECONNRESET'];

/** Whether an error is MongoDB's or its driver's, and with it the transaction's. */
export function isDatabaseError(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoError || error instanceof mongoose.Error;
}

/** Whether MongoDB could not be reached or had no primary, so that the same call may succeed later. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof mongoose.Error.MongooseServerSelectionError) return true;
  // The driver wraps what breaks a bulk write, and lets a socket's own error through.
  if (error instanceof mongoose.mongo.MongoBulkWriteError && error.code === undefined) return true;
  if ('code' in error && brokenConnectionCodes.includes(String(error.code))) return true;
  if (error instanceof mongoose.mongo.MongoServerError) return noPrimaryCodes.includes(Number(error.code));
  return /^Mongo(ServerSelection|Network|NotConnected|TopologyClosed|PoolCleared|WaitQueueTimeout)/.test(error.name);
}
