import { type Connection, Schema } from 'mongoose';
import type { RoutingLogEntry } from '../domain/routing-log';
import type { Tx } from './database';

export interface LoggedDecision extends RoutingLogEntry {
  chatId: string;
}

/** Every routing decision with what it was decided on (domain 3.8); written in the transaction of the decision. */
export function createRoutingLogStore(connection: Connection) {
  const schema = new Schema<LoggedDecision>(
    {
      chatId: String,
      at: Date,
      event: String,
      operatorId: String,
      reason: String,
      candidates: { type: Schema.Types.Mixed, default: null },
      rule: String,
      shownTo: { type: Schema.Types.Mixed, default: undefined },
      waitsFor: Schema.Types.Mixed,
    },
    { versionKey: false, collection: 'routing_log' },
  );
  schema.index({ chatId: 1, at: 1, _id: 1 });
  const model = connection.model('RoutingLog', schema);

  return {
    model,

    async add(tx: Tx, decisions: LoggedDecision[]): Promise<void> {
      if (decisions.length > 0) await model.insertMany(decisions, { session: tx, ordered: true });
    },

    async remove(tx: Tx, chatIds: string[]): Promise<void> {
      await model.deleteMany({ chatId: { $in: chatIds } }, { session: tx });
    },

    /** In the order in which it was decided: ids made by several processes in one second are in none. */
    async ofChat(chatId: string): Promise<RoutingLogEntry[]> {
      const rows = await model.find({ chatId }, { _id: 0, chatId: 0 }).sort({ at: 1, _id: 1 }).lean();
      return rows as RoutingLogEntry[];
    },
  };
}
