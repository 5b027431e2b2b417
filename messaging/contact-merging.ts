import { type Contact, merged, unmerged } from '../domain/contact';
import { invalid, Problem } from '../domain/problem';
import { dayMs } from '../domain/settings';
import type { UnitOfWork } from '../storage/unit-of-work';
import type { MessagingDeps } from './ports';

/** For so long a merge can be undone (domain 1.6). */
const undoableMs = dayMs;

/** Makes one contact of two, and two of them again. Open chats stay open: they are the same conversations as before. */
export function createContactMerging({ storage }: Pick<MessagingDeps, 'storage'>) {
  async function there(id: string, unit: UnitOfWork): Promise<Contact> {
    const contact = await storage.contacts.get(id, unit.tx);
    if (contact === null) throw new Problem('not_found', 'There is no such contact.');
    return contact;
  }

  /** A second merge of the same id changes nothing. */
  async function merge(unit: UnitOfWork, asked: { id: string; intoId: string; fromId: string }): Promise<void> {
    if ((await storage.merges.get(asked.id, unit.tx)) !== null) return;
    const into = await there(asked.intoId, unit);
    const from = await storage.contacts.get(asked.fromId, unit.tx);
    if (from === null) throw invalid({ contactId: 'is no contact' });
    if (from.id === into.id) throw invalid({ contactId: 'is the contact itself' });
    const { identities, formerIds, filled } = merged(into, from);
    await storage.contacts.remove(unit.tx, from.id);
    await storage.contacts.update(into.id, { identities, formerIds, ...filled }, unit.tx);
    const moved = await storage.merges.follow(unit.tx, { fromId: from.id, toId: into.id });
    const at = new Date();
    const undoableUntil = new Date(at.getTime() + undoableMs);
    await storage.merges.add(unit.tx, { id: asked.id, intoId: into.id, from, filled, moved, at, undoableUntil });
    await tellOf(unit, into.id);
  }

  async function undo(unit: UnitOfWork, asked: { id: string; intoId: string }): Promise<void> {
    const undone = await storage.merges.get(asked.id, unit.tx);
    if (undone === null || undone.intoId !== asked.intoId)
      throw new Problem(
        'merge_is_final',
        'There is no such merge of this contact, or it was made more than a day ago.',
      );
    const { intoId, from } = undone;
    const into = await storage.contacts.get(intoId, unit.tx);
    if (into === null)
      throw new Problem('merge_is_final', 'That contact was itself merged into another. Undo that merge first.');
    await storage.contacts.update(intoId, unmerged(into, undone), unit.tx);
    await storage.contacts.restore(unit.tx, from);
    await storage.merges.goBack(unit.tx, undone);
    await storage.merges.remove(unit.tx, undone.id);
    await tellOf(unit, intoId);
    await tellOf(unit, from.id);
  }

  /** Whoever sees an open chat of the contact sees who it is now. */
  async function tellOf(unit: UnitOfWork, contactId: string): Promise<void> {
    for (const { id } of await storage.chats.openOfContact(contactId, unit.tx))
      unit.tell({ type: 'chat.updated', chatId: id });
  }

  return { merge, undo, tellOf };
}
