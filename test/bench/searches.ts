import { randomUUID } from 'node:crypto';
import { searchChats } from '../../storage/chat-search';
import type { Storage } from '../../storage/storage';
import { searchFor } from '../../storage/word-codes';
import { apart, generateChats, messagesOfChat, words } from '../support/many-chats';
import { quantile } from './figures';

const rounds = 30;
const page = { limit: 51 };

/** Milliseconds that a page of the chats section takes among so many messages, p50 of each kind of question. */
export async function searchFigures(
  storage: Storage,
  { messages }: { messages: number },
): Promise<Record<string, number>> {
  const queueIds = Array.from({ length: 4 }, () => randomUUID());
  await generateChats(storage, {
    count: messages / messagesOfChat,
    queueIds,
    startsAt: new Date('2020-01-01T00:00:00Z'),
  });
  const search =
    (asked: string, filter = {}) =>
    () =>
      searchChats(storage, { search: searchFor(asked), filter }, page);
  const filter = { queueIds: queueIds.slice(0, 1) };
  return {
    listPageMs: await p50(() => storage.chats.list(filter, page)),
    frequentWordMs: await p50(search(words.everywhere)),
    frequentWordOfQueueMs: await p50(search(words.everywhere, filter)),
    rareWordMs: await p50(search(words.rare.word)),
    twoWordsMs: await p50(search(`${words.everywhere} ${words.seldom.word}`)),
    wordsApartMs: await p50(search(apart.join(' '))),
  };
}

async function p50(read: () => Promise<unknown>): Promise<number> {
  const tookMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedMs = performance.now();
    await read();
    tookMs.push(performance.now() - startedMs);
  }
  return quantile(tookMs, 0.5);
}
