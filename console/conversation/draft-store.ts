import type { StoredFile } from '../app/types';

/** The message that is replied to, as much as is shown of it. */
export interface RepliedTo {
  id: string;
  author: string | null;
  text: string;
}

/** An answer that is written, and not known to have arrived. Its key makes it safe to send it again. */
export interface KeptAnswer {
  key: string;
  text: string;
  /** The messages that the text goes out as, where it is too long for one. */
  inParts?: string[];
  files: StoredFile[];
  replyTo: RepliedTo | null;
  template: { id: string; variables: Record<string, string> } | null;
  writtenAt: string;
  /** It was sent, and no answer came: it may have arrived. */
  isUnsure: boolean;
}

/** What somebody has begun to answer in a chat. */
export interface Draft {
  text: string;
  files: StoredFile[];
  replyTo: RepliedTo | null;
  outbox: KeptAnswer[];
}

type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const keptDays = 30;

const noDraft: Draft = { text: '', files: [], replyTo: null, outbox: [] };

/** Drafts of one person in this browser, a chat each. What the browser refuses to keep is lost with the page. */
export function createDrafts(keep: Keep | null, userId: string, now: () => number = Date.now) {
  const prefix = `parley.draft.${userId}.`;
  const keyOf = (chatId: string) => `${prefix}${chatId}`;

  function chatIds(): string[] {
    const ids: string[] = [];
    for (let index = 0; index < (keep?.length ?? 0); index += 1) {
      const key = keep?.key(index);
      if (key?.startsWith(prefix)) ids.push(key.slice(prefix.length));
    }
    return ids;
  }

  function read(chatId: string): Draft {
    return readKept(chatId)?.draft ?? noDraft;
  }

  function readKept(chatId: string): { draft: Draft; at: number } | null {
    try {
      const { at, ...draft } = JSON.parse(keep?.getItem(keyOf(chatId)) ?? 'null') as Draft & { at: number };
      return { draft: { ...noDraft, ...draft }, at };
    } catch {
      return null;
    }
  }

  return {
    read,

    write(chatId: string, draft: Draft): void {
      const isEmpty = draft.text === '' && draft.files.length === 0 && draft.outbox.length === 0;
      try {
        if (isEmpty && draft.replyTo === null) keep?.removeItem(keyOf(chatId));
        else keep?.setItem(keyOf(chatId), JSON.stringify({ ...draft, at: now() }));
      } catch {
        // Full or forbidden: it stays in the page.
      }
    },

    /** Chats with answers that were not sent when the page was left. */
    unsent: (): string[] => chatIds().filter((chatId) => read(chatId).outbox.length > 0),

    /** Takes away what nobody has gone on with for a month. */
    prune(): void {
      for (const chatId of chatIds()) {
        const kept = readKept(chatId);
        if (kept === null || now() - kept.at > keptDays * 86_400_000) keep?.removeItem(keyOf(chatId));
      }
    },
  };
}

export type Drafts = ReturnType<typeof createDrafts>;
