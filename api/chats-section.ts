import { z } from 'zod';
import { chatStatuses } from '../domain/chat';
import type { Message } from '../domain/message';
import { invalid } from '../domain/problem';
import { searchedTexts } from '../domain/searched-text';
import { may, type User } from '../domain/user';
import { snippetOf } from '../domain/words';
import type { ChatFilter } from '../storage/chat-list';
import { type ChatFound, searchChats } from '../storage/chat-search';
import type { Storage } from '../storage/storage';
import { type Search, searchFor } from '../storage/word-codes';
import type { ChatAccess } from './chat-access';
import { pageQuery, pageReaching, readCursor } from './http/paging';
import type { Views } from './views';

const searchedWords = 20;

/** What the chats section is asked for. */
export const sectionQuery = {
  ...pageQuery,
  channelId: z.string().optional(),
  queueId: z.string().optional(),
  operatorId: z.string().optional(),
  contactId: z.string().optional(),
  status: z.enum(chatStatuses).optional(),
  from: z.iso.datetime({ offset: true }).optional().meta({ description: 'Created at this time or later.' }),
  to: z.iso.datetime({ offset: true }).optional().meta({ description: 'Created before this time.' }),
  q: z
    .string()
    .max(200)
    .optional()
    .meta({
      description:
        'Words that one message of the chat holds, all of them, in its text, the names of its files, a contact card or a place: as ' +
        'they begin, or in another form (English and Russian), whatever their case and accents; numbers with or without ' +
        'separators, telephone numbers also as they are dialled within their country or from abroad. A page of a search may be short, even empty, while `nextCursor` leads on: then it was looked so far.',
    }),
};

type Asked = z.output<z.ZodObject<typeof sectionQuery>>;

/** All chats ever, newest first: an administrator sees all, an operator those of his queues, and his own when he asks for them (domain 4.5). */
export function createChatsSection({ storage, views, access }: { storage: Storage; views: Views; access: ChatAccess }) {
  return async function page(asked: Asked, user: User) {
    const filter = await filterOf(asked, user);
    const before = readCursor(asked.cursor, z.number());
    const read = { limit: asked.limit + 1, ...(before === null ? {} : { before }) };
    if (asked.q !== undefined) {
      const search = checked(searchFor(asked.q));
      const { found, reached } = await searchChats(storage, { search, filter }, read);
      const { items, nextCursor } = pageReaching(found, asked.limit, ({ chat }) => chat.number, reached);
      // Their messages are shown, so that they are read.
      await access.noteReadings(
        user,
        items.map(({ chat }) => chat),
      );
      return { items: await shown(items, search), nextCursor };
    }
    const { chats, reached } = await storage.chats.list(filter, read);
    const { items, nextCursor } = pageReaching(chats, asked.limit, ({ number }) => number, reached);
    return { items: await views.chats(items), nextCursor };
  };

  async function filterOf(asked: Asked, user: User): Promise<ChatFilter> {
    const { channelId, queueId, operatorId, contactId, status, from, to } = asked;
    const seesAll = may(user, 'Administrator') || operatorId === user.id;
    const seen = seesAll ? undefined : ((await storage.operators.get(user.id))?.queueIds ?? []);
    const queueIds = queueId === undefined ? seen : [queueId].filter((id) => seen?.includes(id) ?? true);
    return {
      ...{ channelId, operatorId, contactId, status, queueIds },
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
    };
  }

  async function shown(found: ChatFound[], search: Search) {
    const chats = await views.chats(found.map(({ chat }) => chat));
    return chats.map((chat, index) => {
      const messages = found[index]?.messages ?? [];
      const matches = messages.map((message) => ({ messageId: message.id, ...matchIn(message, search) }));
      return { ...chat, matches };
    });
  }
}

/** Where the words stand: in what the message says, else in what it said before. */
function matchIn(message: Message, search: Search) {
  for (const [index, text] of searchedTexts(message).entries()) {
    const places = search.placesIn(text);
    if (places.length > 0) return { ...snippetOf(text, places), isFormer: index > 0 };
  }
  return { ...snippetOf(message.text, []), isFormer: false };
}

function checked(search: Search): Search {
  const { length: count } = search.terms;
  if (count === 0) throw invalid({ q: 'has no word to look for' });
  if (count > searchedWords) throw invalid({ q: `has more than ${searchedWords} different words` });
  return search;
}
