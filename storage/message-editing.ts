import type { IncomingMessage } from '../domain/inbound';
import type { Message } from '../domain/message';
import { editableFields, type Moment, originalMoment, type Version, withVersion } from '../domain/versions';
import { anyOf } from './conversation';
import type { Tx } from './database';
import {
  type AttachmentRow,
  currentVersion,
  foundMessage,
  incomingRow,
  type MessageModel,
  type MessageRow,
  signalGraceMs,
} from './message-row';

export interface ToldVersion {
  message: IncomingMessage;
  moment: Moment;
  /** All but the text is as it was. */
  isTextOnly: boolean;
}

interface Edited {
  isKnown: boolean;
  /** Null when nothing has changed by it. */
  changed: Message | null;
}

/** Messages that clients change after they were sent: the newest version is shown whole, the former ones are kept (domain 2.8). */
export function createMessageEditing(model: MessageModel) {
  return {
    /** Takes in a version of a client's message, which may be an earlier one than is known. */
    async edit(channelId: string, told: ToldVersion, tx: Tx): Promise<Edited> {
      const { clientId, externalId } = told.message;
      const which = { channelId, clientId, externalId, direction: 'incoming' as const };
      const row = (await model.findOne(which).session(tx).lean()) as MessageRow | null;
      const update = row && updateOf(row, told);
      if (update === null) return { isKnown: row !== null, changed: null };
      const options = { returnDocument: 'after', session: tx } as const;
      return { isKnown: true, changed: foundMessage(await model.findOneAndUpdate(which, update, options).lean()) };
    },

    /** Those of some messages that came edited before their first version did. */
    async lackingOriginals(channelId: string, messages: IncomingMessage[]): Promise<IncomingMessage[]> {
      if (messages.length === 0) return [];
      const externalIds = messages.map(({ externalId }) => externalId);
      const of = anyOf(messages.map(({ clientId }) => ({ channelId, clientId })));
      const which = {
        ...of,
        direction: 'incoming' as const,
        externalId: { $in: externalIds },
        editedAt: { $ne: null },
      };
      const rows = await model.find(which, { clientId: 1, externalId: 1, timestamp: 1, versions: 1 }).lean();
      const lacking = rows.filter(
        ({ timestamp, versions: [first] = [] }) => first === undefined || first.at > timestamp,
      );
      return messages.filter((message) =>
        lacking.some((row) => row.clientId === message.clientId && row.externalId === message.externalId),
      );
    },
  };
}

function updateOf(row: MessageRow, { message, isTextOnly, ...told }: ToldVersion) {
  // Nothing is changed before it was said, whatever a clock or a safety net that knows whole seconds tells.
  const moment = told.moment.at < row.timestamp ? { ...told.moment, at: row.timestamp } : told.moment;
  const current = currentVersion(row);
  const fresh = incomingRow({ id: row.channelId, provider: row.provider }, message);
  const files = fresh.attachments.map((file) => row.attachments.find((known) => isSameFile(known, file)) ?? file);
  const version: Version = isTextOnly
    ? { ...current, ...moment, text: message.text, marks: [] }
    : { ...withPeopleOf(current, currentVersion({ ...fresh, attachments: files.map(ofNow) })), ...moment };
  const known = [...(row.versions ?? []), current];
  const history = withVersion(known, version);
  const newest = history.at(-1);
  if (history === known || newest === undefined) return null;

  const added = files.filter((file) => !row.attachments.includes(file) && version.attachmentIds.includes(file.id));
  const attachments = [...row.attachments, ...added].map(
    (file): AttachmentRow => (newest.attachmentIds.includes(file.id) ? ofNow(file) : { ...file, former: true }),
  );
  const isOriginal = newest.sequence === originalMoment(row.timestamp).sequence;
  return {
    $set: {
      ...Object.fromEntries(editableFields.map((field) => [field, newest[field]])),
      ...{ text: newest.text, attachments, versions: history.slice(0, -1) },
      editedAt: isOriginal ? null : newest.at,
      editSequence: newest.sequence,
      ...(newest.raw === undefined ? {} : { raw: newest.raw }),
      // Until the chat's workflow was told to load them.
      ...(added.some(({ status }) => status === 'pending') && { dueAt: new Date(Date.now() + signalGraceMs) }),
    },
    ...(newest.raw === undefined && { $unset: { raw: true as const } }),
  };
}

/** People in a card among the files are known since the file was loaded: whoever tells of the same files has nothing to say of them. */
function withPeopleOf({ attachmentIds, sharedContact, furtherContacts }: Version, told: Version): Version {
  const hasSameFiles = attachmentIds.length > 0 && attachmentIds.join() === told.attachmentIds.join();
  return hasSameFiles && told.sharedContact === null ? { ...told, sharedContact, furtherContacts } : told;
}

function ofNow({ former: _former, ...file }: AttachmentRow): AttachmentRow {
  return file;
}

/** An earlier version of Parley kept no fingerprints. */
function isSameFile(known: AttachmentRow, told: AttachmentRow): boolean {
  if (known.fingerprint !== undefined && told.fingerprint !== undefined) return known.fingerprint === told.fingerprint;
  if (known.reference === told.reference) return true;
  const isAlike = known.fileName === told.fileName && known.mediaType === told.mediaType;
  return isAlike && known.size !== null && known.size === told.size;
}
