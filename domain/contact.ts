/** The person who writes (domain 1.6). */
export interface Contact {
  id: string;
  /** What lists show: the name from the profile, or the substitute of domain 1.6. */
  name: string;
  firstName: string | null;
  lastName: string | null;
  photoFileId: string | null;
  identities: Identity[];
  createdAt: Date;
}

/** How a contact is known at a provider. */
export interface Identity {
  provider: string;
  clientId: string;
}

export function fullName(profile: { firstName?: string | null; lastName?: string | null }): string {
  return [profile.firstName, profile.lastName].filter((part) => part?.trim()).join(' ');
}

/** The name of a contact whose profile could not be had (domain 1.6). */
export function substituteName(channelName: string, clientId: string): string {
  return `New contact ${channelName}-${clientId}`;
}
