import { commit } from '../../storage/unit-of-work';
import type { ProcessByHand } from './held-process';

/** A process that dies right after it has been asked for an erasure: what follows is left to the relay. */
export async function beginErasure({ storage, erasing }: ProcessByHand, contactId: string): Promise<void> {
  await commit(storage, async (unit) => {
    const contact = await storage.contacts.get(contactId, unit.tx);
    if (contact === null) throw new Error('the contact is there');
    await erasing.begin(unit, contact);
  });
}
