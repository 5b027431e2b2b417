import type { FormerVersion } from './message';

/** When a version was said: by the messenger's time, between equals by its own sequence. */
export interface Moment {
  at: Date;
  sequence: number;
}

/** Parts of a message that an edit may change, besides its files. */
export const editableFields = [
  ...(['type', 'text', 'location', 'links', 'marks', 'sharedContact', 'furtherContacts'] as const),
] as const;
type EditableField = (typeof editableFields)[number];

/** What a message says from a moment on. */
export interface Version extends Pick<FormerVersion, EditableField>, Moment {
  attachmentIds: string[];
  /** The messenger's payload, of what is not understood. */
  raw?: unknown;
}

/** Far more often than anybody corrects a message: a place that is shared live moves by edits, for days. */
const mostVersions = 200;
/** Of all former versions together. A row must stay far below MongoDB's 16 MB whatever a client does. */
const mostCharacters = 500_000;

/** Before every edit. */
const originalSequence = -1;

export function originalMoment(timestamp: Date): Moment {
  return { at: timestamp, sequence: originalSequence };
}

function compare(one: Moment, other: Moment): number {
  return one.at.getTime() - other.at.getTime() || one.sequence - other.sequence;
}

/**
 * What a message has said, oldest first, with one more version, wherever among the others it belongs: messengers repeat edits, and tell
 * of them out of order. The same history when the version says nothing new.
 */
export function withVersion(history: Version[], told: Version): Version[] {
  const later = history.findIndex((version) => compare(version, told) > 0);
  const place = later === -1 ? history.length : later;
  const isKnown = history.some((version) => compare(version, told) === 0 && saysTheSame(version, told));
  const isAsBefore = [history[place - 1], history[place]].some((beside) => beside && saysTheSame(beside, told));
  if (isKnown || isAsBefore) return history;
  return bounded([...history.slice(0, place), told, ...history.slice(place)]);
}

function saysTheSame(one: Version, other: Version): boolean {
  // Of what is not understood nobody can say that nothing has changed.
  const isOpaque = one.type === 'unsupported' && other.type === 'unsupported';
  const said = (version: Version) =>
    JSON.stringify([
      ...editableFields.map((field) => version[field]),
      version.attachmentIds,
      isOpaque ? version.raw : null,
    ]);
  return said(one) === said(other);
}

/** The first version and the newest ones stay. */
function bounded(history: Version[]): Version[] {
  const [first, ...rest] = history;
  if (first === undefined) return history;
  const kept = [...rest];
  const length = () => [first, ...kept.slice(0, -1)].reduce((sum, { text }) => sum + text.length, 0);
  while (kept.length > 1 && (kept.length > mostVersions || length() > mostCharacters)) kept.shift();
  return [first, ...kept];
}
