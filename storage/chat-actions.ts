import { type Connection, Schema } from 'mongoose';
import type { ChatAction } from '../domain/process';
import type { Tx } from './database';
import { fromRow, fromRowOrNull, type Row, toRow } from './document';
import { type Created, createdAfter, createdOrder, type PageRequest, type Position, positionOf } from './paging';

interface ChatActionRow extends Row<ChatAction>, Created {}

/** What operators can start in the chats of a queue (domain 1.9). */
export function createChatActionStore(connection: Connection) {
  const schema = new Schema<ChatActionRow>(
    { _id: String, name: String, queueId: String, process: String, parameters: Schema.Types.Mixed, createdAt: Date },
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
      await model.create([{ ...toRow(action), createdAt: new Date() }], { session: tx });
      return action;
    },

    async list(
      where: { queueId?: string | undefined },
      page: PageRequest,
    ): Promise<Array<{ item: ChatAction; position: Position }>> {
      const ofQueue = where.queueId === undefined ? {} : { queueId: where.queueId };
      const rows = await model
        .find({ ...ofQueue, ...createdAfter(page.after) })
        .sort(createdOrder)
        .limit(page.limit)
        .lean();
      return (rows as ChatActionRow[]).map((row) => ({
        item: fromRow<ChatAction>(strip(row)),
        position: positionOf(row),
      }));
    },

    async change(id: string, set: Partial<Omit<ChatAction, 'id'>>, tx: Tx): Promise<ChatAction | null> {
      const row = await model.findByIdAndUpdate(id, { $set: set }, { returnDocument: 'after', session: tx }).lean();
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

function strip({ createdAt: _createdAt, ...action }: ChatActionRow): Row<ChatAction> {
  return { ...action, parameters: action.parameters ?? {} };
}

function found(row: ChatActionRow | null): ChatAction | null {
  return fromRowOrNull<ChatAction>(row && strip(row));
}
