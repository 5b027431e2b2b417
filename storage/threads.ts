import { type Connection, Schema } from 'mongoose';
import type { ThreadControl } from '../domain/inbound';
import { canBe } from '../domain/messenger-clock';
import { anyOf, type Conversation } from './conversation';
import type { Tx } from './database';

/** Who may answer a conversation, as the messenger last told. */
export interface Thread {
  control: ThreadControl;
  /** By the messenger's clock. */
  at: Date;
}

/** An earlier version kept times that can't be, after which no word would count any more. */
function threadOf({ control, at }: Thread): Thread {
  return { control, at: canBe(at, new Date(), undefined) ? at : new Date(0) };
}

/** Conversations that a bot or another application had in hand at least once; all others are ours (domain 6.3). */
export function createThreadStore(connection: Connection) {
  const schema = new Schema<Conversation & Thread & { looks: number }>(
    { channelId: String, clientId: String, control: String, at: Date, looks: Number },
    { versionKey: false, collection: 'threads' },
  );
  schema.index({ channelId: 1, clientId: 1 }, { unique: true });
  const model = connection.model('Thread', schema);

  /** Makes two simultaneous looks at a conversation collide, so that the later one sees what the earlier one did. */
  async function hold({ channelId, clientId }: Conversation, tx: Tx): Promise<Thread | null> {
    const told = { projection: { _id: 0, control: 1, at: 1 } };
    const row = await model
      .findOneAndUpdate({ channelId, clientId }, { $inc: { looks: 1 } }, told)
      .session(tx)
      .lean();
    return row && threadOf(row);
  }

  async function get({ channelId, clientId }: Conversation): Promise<Thread | null> {
    const row = await model.findOne({ channelId, clientId }, { _id: 0, control: 1, at: 1 }).lean();
    return row && threadOf(row);
  }

  return {
    model,
    hold,

    /** In the order asked. */
    async getMany(conversations: Conversation[]): Promise<Array<Thread | null>> {
      const rows = await model
        .find(anyOf(conversations), { _id: 0, channelId: 1, clientId: 1, control: 1, at: 1 })
        .lean();
      return conversations.map((of) => {
        const row = rows.find(({ channelId, clientId }) => channelId === of.channelId && clientId === of.clientId);
        return row === undefined ? null : threadOf(row);
      });
    },

    get,

    async remove(tx: Tx, { channelId, clientId }: Conversation): Promise<void> {
      await model.deleteOne({ channelId, clientId }, { session: tx });
    },

    /** Word that comes late changes nothing. Returns what holds now; of two first words at once, one is a duplicate. */
    async note(of: Conversation, told: Thread, tx: Tx): Promise<Thread> {
      const { channelId, clientId } = of;
      const { control, at } = told;
      const known = await hold(of, tx);
      if (known !== null && known.at >= at) return known;
      if (known === null) await model.create([{ channelId, clientId, control, at, looks: 0 }], { session: tx });
      else await model.updateOne({ channelId, clientId }, { $set: { control, at } }, { session: tx });
      return { control, at };
    },
  };
}
