import type { Chat } from '../domain/chat';
import type { Message } from '../domain/message';
import { searchedTexts } from '../domain/searched-text';
import type { ChatFilter } from './chat-list';
import type { NumberRange } from './message-search';
import type { Storage } from './storage';
import type { Search, Term } from './word-codes';

/** A chat, and its newest messages that hold every word of the search. */
export interface ChatFound {
  chat: Chat;
  messages: Message[];
}

/** `reached` as of a list: a page may be short, even empty, without being the last. */
export interface SearchPage {
  found: ChatFound[];
  reached: number | null;
}

const shownMessages = 3;
/** Entries of the index that are read at once. */
const step = 500;
/** What a page may cost: entries of the index, and chats whose messages are looked at. */
const limits = { entries: 5_000, chats: 500 };

/** Chats that may have such a message, and how far down it was looked for them; null when there are no others. */
interface Candidates {
  chats: Chat[];
  reached: number | null;
}

/**
 * Chats with a message that holds all the words, newest first (domain 4.5): the words' rarest gives the numbers of chats out of
 * its index, the filter and then the messages themselves decide. What a page may cost is limited, whatever is asked: 0017.
 */
export async function searchChats(
  { chats, messages }: Pick<Storage, 'chats' | 'messages'>,
  { search, filter }: { search: Search; filter: ChatFilter },
  page: { before?: number; limit: number },
): Promise<SearchPage> {
  const { terms } = search;
  const { above, below } = await chats.numbersOf(filter);
  let reached: number | null = Math.min(below, page.before ?? below);
  const next = filter.contactId === undefined ? await byWords({ above, below: reached }) : ofContact;

  const found: ChatFound[] = [];
  let opened = 0;
  for (let entries = 0; entries < limits.entries && reached !== null; entries += step) {
    const candidates: Candidates = await next(reached);
    for (let index = 0; index < candidates.chats.length; index += page.limit) {
      const some = candidates.chats.slice(index, index + page.limit);
      found.push(...(await open(some)));
      opened += some.length;
      const last = some.at(-1)?.number ?? null;
      if (found.length >= page.limit || opened >= limits.chats)
        return { found: found.slice(0, page.limit), reached: last };
    }
    reached = candidates.reached;
  }
  return { found, reached };

  async function byWords(range: NumberRange) {
    const rarest = await messages.rarestTerm(terms, range);
    return async (under: number): Promise<Candidates> => {
      const numbers = await messages.chatNumbersWith(rarest, { above, below: under }, step);
      const reached = numbers.length < step ? null : (numbers.at(-1) ?? null);
      const likely = await withOthers(rarest, { numbers, above: reached ?? above, below: under });
      return { chats: await chats.amongNumbers([...new Set(likely)], filter), reached };
    };
  }

  /** Of a chat that the step may have ended in the midst of, nothing is known yet: it is opened. */
  async function withOthers(rarest: Term, { numbers, ...range }: NumberRange & { numbers: number[] }) {
    const others = terms.filter((term) => term !== rarest);
    if (others.length === 0) return numbers;
    const likely = await messages.chatNumbersWithAll({ rarest, others }, range, step);
    return [...likely, ...numbers.slice(-1)];
  }

  /** A contact's chats are so few that they are opened one by one. */
  async function ofContact(under: number): Promise<Candidates> {
    const { chats: listed, reached: lookedUntil } = await chats.list(filter, { before: under, limit: step });
    return { chats: listed, reached: listed.length < step ? lookedUntil : (listed.at(-1)?.number ?? null) };
  }

  async function open(some: Chat[]): Promise<ChatFound[]> {
    const numbers = some.map(({ number }) => number);
    const hasWords = (message: Message) => searchedTexts(message).some((text) => search.placesIn(text).length > 0);
    const likely = await messages.messagesWith(terms, numbers, shownMessages);
    return some
      .map((chat) => ({ chat, messages: (likely.get(chat.number) ?? []).filter(hasWords) }))
      .filter((one) => one.messages.length > 0);
  }
}
