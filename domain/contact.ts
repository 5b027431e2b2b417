import { type Language, languageOrFirst } from './languages';

/** The person who writes (domain 1.6). */
export interface Contact {
  id: string;
  /** What lists show: the name from the profile, or the substitute of domain 1.6. */
  name: string;
  firstName: string | null;
  lastName: string | null;
  /** As operators noted it, in international form; a messenger's own number is an identity. */
  phone: string | null;
  photoFileId: string | null;
  identities: Identity[];
  /** Ids of the contacts that were merged into this one. */
  formerIds: string[];
  createdAt: Date;
}

/** How a contact is known at a provider. */
export interface Identity {
  provider: string;
  clientId: string;
}

/** A contact that was merged into another, and all that is needed to take it out again. */
export interface Merge {
  id: string;
  /** The contact that stayed. */
  intoId: string;
  /** The contact that went, as it was. */
  from: Contact;
  /** What the one that stayed took from it, having nothing of its own. */
  filled: Partial<Pick<Contact, 'phone' | 'photoFileId'>>;
  /** Ids of the rows that moved, by collection. */
  moved: Record<string, string[]>;
  at: Date;
  /** After this the former contact is forgotten. */
  undoableUntil: Date;
}

export function fullName(profile: { firstName?: string | null; lastName?: string | null }): string {
  return [profile.firstName, profile.lastName].filter((part) => part?.trim()).join(' ');
}

const newContact: Record<Language, string> = { en: 'New contact', ru: 'Новый контакт' };

/** The name of a contact whose profile could not be had, in the language of the channel (domain 1.6). */
export function substituteName(channel: { name: string; language: string }, clientId: string): string {
  return `${newContact[languageOrFirst(channel.language)]} ${channel.name}-${clientId}`;
}

/** The file of a contact's photo. */
export function photoFileIdOf(contactId: string): string {
  return `photo-${contactId}`;
}

function isSame(one: Identity, other: Identity): boolean {
  return one.provider === other.provider && one.clientId === other.clientId;
}

/** What `into` becomes when `from` is merged into it. */
export function merged(
  into: Contact,
  from: Contact,
): Pick<Contact, 'identities' | 'formerIds'> & Pick<Merge, 'filled'> {
  return {
    identities: [...into.identities, ...from.identities],
    formerIds: [...into.formerIds, from.id, ...from.formerIds],
    filled: {
      ...(into.phone === null && from.phone !== null ? { phone: from.phone } : {}),
      ...(into.photoFileId === null && from.photoFileId !== null ? { photoFileId: from.photoFileId } : {}),
    },
  };
}

/** What the contact that stayed becomes when the merge is undone; what was changed since stays. */
export function unmerged(
  into: Contact,
  { from, filled }: Merge,
): Pick<Contact, 'identities' | 'formerIds' | 'phone' | 'photoFileId'> {
  const gone = [from.id, ...from.formerIds];
  return {
    identities: into.identities.filter((identity) => !from.identities.some((his) => isSame(identity, his))),
    formerIds: into.formerIds.filter((id) => !gone.includes(id)),
    phone: filled.phone !== undefined && filled.phone === into.phone ? null : into.phone,
    photoFileId: filled.photoFileId !== undefined && filled.photoFileId === into.photoFileId ? null : into.photoFileId,
  };
}
