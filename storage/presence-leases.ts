import { type Connection, Schema } from 'mongoose';
import { type PresenceLease, presenceLeaseMs } from '../domain/presence';
import { fromRow, type Row } from './document';

/** By which API processes say that they are alive, a row each (domain 13.2). */
export function createPresenceLeaseStore(connection: Connection) {
  const schema = new Schema<Row<PresenceLease>>(
    { _id: String, renewedAt: Date, expiresAt: Date, isOver: Boolean },
    { versionKey: false, collection: 'presence_leases' },
  );
  const model = connection.model('PresenceLease', schema);

  const after = (now: Date) => new Date(now.getTime() + presenceLeaseMs);

  return {
    model,

    /** As many as there are API processes, and some that have died. */
    async all(): Promise<PresenceLease[]> {
      return (await model.find().lean()).map((row) => fromRow<PresenceLease>(row as Row<PresenceLease>));
    },

    async open(id: string, now: Date): Promise<void> {
      await model.create([{ _id: id, renewedAt: now, expiresAt: after(now), isOver: false }]);
    },

    /** False when it is over: another process has taken this one for dead. */
    async renew(id: string, now: Date): Promise<boolean> {
      const held = { _id: id, isOver: false };
      return (await model.updateOne(held, { $set: { renewedAt: now, expiresAt: after(now) } })).matchedCount === 1;
    },

    /** Its process ends: the others need not wait for it to run out. */
    async giveUp(id: string, now: Date): Promise<void> {
      await model.updateOne({ _id: id, isOver: false }, { $set: { renewedAt: now, expiresAt: now, isOver: true } });
    },

    /** After an outage: those who hold them are given the time to say that they are alive. */
    async extendAll(now: Date): Promise<void> {
      await model.updateMany({ isOver: false }, { $set: { expiresAt: after(now) } });
    },

    /** Ends one that has run out; false when it was renewed after all. Done again by others if the one who does it dies before `remove`. */
    async end(id: string, now: Date): Promise<boolean> {
      const ended = await model.updateOne({ _id: id, expiresAt: { $lte: now } }, { $set: { isOver: true } });
      return ended.matchedCount === 1;
    },

    /** Nothing refers to it any more. */
    async remove(id: string): Promise<void> {
      await model.deleteOne({ _id: id, isOver: true });
    },
  };
}
