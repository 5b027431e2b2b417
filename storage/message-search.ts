import type { Schema } from 'mongoose';
import type { Message } from '../domain/message';
import { inOrder } from '../domain/order-key';
import { wordCodes } from '../domain/words';
import { foundMessages, type MessageModel, type MessageRow } from './message-row';

/** More is not counted: which of two frequent words is the rarer matters little. */
const countedAtMost = 1_000;
const indexName = 'words';

/**
 * Words are found by in the order of chats: decision 0017. The codes follow the text by themselves: whoever changes or erases
 * a message's text through the model changes them with it, unless he gives them.
 */
export function indexWords(schema: Schema<MessageRow>): void {
  schema.index(
    { words: 1, chatNumber: -1, timestamp: -1 },
    { name: indexName, partialFilterExpression: { chatNumber: { $gt: 0 } } },
  );
  schema.pre(['updateOne', 'updateMany', 'findOneAndUpdate'], { document: false, query: true }, function () {
    followText(this.getUpdate());
  });
  schema.pre('bulkWrite', (operations) => {
    for (const operation of operations) {
      if ('updateOne' in operation) followText(operation.updateOne.update);
      if ('updateMany' in operation) followText(operation.updateMany.update);
    }
  });
}

function followText(update: unknown): void {
  if (Array.isArray(update)) {
    if (update.some((stage) => changesText(stage))) throw new Error('words cannot follow a text set by a pipeline');
    return;
  }
  if (!changesText(update) || update.$set.words !== undefined) return;
  update.$set.words = wordCodes(update.$set.text);
}

function changesText(update: unknown): update is { $set: { text: string; words?: number[] } } {
  const set = (update as { $set?: { text?: unknown } } | null)?.$set;
  return typeof set?.text === 'string';
}

/** Between two numbers of chats, neither of them in it. */
export interface NumberRange {
  above: number;
  below: number;
}

/** Full-text search in the messages of chats (domain 4.5): every step reads one range of one index. */
export function createMessageSearch(model: MessageModel) {
  /** In how many messages a word is, counted up to some thousand; reads no message. */
  async function frequencyOf(code: number, { above, below }: NumberRange): Promise<number> {
    const where = { words: code, chatNumber: { $gt: above, $lt: below } };
    return model.collection.countDocuments(where, { limit: countedAtMost, hint: indexName });
  }

  return {
    /** The rarest of some words: the one whose messages are looked through for the others. */
    async rarestWord(codes: number[], range: NumberRange): Promise<number> {
      const [only] = codes;
      if (only === undefined) throw new Error('a search has a word');
      if (codes.length === 1) return only;
      const counted = await Promise.all(codes.map(async (code) => ({ code, count: await frequencyOf(code, range) })));
      return counted.reduce((rarest, other) => (other.count < rarest.count ? other : rarest)).code;
    },

    /** Of the newest messages with the word, so many at most, the numbers of their chats; out of the index alone. */
    async chatNumbersWith(code: number, { above, below }: NumberRange, limit: number): Promise<number[]> {
      const rows = await model
        .find({ words: code, chatNumber: { $gt: above, $lt: below } }, { _id: 0, chatNumber: 1 })
        .sort({ chatNumber: -1 })
        .limit(limit)
        .batchSize(limit)
        .hint(indexName)
        .lean();
      return rows.map(({ chatNumber }) => chatNumber ?? 0);
    },

    /** Of the messages with a word, so many at most, the numbers of the chats of those that hold the others as well. */
    async chatNumbersWithAll(
      word: { rarest: number; others: number[] },
      { above, below }: NumberRange,
      limit: number,
    ): Promise<number[]> {
      const rows = await model.aggregate<{ chatNumber: number }>(
        [
          { $match: { words: word.rarest, chatNumber: { $gt: above, $lt: below } } },
          { $sort: { chatNumber: -1 } },
          { $limit: limit },
          { $match: { words: { $all: word.others } } },
          { $project: { _id: 0, chatNumber: 1 } },
        ],
        { hint: indexName },
      );
      return rows.map(({ chatNumber }) => chatNumber);
    },

    /** Of each of some chats the newest messages that hold all the words, so many at most; the chats by their numbers. */
    async messagesWith(codes: number[], chatNumbers: number[], limit: number): Promise<Map<number, Message[]>> {
      if (chatNumbers.length === 0) return new Map();
      const ofChat = {
        from: model.collection.name,
        localField: 'chatNumber',
        foreignField: 'chatNumber',
        pipeline: [
          { $match: { words: codes.length === 1 ? codes[0] : { $all: codes } } },
          { $sort: { timestamp: -1 as const } },
          { $limit: limit },
        ],
        as: 'rows',
      };
      const asked = chatNumbers.map((chatNumber) => ({ chatNumber }));
      const chats = await model.db.aggregate<{ chatNumber: number; rows: unknown[] }>([
        { $documents: asked },
        { $lookup: ofChat },
      ]);
      return new Map(
        chats.map(({ chatNumber, rows }) => [
          chatNumber,
          foundMessages(rows).sort((one, other) => inOrder(other, one)),
        ]),
      );
    },
  };
}
