import type { QueryOptions, Schema } from 'mongoose';
import type { Message } from '../domain/message';
import { inOrder } from '../domain/order-key';
import { searchedFields, searchedText } from '../domain/searched-text';
import type { Tx } from './database';
import { foundMessages, type MessageModel, type MessageRow } from './message-row';
import { type Term, wordCodes } from './word-codes';

/** More is not counted: which of two frequent words is the rarer matters little. */
const countedAtMost = 1_000;
const indexName = 'words';

/**
 * Words are found by in the order of chats: decisions 0017 and 0038. The codes follow a message by themselves: whoever changes
 * or erases through the model what it is found by changes them with it, in the same transaction.
 */
export function indexWords(schema: Schema<MessageRow>): void {
  schema.index(
    { words: 1, chatNumber: -1, timestamp: -1 },
    { name: indexName, partialFilterExpression: { chatNumber: { $gt: 0 } } },
  );
  const changing = new WeakMap<object, string[]>();
  const changes = ['updateOne', 'updateMany', 'findOneAndUpdate'] as const;
  schema.pre([...changes], { document: false, query: true }, async function () {
    const update = this.getUpdate();
    if (!changesSearched(update)) return;
    if (Array.isArray(update)) throw new Error('words cannot follow what a pipeline sets');
    const rows = await this.model.find(this.getFilter(), { _id: 1 }, sessionOf(this)).lean();
    changing.set(
      this,
      rows.map(({ _id }) => _id),
    );
  });
  schema.post([...changes], { document: false, query: true }, async function () {
    const ids = changing.get(this) ?? [];
    if (ids.length > 0) await followRows(this.model as unknown as MessageModel, ids, sessionOf(this));
  });
  schema.pre('bulkWrite', (operations) => {
    const updates = operations.flatMap((one) =>
      'updateOne' in one ? [one.updateOne.update] : 'updateMany' in one ? [one.updateMany.update] : [],
    );
    if (updates.some(changesSearched)) throw new Error('words cannot follow what a bulk of writes sets');
  });
}

function sessionOf(query: { getOptions(): QueryOptions }): { session?: Tx } {
  const { session } = query.getOptions();
  return session ? { session } : {};
}

async function followRows(model: MessageModel, ids: string[], within: { session?: Tx }): Promise<void> {
  const rows = await model.find({ _id: { $in: ids } }, null, within).lean();
  const updates = rows.flatMap((row) => {
    const words = wordCodes(searchedText(row));
    const isSame = JSON.stringify(words) === JSON.stringify(row.words);
    return isSame ? [] : [{ updateOne: { filter: { _id: row._id }, update: { $set: { words } } } }];
  });
  if (updates.length > 0) await model.bulkWrite(updates, within);
}

function changesSearched(update: unknown): boolean {
  const stages = Array.isArray(update) ? update : [update];
  const paths = stages.flatMap((stage: object | null) =>
    Object.entries(stage ?? {}).flatMap(([name, value]) => (name.startsWith('$') ? Object.keys(value) : [name])),
  );
  return paths.some((path) => searchedFields.some((field) => path === field || path.startsWith(`${field}.`)));
}

/** Between two numbers of chats, neither of them in it. */
export interface NumberRange {
  above: number;
  below: number;
}

/** Full-text search in the messages of chats (domain 4.5): every step reads one range of one index. */
export function createMessageSearch(model: MessageModel) {
  /** In how many messages a word is, counted up to some thousand; reads no message. */
  async function frequencyOf(term: Term, { above, below }: NumberRange): Promise<number> {
    const where = { words: oneOf(term), chatNumber: { $gt: above, $lt: below } };
    return model.collection.countDocuments(where, { limit: countedAtMost, hint: indexName });
  }

  return {
    /** The rarest of some words: the one whose messages are looked through for the others. */
    async rarestTerm(terms: Term[], range: NumberRange): Promise<Term> {
      const [only] = terms;
      if (only === undefined) throw new Error('a search has a word');
      if (terms.length === 1) return only;
      const counted = await Promise.all(terms.map(async (term) => ({ term, count: await frequencyOf(term, range) })));
      return counted.reduce((rarest, other) => (other.count < rarest.count ? other : rarest)).term;
    },

    /** Of the newest messages with the word, so many at most, the numbers of their chats; out of the index alone. */
    async chatNumbersWith(term: Term, { above, below }: NumberRange, limit: number): Promise<number[]> {
      const rows = await model
        .find({ words: oneOf(term), chatNumber: { $gt: above, $lt: below } }, { _id: 0, chatNumber: 1 })
        .sort({ chatNumber: -1 })
        .limit(limit)
        .batchSize(limit)
        .hint(indexName)
        .lean();
      return rows.map(({ chatNumber }) => chatNumber ?? 0);
    },

    /** Of the messages with a word, so many at most, the numbers of the chats of those that hold the others as well. */
    async chatNumbersWithAll(
      word: { rarest: Term; others: Term[] },
      { above, below }: NumberRange,
      limit: number,
    ): Promise<number[]> {
      const rows = await model.aggregate<{ chatNumber: number }>(
        [
          { $match: { words: oneOf(word.rarest), chatNumber: { $gt: above, $lt: below } } },
          { $sort: { chatNumber: -1 } },
          { $limit: limit },
          { $match: allOf(word.others) },
          { $project: { _id: 0, chatNumber: 1 } },
        ],
        { hint: indexName },
      );
      return rows.map(({ chatNumber }) => chatNumber);
    },

    /** Of each of some chats the newest messages that hold all the words, so many at most; the chats by their numbers. */
    async messagesWith(terms: Term[], chatNumbers: number[], limit: number): Promise<Map<number, Message[]>> {
      if (chatNumbers.length === 0) return new Map();
      const ofChat = {
        from: model.collection.name,
        localField: 'chatNumber',
        foreignField: 'chatNumber',
        pipeline: [{ $match: allOf(terms) }, { $sort: { timestamp: -1 as const } }, { $limit: limit }],
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

/** Each of its codes is a range of the index; several are merged as they are read. */
function oneOf(term: Term) {
  const [only] = term;
  return term.length === 1 && only !== undefined ? only : { $in: term };
}

function allOf(terms: Term[]) {
  return { $and: terms.map((term) => ({ words: oneOf(term) })) };
}
