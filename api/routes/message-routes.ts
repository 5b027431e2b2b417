import { z } from 'zod';
import type { Message } from '../../domain/message';
import { invalid, Problem } from '../../domain/problem';
import { may, type User } from '../../domain/user';
import { listOf, pageOf, pageQuery, readCursor } from '../http/paging';
import { accepted, ok } from '../http/reply';
import { type Route, route } from '../http/route';
import type { UploadedFile } from '../http/uploads';
import { createTurns } from '../in-turn';
import { chatShape } from '../shapes/chat';
import { messageShape, sentAnswerShape } from '../shapes/message';
import type { ChatRouteDeps } from './chat-routes';
import { idOfUploadBy, maxFileBytes } from './file-routes';

const tag = 'Messages';
const maxFiles = 10;
/** More than anybody writes in one go. */
const maxFurtherTexts = 19;
const maxTextLength = 100_000;

const answer = z.strictObject({
  text: z.string().max(maxTextLength).default(''),
  furtherTexts: z
    .preprocess(asList, z.array(z.string().max(maxTextLength)).max(maxFurtherTexts))
    .default([])
    .meta({
      description:
        'What is too long for one message: sent right after `text`, each as a message of its own, before any files. All of it is stored, or nothing.',
    }),
  fileIds: z
    .preprocess(asList, z.array(z.string()).max(maxFiles))
    .default([])
    .meta({ description: 'Files uploaded before with `POST /api/files`.' }),
  replyToMessageId: z.string().optional(),
  template: z
    .strictObject({ id: z.string().min(1), variables: z.record(z.string(), z.string().max(1_000)).default({}) })
    .optional()
    .meta({
      description:
        'An approved template, sent in place of a text; the only thing that may be sent outside the reply window.',
    }),
});

/** A form has one field of a name or several. */
function asList(value: unknown): unknown {
  return typeof value === 'string' ? [value] : value;
}

const withRaw = z
  .enum(['true', 'false'])
  .default('false')
  .transform((given) => given === 'true')
  .meta({
    description: 'Adds the messenger’s payload (`raw`) to messages that do not hold all of it; for administrators.',
  });

function refuseRaw(user: User, isAsked: boolean): void {
  if (isAsked && !may(user, 'Administrator'))
    throw new Problem('forbidden', 'The payloads of messengers need the permission Administrator.');
}

const position = z.tuple([z.string(), z.string()]);

