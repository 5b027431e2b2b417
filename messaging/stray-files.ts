import { dayMs } from '../domain/settings';
import type { Storage } from '../storage/storage';

const filesAtOnce = 50;
/** So long after it was brought, a file that no message has is deleted. */
export const strayAfterMs = dayMs;

/** Deletes what strangers brought for a message that they never wrote. */
export function createStrayFiles({ storage }: { storage: Storage }) {
  /** Returns whether there may be more. Several may do it at once, and each step twice. */
  async function deleteSome(now = new Date()): Promise<boolean> {
    const before = new Date(now.getTime() - strayAfterMs);
    const ids = await storage.files.unclaimedBefore(before, filesAtOnce);
    for (const id of ids) {
      if (await storage.messages.isFileUsed(id, [])) await storage.files.claim(id);
      else await storage.files.removeUnclaimed(id, before);
    }
    return ids.length === filesAtOnce;
  }

  return { deleteSome };
}

export type StrayFiles = ReturnType<typeof createStrayFiles>;
