import { type Connection, Schema } from 'mongoose';
import type { ChatAction } from '../domain/process';
import type { Tx } from './database';
import { fromRow, fromRowOrNull, type Row, toRow } from './document';
import { type Findable, findKeyOf, holding } from './find-key';
import { type Created, createdAfter, createdOrder, type PageRequest, type Position, positionOf } from './paging';

interface ChatActionRow extends Row<ChatAction>, Created, Findable {}

/** What operators can start in the chats of a queue (domain 1.9). */
export function createChatActionStore(connection: Connection) {
  const schema = new Schema<ChatActionRow>(
    {
      _id: String,
      name: String,
      queueId: String,
      process: String,
      parameters: Schema.Types.Mixed,
      createdAt: Date,
      findKey: String,
    },
    { versionKey: false, collection: 'chat_actions', minimize: false },
  );
  schema.index({ queueId: 1, createdAt: 1, _id: 1 });
  schema.index({ process: 1 });
  schema.index(createdOrder);
  const model = connection.model('ChatAction', schema);

  return {
    model,

    async get(id: string, tx?: Tx): Promise<ChatAction | null> {
      const row = await model
        .findById(id)
        .session(tx ?? null)
        .lean();
      return found(row as ChatActionRow | null);
    },

    /** A second call with the same id gives the first one's action. */
    async create(action: ChatAction, tx: Tx): Promise<ChatAction> {
      const known = await this.get(action.id, tx);
      if (known !== null) return known;
      const row = { ...toRow(action), findKey: findKeyOf(action.name), createdAt: new Date() };
      await model.create([row], { session: tx });
      return action;
    },

    /** Of all queues or one; those whose name holds the words of `q`. */
    async list(
      { queueId, q = '' }: { queueId?: string | undefined; q?: string },
      page: PageRequest,
    ): Promise<Array<{ item: ChatAction; position: Position }>> {
      const ofQueue = queueId === undefined ? {} : { queueId };
      const rows = await model
        .find({ ...ofQueue, ...holding(q), ...createdAfter(page.after) })
        .sort(createdOrder)
        .limit(page.limit)
        .lean();
      return (rows as ChatActionRow[]).map((row) => ({
        item: fromRow<ChatAction>(strip(row)),
        position: positionOf(row),
      }));
    },

    async change(id: string, set: Partial<Omit<ChatAction, 'id'>>, tx: Tx): Promise<ChatAction | null> {
      const key = set.name === undefined ? {} : { findKey: findKeyOf(set.name) };
      const row = await model
        .findByIdAndUpdate(id, { $set: { ...set, ...key } }, { returnDocument: 'after', session: tx })
        .lean();
      return found(row as ChatActionRow | null);
    },

    async remove(id: string, tx: Tx): Promise<boolean> {
      return (await model.deleteOne({ _id: id }, { session: tx })).deletedCount === 1;
    },

    async removeOfQueue(queueId: string, tx: Tx): Promise<void> {
      await model.deleteMany({ queueId }, { session: tx });
    },

    async anyWithProcess(process: string, tx: Tx): Promise<boolean> {
      return (await model.exists({ process }).session(tx)) !== null;
    },
  };
}

function strip({ createdAt: _createdAt, findKey: _findKey, ...action }: ChatActionRow): Row<ChatAction> {
  return { ...action, parameters: action.parameters ?? {} };
}

function found(row: ChatActionRow | null): ChatAction | null {
  return fromRowOrNull<ChatAction>(row && strip(row));
}
