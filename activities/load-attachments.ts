import { Readable } from 'node:stream';
import { ApplicationFailure, Context } from '@temporalio/activity';
import { peek } from '../domain/file-beginnings';
import { messageEvents } from '../domain/live-event';
import { type Attachment, allFilesOf, type Failure, type Message } from '../domain/message';
import type { SharedContact } from '../domain/message-parts';
import { previewsFor } from '../domain/preview';
import { kindOfReceived, nameOfReceived } from '../domain/received-file';
import { commit } from '../storage/unit-of-work';
import { contactsInFile } from './contacts-in-file';
import { withHeartbeats } from './heartbeats';
import type { ActivityDeps } from './index';

/** Downloads and stores a message's files; what cannot be had for good is shown as such (domain 2.5). */
export function createLoadAttachments({ storage, providers }: Pick<ActivityDeps, 'storage' | 'providers'>) {
  async function loadAttachments({ messageId }: { messageId: string }): Promise<void> {
    const tried = new Set<string>();
    const delays: number[] = [];
    let postponed: string | null = null;
    // Looked at anew after each: an edit may have brought another.
    for (;;) {
      const message = await storage.messages.get(messageId);
      const attachment = message && pendingFilesOf(message).find(({ id }) => !tried.has(id));
      if (!message || !attachment) break;
      tried.add(attachment.id);
      const later = await withHeartbeats(() => load(message, attachment));
      if (later === null) continue;
      postponed = later.reason;
      if (later.afterMs !== null) delays.push(later.afterMs);
    }
    if (postponed === null) return;
    throw ApplicationFailure.create({
      type: 'LoadLater',
      message: postponed,
      ...(delays.length === 0 ? {} : { nextRetryDelay: Math.max(...delays) }),
    });
  }

  async function load(
    message: Message,
    attachment: Attachment,
  ): Promise<{ reason: string; afterMs: number | null } | null> {
    const channel = await storage.channels.open(message.channelId);
    const provider = providers.find(({ code }) => code === message.provider);
    if (channel === null || provider === undefined || attachment.reference === null) {
      await failed(message, attachment, { code: 'channel_gone', reason: 'The channel of this file is gone.' });
      return null;
    }
    const outcome = await provider.loadAttachment(channel, attachment.reference);
    if (outcome.kind === 'later') return outcome;
    if (outcome.kind === 'refused') {
      await failed(message, attachment, outcome.failure);
      return null;
    }
    const { start, whole } = await peek(outcome.content);
    const isPlaceholder = attachment.hasPlaceholderName === true;
    const named = { given: attachment.fileName, isPlaceholder, stored: outcome.fileName };
    const mediaType = kindOfReceived({
      start,
      said: [attachment.mediaType, outcome.mediaType],
      fileName: (isPlaceholder ? null : attachment.fileName) || (outcome.fileName ?? ''),
    });
    const fileName = nameOfReceived({ ...named, mediaType });
    const content = Readable.from(whole(), { objectMode: false });
    const { size } = await storage.files.save({ id: attachment.id, fileName, mediaType, content });
    Context.current().heartbeat();
    const contacts = await contactsInFile(storage.files, attachment.id, { fileName, mediaType });
    const isKept = await settle(
      message,
      attachment,
      { status: 'stored', fileId: attachment.id, size, fileName, mediaType, failure: null },
      contacts,
    );
    // Of another attempt's it is the same file; of a message that was erased meanwhile nothing may stay.
    if (!isKept && (await storage.messages.get(message.id)) === null) await storage.files.remove(attachment.id);
    return null;
  }

  /** After the last try. */
  async function giveUpAttachments({ messageId }: { messageId: string }): Promise<void> {
    const message = await storage.messages.get(messageId);
    if (message === null) return;
    for (const attachment of pendingFilesOf(message)) {
      await failed(message, attachment, {
        code: 'download_failed',
        reason: 'The messenger did not deliver this file, although it was asked several times.',
      });
    }
  }

  async function failed(message: Message, attachment: Attachment, failure: Failure): Promise<void> {
    await settle(message, attachment, { status: 'failed', failure });
  }

  /** The first attempt that knows what became of a file says so; the others change and tell nothing, and get false. */
  async function settle(
    message: Message,
    attachment: Attachment,
    outcome: Parameters<typeof storage.messages.setAttachment>[3],
    contacts: SharedContact[] = [],
  ): Promise<boolean> {
    const { result } = await commit(storage, async (unit) => {
      if (!(await storage.messages.setAttachment(unit.tx, message.id, attachment.id, outcome))) return false;
      await storage.messages.addContacts(unit.tx, message.id, contacts);
      unit.tell(...messageEvents('message.updated', message));
      unit.followSlowly(...previewsFor({ id: message.id, attachments: [{ ...attachment, ...outcome }] }));
      return true;
    });
    return result;
  }

  return { loadAttachments, giveUpAttachments };
}

/** Also of former versions. */
function pendingFilesOf(message: Message): Attachment[] {
  return allFilesOf(message).filter(({ status }) => status === 'pending');
}
