import { z } from 'zod';
import { listOf } from '../http/paging';
import { ok } from '../http/reply';
import { type Route, route } from '../http/route';
import type { ChatRouteDeps } from './chat-routes';

const tag = 'Messages';

const replyWindow = z
  .object({
    isOpen: z.boolean().meta({ description: 'Whether an operator may answer with a text or files now.' }),
    freeTextUntil: z.iso.datetime().nullable().meta({
      description:
        'Until when any text may be sent; null: for ever, or (when closed) because the client has not written yet.',
    }),
    answerableUntil: z.iso.datetime().nullable().meta({
      description: 'Until when a person may still answer, where the messenger grants more time for that.',
    }),
    hasTemplates: z.boolean().meta({ description: 'Whether approved templates may be sent, at any time.' }),
  })
  .meta({ id: 'ReplyWindow' });

const template = z
  .object({
    id: z.string(),
    name: z.string(),
    language: z.string(),
    text: z.string().meta({ description: 'With its variables as {{name}}.' }),
    variables: z.array(z.string()),
  })
  .meta({ id: 'Template' });

/** What may be sent to a client now (domain 7.2). */
export function replyRoutes({ service, access, providers }: ChatRouteDeps): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/chats/{id}/reply-window',
      operationId: 'GetReplyWindow',
      summary: 'Until when the client may be answered freely',
      tag,
      access: 'signedIn',
      responses: { 200: replyWindow },
      problems: ['not_found'],
      async handle({ params, user }) {
        const chat = await access.visible(user, params.id);
        const state = await service.replyOptions.windowOf(chat);
        const provider = providers.find(({ code }) => code === chat.provider);
        return ok({
          isOpen: state?.isOpen ?? true,
          freeTextUntil: state?.freeTextUntil?.toISOString() ?? null,
          answerableUntil: state?.answerableUntil?.toISOString() ?? null,
          hasTemplates: provider?.listTemplates !== undefined,
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
      responses: { 200: listOf(template) },
      problems: ['not_found', 'messenger_unreachable'],
      async handle({ params, user }) {
        const chat = await access.visible(user, params.id);
        return ok({ items: await service.replyOptions.templatesOf(chat), nextCursor: null });
      },
    }),
  ];
}
