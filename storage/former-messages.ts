import type { Conversation } from './conversation';
import { type FormerRow, formerKeys, keyUpdate } from './former-order';
import type { MessageModel } from './message-row';

/** Gives rows that an earlier version wrote their place before anybody reads them in order: it may write beside this one. */
export function createFormerOrder(model: MessageModel) {
  return {
    async putInOrder(of: { chatId: string } | Conversation): Promise<void> {
      const fields = { chatId: 1, timestamp: 1, sequence: 1 } as const;
      const rows: FormerRow[] = await model.find({ ...of, orderKey: null }, fields).lean();
      if (rows.length === 0) return;
      const keys = await formerKeys(model.db, rows, new Date());
      await model.bulkWrite(
        rows.map((row) => keyUpdate(row, keys.get(row._id))),
        { ordered: false },
      );
    },
  };
}
