import { mongo } from 'mongoose';
import type { ChatRow, OperatorRow, RoutingRows } from '../support/unrest';

export interface MessageRow {
  _id: string;
  chatId: string | null;
  direction: 'incoming' | 'outgoing';
  text: string;
  orderKey: string;
  deliveryStatus: string | null;
  failure: { code: string } | null;
  possiblyRepeated: boolean;
}

/** All that is stored, as it stands in MongoDB, past all of Parley's own code. */
export interface Rows extends RoutingRows {
  messages: MessageRow[];
}

export type RowReader = Awaited<ReturnType<typeof openRows>>;

/** Gives up within a second: MongoDB may be away, and the next look is not far. */
export async function openRows(uri: string) {
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 1_000, heartbeatFrequencyMS: 500 });
  const db = client.db();
  return {
    operators: () => db.collection<OperatorRow>('operators').find().toArray(),
    async all(): Promise<Rows> {
      const [messages, chats, operators, chores] = await Promise.all([
        db.collection<MessageRow>('messages').find().toArray(),
        db.collection<ChatRow>('chats').find().toArray(),
        db.collection<OperatorRow>('operators').find().toArray(),
        db.collection<Rows['chores'][number]>('chores').find().toArray(),
      ]);
      // No channel is switched off here.
      return { messages, chats, operators, chores, inactiveChannelIds: [] };
    },
    close: () => client.close(),
  };
}
