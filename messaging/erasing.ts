import type { Offers } from '../distribution/offers';
import { type Contact, photoFileIdOf } from '../domain/contact';
import type { Erasure } from '../storage/erasures';
import type { UnitOfWork } from '../storage/unit-of-work';
import type { ChatRemoval } from './chat-removal';
import type { MessagingDeps } from './ports';

export interface ErasingDeps extends Pick<MessagingDeps, 'storage'> {
  offers: Pick<Offers, 'completeByErasure'>;
  removal: ChatRemoval;
}

/** Whoever asked works on it first; a relay goes on with it after that. */
const graceMs = 10_000;
/** The longest that a file which was being loaded can take to be stored, and some more (`workflows/chat/activities.ts`). */
const lateMs = 20 * 60_000;
const chatsAtOnce = 20;

/**
 * Erases contacts for good (domain 9.2). In one transaction the contact is gone, his open chats are completed, and what he could still be sent
 * or shown by is deleted: what he writes from then on is a new contact's. The rest is a job that any process goes on with.
 */
export function createErasing({ storage, offers, removal }: ErasingDeps) {
  async function begin(unit: UnitOfWork, { id, identities, formerIds }: Contact): Promise<void> {
    const { tx } = unit;
    for (const chat of await storage.chats.openOfContact(id, tx)) await offers.completeByErasure(unit, chat);
    // An answer about one contact may show another that was merged into it; there are few.
    await storage.idempotencyKeys.forget({ pathPrefixes: ['/api/contacts/'] }, tx);
    const contactIds = [id, ...formerIds];
    const fileIds = contactIds.map(photoFileIdOf);
    for (const { provider, clientId } of identities)
      for (const channelId of await storage.channels.idsOfProvider(provider, tx)) {
        const conversation = { channelId, clientId };
        const traces = await storage.messages.tracesUnsettled(conversation, tx);
        fileIds.push(...traces.flatMap((trace) => trace.fileIds));
        await storage.forgottenMessages.add(
          traces.flatMap(({ key }) => key ?? []),
          tx,
        );
        await storage.messages.remove(
          traces.map((trace) => trace.id),
          tx,
        );
        await storage.threads.remove(tx, conversation);
      }
    await storage.clientIds.forget(tx, identities);
    await storage.merges.forget(tx, id);
    await storage.contacts.remove(tx, id);
    await storage.erasures.begin(tx, id, { contactIds, fileIds, dueAt: new Date(Date.now() + graceMs) });
  }

  /** Goes on with an erasure for a while. Several may do so at once. */
  async function goOn(contactId: string, forMs: number): Promise<void> {
    const erasure = await storage.erasures.get(contactId);
    if (erasure === null) return;
    if (erasure.isEmptied) return end(erasure);
    const until = Date.now() + forMs;
    for (;;) {
      const chats = await storage.chats.telling(contactId, chatsAtOnce);
      if (chats.length === 0) break;
      for (const chat of chats) {
        await removal.removeContents(chat, (fileIds) => storage.erasures.noteFiles(contactId, fileIds));
        await storage.chats.forgetClient(chat.id);
        if (Date.now() > until) return;
      }
    }
    await removeRest(erasure);
    await storage.erasures.emptied(contactId, new Date(Date.now() + lateMs));
  }

  /** What was under way when his chats went, and came after that: files that were being loaded, what a process told. */
  async function end(erasure: Erasure): Promise<void> {
    const { isRunning } = await removeRest(erasure);
    if (isRunning) await storage.erasures.postpone(erasure.contactId, new Date(Date.now() + lateMs));
    else await storage.erasures.done(erasure.contactId);
  }

  async function removeRest({ contactIds, fileIds }: Erasure): Promise<{ isRunning: boolean }> {
    await removeFiles(fileIds);
    await storage.cases.forgetContacts(contactIds);
    await storage.orders.forgetContacts(contactIds);
    return storage.processRuns.forgetContacts(contactIds);
  }

  async function removeFiles(fileIds: string[]): Promise<void> {
    for (const fileId of fileIds)
      if (!(await storage.messages.isFileUsed(fileId, []))) await storage.files.remove(fileId);
  }

  return { begin, goOn };
}

export type Erasing = ReturnType<typeof createErasing>;
