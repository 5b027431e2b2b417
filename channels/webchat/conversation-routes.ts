import type { Message } from '../../domain/message';
import type { ProviderDesk, ProviderRequest, ProviderRoute } from '../contract';
import { json } from './answers';
import { changeEvents } from './change-events';
import { forVisitors } from './visitors-only';

/** Messages that the page shows: enough for any chat, and bounded. */
const shownMessages = 200;

/** What a visitor may know of a message: nothing of chats, operators' ids or delivery beyond his own reading. */
function viewOf(message: Message, { desk, request: { root } }: { desk: ProviderDesk; request: ProviderRequest }) {
  const { id, direction, type, text, timestamp, authorName, attachments, externalId, deliveryStatus } = message;
  const isOwn = direction === 'incoming';
  return {
    id,
    /** The id that the page gave to its own message. */
    messageId: isOwn ? externalId : null,
    direction,
    type,
    text,
    timestamp,
    authorName: isOwn ? null : authorName,
    seen: deliveryStatus === 'read',
    attachments: attachments.map(({ fileName, mediaType, size, fileId, previewFileId }) => ({
      fileName,
      mediaType,
      size,
      url: fileId === null ? null : root + desk.fileUrl(fileId, fileName),
      previewUrl: previewFileId === undefined ? null : root + desk.fileUrl(previewFileId, fileName),
    })),
  };
}

/** What the page shows. The token stands in a header, so that no log of addresses ever has it. */
export const conversationRoutes: ProviderRoute[] = [
  {
    method: 'GET',
    path: '/:channelId/messages',
    operationId: 'GetWebchatMessages',
    summary: 'The visitor’s conversation, oldest first',
    maxBodyBytes: 0,
    handle: forVisitors(async ({ desk, channel, visitor, request }) => {
      const messages = await desk.conversation({ channelId: channel.id, clientId: visitor.id, limit: shownMessages });
      return json({ items: messages.map((message) => viewOf(message, { desk, request })), nextCursor: null });
    }),
  },
  {
    method: 'GET',
    path: '/:channelId/events',
    operationId: 'WatchWebchatMessages',
    summary: 'Server-sent events: `changed` whenever the conversation did',
    maxBodyBytes: 0,
    handle: forVisitors(async ({ desk, channel, visitor, request: { signal } }) => {
      const changes = desk.conversationChanges({ channelId: channel.id, clientId: visitor.id, signal });
      // Without the last header nginx would gather events before it passes them on.
      const headers = {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      };
      return { status: 200, headers, body: changeEvents({ changes, signal }) };
    }),
  },
];
