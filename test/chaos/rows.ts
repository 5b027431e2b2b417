import { mongo } from 'mongoose';

export interface MessageRow {
  _id: string;
  chatId: string | null;
  direction: 'incoming' | 'outgoing';
  text: string;
  timestamp: Date;
  sequence: number;
  deliveryStatus: string | null;
  failure: { code: string } | null;
  possiblyRepeated: boolean;
}

export interface ChatRow {
  _id: string;
  number: number;
  workflowId: string;
  status: string;
  queueId: string;
  operatorId: string | null;
  offer: { id: string; operatorId: string; expiresAt: Date } | null;
  completedBy: string | null;
}

export interface OperatorRow {
  _id: string;
  name: string;
  status: string;
  queueIds: string[];
  load: number;
  places: Array<{ chatId: string; offerId: string; state: 'offered' | 'active' }>;
}

/** All that is stored, as it stands in MongoDB, past all of Parley's own code. */
export interface Rows {
  messages: MessageRow[];
  chats: ChatRow[];
  operators: OperatorRow[];
  chores: Array<{ _id: string; chore: { kind: string } }>;
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
      return { messages, chats, operators, chores };
    },
    close: () => client.close(),
  };
}
