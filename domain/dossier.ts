import { beginningOf } from './graphemes';

/** What is kept of a matter that came up in a chat: a case to be settled, or an order (domain 5.2). */
export interface Dossier<S extends string = string> {
  id: string;
  /** Rises with each of its kind. */
  number: number;
  subject: string;
  status: S;
  notes: string;
  contactId: string;
  chatId: string;
  /** The chat's queue at that time: its operators see it. */
  queueId: string;
  /** Who had it opened. */
  operatorId: string;
  createdAt: Date;
  history: DossierChange[];
}

/** Who changed what, and when. */
export interface DossierChange {
  at: Date;
  userId: string;
  field: 'status' | 'subject' | 'notes';
  from: string;
  to: string;
}

export const caseStatuses = ['open', 'in_progress', 'resolved', 'closed'] as const;
export type Case = Dossier<(typeof caseStatuses)[number]>;

export const orderStatuses = ['new', 'confirmed', 'fulfilled', 'cancelled'] as const;
export type Order = Dossier<(typeof orderStatuses)[number]>;

export interface DossierEdit<S extends string = string> {
  status?: S | undefined;
  subject?: string | undefined;
  notes?: string | undefined;
}

export const subjectLength = 200;

/** The subject of what is opened from a chat: the beginning of what the client wrote first. */
export function subjectOf(chat: { number: number }, firstText: string | null): string {
  const words = (firstText ?? '').replace(/\s+/g, ' ').trim();
  return words === '' ? `Chat ${chat.number}` : beginningOf(words, subjectLength);
}

/** What an edit changes, for the history; nothing where it says what is so already. */
export function changesBy(
  dossier: Dossier,
  edit: DossierEdit,
  by: Pick<DossierChange, 'at' | 'userId'>,
): DossierChange[] {
  const fields = ['status', 'subject', 'notes'] as const;
  return fields.flatMap((field) => {
    const to = edit[field];
    return to === undefined || to === dossier[field] ? [] : [{ ...by, field, from: dossier[field], to }];
  });
}
