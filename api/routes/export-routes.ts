import { z } from 'zod';
import type { Chat } from '../../domain/chat';
import type { Message } from '../../domain/message';
import { type ChatExport, exportHeaders, exportPage } from '../chat-export';
import type { ApiDeps } from '../deps';
import { answered, type Route, route } from '../http/route';

/** Messages that are read at once. */
const pageSize = 500;

/** A chat as a file (domain 4.5). */
export function exportRoutes({ storage, access, views }: Pick<ApiDeps, 'storage' | 'access' | 'views'>): Route[] {
  async function conversation(chatId: string): Promise<Message[]> {
    const pages: Message[][] = [];
    for (;;) {
      const before = pages[0]?.[0];
      const page = await storage.messages.conversation(
        { chatId },
        { limit: pageSize, ...(before === undefined ? {} : { before }) },
      );
      pages.unshift(page);
      if (page.length < pageSize) return pages.flat();
    }
  }

  /** `root`: what stands before our paths in the address that the caller used. */
  async function exported(chat: Chat, root: string): Promise<ChatExport> {
    const whole = (url: string | null) => url && root + url;
    const withWholeUrls = <Said extends Pick<ChatExport['messages'][number], 'attachments'>>(said: Said): Said => ({
      ...said,
      attachments: said.attachments.map(({ url, previewUrl, ...attachment }) => ({
        ...attachment,
        ...{ url: whole(url), previewUrl: whole(previewUrl) },
      })),
    });
    const [details, rows] = await Promise.all([views.chatDetails(chat), conversation(chat.id)]);
    const messages = await views.messages(rows);
    const { contact } = details;
    return {
      exportedAt: new Date().toISOString(),
      chat: { ...details, contact: { ...contact, photoUrl: whole(contact.photoUrl) } },
      messages: messages.map((message) => ({
        ...withWholeUrls(message),
        versions: message.versions.map(withWholeUrls),
      })),
    };
  }

  return [
    route({
      method: 'GET',
      path: '/api/chats/{id}/export',
      operationId: 'ExportChat',
      summary: 'The whole of a chat as a file: conversation, contact, routing log, short-lived addresses of its files',
      tag: 'Chats',
      access: 'signedIn',
      query: z.strictObject({ format: z.enum(['html', 'json']).default('html') }),
      responses: {
        200: { mediaType: '*/*', description: 'A page of HTML, or JSON: `{exportedAt, chat, messages}`.' },
      },
      problems: ['not_found'],
      async handle({ params, query: { format }, user, origin, siteRoot, raw: { response } }) {
        const chat = await access.read(user, params.id);
        const whole = await exported(chat, origin + (await siteRoot()));
        response.attachment(`chat-${chat.number}.${format}`).set(exportHeaders);
        if (format === 'json') response.json(whole);
        else response.type('html').send(exportPage(whole));
        return answered;
      },
    }),
  ];
}
