import { randomUUID } from 'node:crypto';
import type { mongo } from 'mongoose';
import type { Parley } from './parley';
import type { OperatorRow } from './unrest';

export interface Watched {
  /** How many states of operators were seen. */
  states: number;
  /** Each that must not be, in words. */
  faults: string[];
  /** The chats that got a place, in the order in which they got it; again when they got another one later. */
  placed: string[];
}

export interface PlaceWatch {
  /** Ends the watch when all that was committed until now is seen. */
  end(): Promise<Watched>;
}

/**
 * Sees every state in which any operator's places ever stood, in the order of the commits, as MongoDB's change stream tells
 * it: no look in between can miss a limit that was exceeded for a moment only.
 */
export async function watchPlaces({ storage }: Pick<Parley, 'storage'>, limit: number): Promise<PlaceWatch> {
  const { model } = storage.operators;
  await model.db.db?.command({ collMod: model.collection.name, changeStreamPreAndPostImages: { enabled: true } });
  const operators = model.collection as unknown as mongo.Collection<OperatorRow>;
  const stream = operators.watch<OperatorRow>([], { fullDocument: 'required' });
  // Opens it: what is committed from here on is seen.
  await stream.tryNext();

  const watched: Watched = { states: 0, faults: [], placed: [] };
  const holders: Holders = new Map();
  const last = `end-of-watch-${randomUUID()}`;
  const seen = (async () => {
    for await (const change of stream) {
      if (!('fullDocument' in change) || change.fullDocument === undefined) continue;
      if (change.fullDocument._id === last) return;
      watched.states += 1;
      const had = chatsOf(change.fullDocument._id, holders);
      watched.placed.push(...chatIdsOf(change.fullDocument).filter((chatId) => !had.includes(chatId)));
      watched.faults.push(...faultsOf(change.fullDocument, limit, holders));
      note(change.fullDocument, holders);
    }
  })();

  return {
    async end() {
      await operators.insertOne({ _id: last, name: last, places: [] } as unknown as OperatorRow);
      await seen;
      await stream.close();
      await operators.deleteOne({ _id: last });
      return watched;
    },
  };
}

/** Who has which chat, by chat. */
type Holders = Map<string, string>;

const chatIdsOf = ({ places }: OperatorRow) => places.map(({ chatId }) => chatId);

function chatsOf(operatorId: string, holders: Holders): string[] {
  return [...holders].flatMap(([chatId, holder]) => (holder === operatorId ? [chatId] : []));
}

function note(operator: OperatorRow, holders: Holders): void {
  for (const chatId of chatsOf(operator._id, holders)) holders.delete(chatId);
  for (const chatId of chatIdsOf(operator)) holders.set(chatId, operator._id);
}

/** What must not be in any state of an operator, given who had which chat just before, in words. */
export function faultsOf(operator: OperatorRow, limit: number, holders: Holders): string[] {
  const { _id, name, status, places, load } = operator;
  const chatIds = chatIdsOf(operator);
  const doubled = chatIds.filter((chatId) => (holders.get(chatId) ?? _id) !== _id);
  const offers = places.filter(({ state }) => state === 'offered').length;
  return [
    ...(places.length > limit ? [`${name} had ${places.length} chats at once`] : []),
    ...(load === places.length ? [] : [`${name} had ${places.length} chats, counted as ${load}`]),
    ...(new Set(chatIds).size < chatIds.length ? [`${name} had a chat twice`] : []),
    ...doubled.map((chatId) => `${name} had chat ${chatId}, which another one had`),
    ...(status === 'inactive' && offers > 0 ? [`${name} was inactive with ${offers} offers`] : []),
  ];
}
