import type { Contact } from '../domain/contact';
import { Problem } from '../domain/problem';
import { may, type User } from '../domain/user';
import type { Position } from '../storage/paging';
import type { Storage } from '../storage/storage';

/** How many contacts are looked through for a page of those that an operator sees; the page is shorter then, and has a next one. */
const lookedThrough = 2_000;
const lookedAtOnce = 200;

/**
 * Who sees a contact: whoever manages chats every one, an operator those who have had a chat in his queues or with him. To anyone
 * else it is as if it were not there.
 */
export function createContactAccess(storage: Storage) {
  const seesAll = (user: User) => may(user, 'CanManageChats');

  async function eyesOf(user: User) {
    const operator = await storage.operators.get(user.id);
    return { operatorId: user.id, queueIds: operator?.queueIds ?? [] };
  }

  return {
    async visible(user: User, contactId: string): Promise<Contact> {
      const contact = await storage.contacts.get(contactId);
      const sees =
        contact !== null && (seesAll(user) || (await storage.chats.anyOfContactSeen(contactId, await eyesOf(user))));
      if (!sees) throw new Problem('not_found', 'There is no such contact.');
      return contact;
    },

    /** A page, newest first, and where the next one begins. */
    async list(
      user: User,
      q: string | undefined,
      page: { before: Position | null; limit: number },
    ): Promise<{ items: Contact[]; next: Position | null }> {
      const eyes = seesAll(user) ? null : await eyesOf(user);
      const items: Contact[] = [];
      let { before } = page;
      for (let looked = 0; looked < lookedThrough; ) {
        const limit = eyes === null ? page.limit + 1 : lookedAtOnce;
        const rows = await storage.contacts.list(q, { before, limit });
        const ids = rows.map(({ id }) => id);
        const seen = eyes && (await storage.chats.contactsSeen(ids, eyes));
        for (const contact of rows) {
          if (seen !== null && !seen.has(contact.id)) continue;
          if (items.length === page.limit) return { items, next: items.at(-1) ?? null };
          items.push(contact);
        }
        before = rows.at(-1) ?? before;
        if (rows.length < limit) return { items, next: null };
        looked += rows.length;
      }
      return { items, next: before };
    },
  };
}
