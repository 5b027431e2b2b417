import type { SlowChore } from './chore';
import type { Attachment, Message } from './message';

/** What telephones take photos as, and only few browsers show. */
const shownByPreview = /^image\/hei[cf](-sequence)?$/;

/** A file has one preview, whichever messages it is part of; it is deleted with the file. */
export function previewIdOf(fileId: string): string {
  return `preview.${fileId}`;
}

export function previewNameOf(fileName: string): string {
  return `${fileName.replace(/\.[^.]*$/, '') || 'preview'}.jpg`;
}

function needsPreview({ mediaType, status, previewFileId }: Attachment): boolean {
  return status === 'stored' && previewFileId === undefined && shownByPreview.test(mediaType);
}

/** The previews that a message's files are to get. */
export function previewsFor({ id: messageId, attachments }: Pick<Message, 'id' | 'attachments'>): SlowChore[] {
  return attachments.filter(needsPreview).flatMap(({ id: attachmentId, fileId }) => {
    return fileId === null ? [] : [{ kind: 'make_preview' as const, messageId, attachmentId, fileId }];
  });
}
