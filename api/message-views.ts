import type { z } from 'zod';
import { previewOf } from '../domain/chat';
import type { Attachment, Message, Said } from '../domain/message';
import type { Installation } from '../storage/installation';
import type { Storage } from '../storage/storage';
import type { messageShape } from './shapes/message';

type MessageView = z.input<typeof messageShape>;

/** Turns stored messages into what the HTTP interface shows. */
export function createMessageViews({ storage, installation }: { storage: Storage; installation: Installation }) {
  async function messages(rows: Message[]): Promise<MessageView[]> {
    const [quoted, channels] = await Promise.all([
      storage.messages.repliedTo(rows.filter(({ replyToExternalId }) => replyToExternalId !== null)),
      storage.channels.getMany([...new Set(rows.map(({ channelId }) => channelId))]),
    ]);
    return rows.map((row) => {
      const source = channels.get(row.channelId)?.source ?? '';
      return view(row, { source, quoted: quoted.find((other) => isRepliedTo(other, row)) ?? null });
    });
  }

  async function message(row: Message): Promise<MessageView> {
    const [only] = await messages([row]);
    if (only === undefined) throw new Error('a message has a view');
    return only;
  }

  /** `source`: what its channel is known by in the messenger. */
  function view(row: Message, { source, quoted }: { source: string; quoted: Message | null }): MessageView {
    const { deliveryStatus, clientId } = row;
    const [sender, recipient] = row.direction === 'incoming' ? [clientId, source] : [source, clientId];
    return {
      id: row.id,
      chatId: row.chatId ?? '',
      ...{ provider: row.provider, sender, recipient },
      direction: row.direction,
      kind: row.kind,
      notice: row.notice,
      ...saidIn(row),
      timestamp: row.timestamp.toISOString(),
      orderKey: row.orderKey,
      editedAt: row.editedAt?.toISOString() ?? null,
      versions: row.versions.map((version) => ({ at: version.at.toISOString(), ...saidIn(version) })),
      ...writerOf(row),
      forwardedFrom: row.forwardedFrom,
      quote: row.quote,
      externalReply: row.externalReply,
      albumId: row.albumId,
      referral: row.referral,
      replyToExternalId: row.replyToExternalId,
      replyTo: quoted && {
        id: quoted.id,
        chatId: quoted.chatId ?? '',
        direction: quoted.direction,
        type: quoted.type,
        text: previewOf(quoted.text),
        ...writerOf(quoted),
      },
      deliveryStatus: deliveryStatus === 'sending' ? 'pending' : deliveryStatus,
      failure: row.failure,
      reaction: row.reaction,
      template: row.template,
      possiblyRepeated: row.possiblyRepeated,
      externalId: row.externalId,
    };
  }

  function saidIn({ type, text, location, links, marks, sharedContact, furtherContacts, attachments }: Said) {
    const cards = { sharedContact, furtherContacts };
    return { type, text, location, links, marks, ...cards, attachments: attachments.map(attachment) };
  }

  function attachment({ id, fileName, mediaType, size, status, fileId, previewFileId, failure, isQuoted }: Attachment) {
    const url = fileId === null ? null : installation.signFileUrl(fileId);
    const previewUrl = previewFileId === undefined ? null : installation.signFileUrl(previewFileId);
    return { id, fileName, mediaType, size, status, url, previewUrl, failure, isQuoted: isQuoted ?? false };
  }

  return { message, messages };
}

function writerOf({ authorId, authorName }: Message) {
  const author = authorId === null ? null : { id: authorId, name: authorName ?? '' };
  return { author, answeredBy: authorId === null ? authorName : null };
}

function isRepliedTo(other: Message, { channelId, clientId, replyToExternalId }: Message): boolean {
  return other.channelId === channelId && other.clientId === clientId && other.externalId === replyToExternalId;
}
