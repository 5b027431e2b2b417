import { Problem } from '../../domain/problem';
import { limitsTold } from '../../messaging/limits-told';
import { listOf } from '../http/paging';
import { ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { replyWindowShape, templateShape } from '../shapes/reply';
import type { ChatRouteDeps } from './chat-routes';
import { maxFileBytes } from './file-routes';

const tag = 'Messages';

/** What may be sent to a client now (domain 7.2). */
export function replyRoutes({ service, access, providers }: ChatRouteDeps): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/chats/{id}/reply-window',
      operationId: 'GetReplyWindow',
      summary: 'Until when the client may be answered freely, and what his messenger takes',
      tag,
      access: 'signedIn',
      responses: { 200: replyWindowShape },
      problems: ['not_found'],
      async handle({ params, user }) {
        const chat = await access.visible(user, params.id);
        const state = await service.replyOptions.windowOf(chat);
        const provider = providers.find(({ code }) => code === chat.provider);
        if (provider === undefined)
          throw new Problem('not_found', 'The messenger of this chat is no longer part of Parley.');
        return ok({
          isOpen: state?.isOpen ?? true,
          freeTextUntil: state?.freeTextUntil?.toISOString() ?? null,
          answerableUntil: state?.answerableUntil?.toISOString() ?? null,
          maxFiles: provider.outgoing.maxAttachments,
          limits: limitsTold(provider.outgoing, { maxFileBytes }),
          hasTemplates: provider.listTemplates !== undefined,
        });
      },
    }),

    route({
      method: 'GET',
      path: '/api/chats/{id}/templates',
      operationId: 'GetTemplates',
      summary: 'The approved messages that may be sent to the client at any time',
      tag,
      access: 'signedIn',
      responses: { 200: listOf(templateShape) },
      problems: ['not_found', 'messenger_unreachable'],
      async handle({ params, user }) {
        const chat = await access.visible(user, params.id);
        return ok({ items: await service.replyOptions.templatesOf(chat), nextCursor: null });
      },
    }),
  ];
}