/** Conversations: reading, answering, delivery (domain 4.1). */
export function messageRoutes({ storage, service, access, views }: ChatRouteDeps): Route[] {
  const inTurn = createTurns();

  /** Files sent along have ids that stay the same when the request is repeated. */
  const idOfUpload = (newId: string, index: number) => `${newId}-${index}`;

  async function filesOf(of: { userId: string; newId: string }, uploaded: UploadedFile[], fileIds: string[]) {
    const files = uploaded.map(({ fileName, mediaType, size }, index) => {
      return { id: idOfUpload(of.newId, index), fileName, mediaType, size };
    });
    for (const [index, id] of fileIds.entries()) {
      const file = id.startsWith(idOfUploadBy(of.userId, '')) ? await storage.files.open(id) : null;
      if (file === null) throw invalid({ [`fileIds.${index}`]: 'is no file that you uploaded' });
      files.push({ id, fileName: file.fileName, mediaType: file.mediaType, size: file.size });
    }
    return files;
  }

  async function shown(messages: Message[], isRaw: boolean) {
    const shownMessages = await views.messages(messages);
    if (!isRaw) return shownMessages;
    const raws = await storage.messages.rawsOf(messages.map(({ id }) => id));
    return shownMessages.map((message) => ({ ...message, raw: raws.get(message.id) ?? null }));
  }

  async function keep(newId: string, uploaded: UploadedFile[]): Promise<void> {
    for (const [index, { fileName, mediaType, open }] of uploaded.entries())
      await storage.files.save({ id: idOfUpload(newId, index), fileName, mediaType, content: open() });
  }

  async function discard(newId: string, uploaded: UploadedFile[]): Promise<void> {
    for (const index of uploaded.keys()) await storage.files.remove(idOfUpload(newId, index));
  }

  return [
    route({
      method: 'GET',
      path: '/api/chats/{id}/messages',
      operationId: 'GetConversation',
      summary: 'The newest page of a conversation, oldest first within it; nextCursor leads to older ones',
      tag,
      access: 'signedIn',
      query: z.strictObject({ ...pageQuery, raw: withRaw }),
      responses: { 200: listOf(messageShape) },
      problems: ['not_found', 'forbidden'],
      async handle({ params, query, user }) {
        refuseRaw(user, query.raw);
        const { id: chatId } = await access.read(user, params.id);
        const at = readCursor(query.cursor, position);
        const before = at && { orderKey: at[0], id: at[1] };
        const rows = await storage.messages.conversation(
          { chatId },
          { limit: query.limit + 1, ...(before === null ? {} : { before }) },
        );
        const page = pageOf(rows.reverse(), query.limit, ({ orderKey, id }) => [orderKey, id]);
        return ok({ ...page, items: await shown(page.items.reverse(), query.raw) });
      },
    }),

    route({
      method: 'GET',
      path: '/api/chats/{id}/messages/{messageId}',
      operationId: 'GetMessage',
      summary: 'One message, such as for addresses of its files that have not run out',
      tag,
      access: 'signedIn',
      query: z.strictObject({ raw: withRaw }),
      responses: { 200: messageShape },
      problems: ['not_found', 'forbidden'],
      async handle({ params, query, user }) {
        refuseRaw(user, query.raw);
        const { id: chatId } = await access.read(user, params.id);
        const message = await storage.messages.get(params.messageId);
        if (message === null || message.chatId !== chatId)
          throw new Problem('not_found', 'There is no such message in this chat.');
        const [view] = await shown([message], query.raw);
        return ok(view ?? (await views.message(message)));
      },
    }),

    route({
      method: 'POST',
      path: '/api/chats/{id}/messages',
      operationId: 'SendMessage',
      summary: 'Answer the client; stored at once, sent in order, its delivery status follows',
      tag,
      access: 'signedIn',
      body: answer,
      upload: { field: 'attachments', maxBytes: maxFileBytes, maxFiles, required: false },
      responses: { 202: sentAnswerShape },
      problems: [
        'not_found',
        'chat_not_in_work',
        'chat_completed',
        'channel_inactive',
        'message_refused',
        'reply_window_closed',
        'messenger_unreachable',
      ],
      async handle({ params, body, user, newId, files }) {
        const { id: chatId } = await access.visible(user, params.id);
        const { text, furtherTexts, fileIds, replyToMessageId, template } = body;
        const answer = {
          id: newId,
          chatId,
          author: user,
          text,
          furtherTexts,
          files: await filesOf({ userId: user.id, newId }, files, fileIds),
          ...(replyToMessageId === undefined ? {} : { replyToMessageId }),
          ...(template === undefined ? {} : { template }),
        };
        if (files.length > 0 && (await service.answers.check(answer)) === null) await keep(newId, files);
        const written = await inTurn(chatId, () => service.answers.write(answer)).catch(async (error: unknown) => {
          // Completed or erased in the meantime: files that belong to nothing must not stay.
          if (error instanceof Problem) await discard(newId, files);
          throw error;
        });
        const { message, followedBy } = written;
        return accepted({ ...(await views.message(message)), followedBy: await views.messages(followedBy) });
      },
    }),

    route({
      method: 'POST',
      path: '/api/chats/{id}/messages/{messageId}/resend',
      operationId: 'ResendMessage',
      summary: 'Send an answer again that failed',
      tag,
      access: 'signedIn',
      responses: { 202: messageShape },
      problems: ['not_found', 'message_not_failed', 'channel_inactive', 'reply_window_closed'],
      async handle({ params, user }) {
        const chat = await access.visible(user, params.id);
        const message = await service.answers.sendAgain({ chat, messageId: params.messageId, operatorId: user.id });
        return accepted(await views.message(message));
      },
    }),

    route({
      method: 'POST',
      path: '/api/chats/{id}/read',
      operationId: 'MarkChatAsRead',
      summary: 'The messages of a chat in work have been read, all or up to one',
      tag,
      access: 'signedIn',
      body: z.strictObject({ messageId: z.string().optional() }).optional(),
      responses: { 200: chatShape },
      problems: ['not_found', 'chat_not_in_work'],
      async handle({ params, body, user }) {
        const chat = await access.visible(user, params.id);
        const read = await service.answers.markRead({ chat, messageId: body?.messageId, operatorId: user.id });
        return ok(await views.chat(read));
      },
    }),
  ];
}
