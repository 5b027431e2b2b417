import { z } from 'zod';
import type { Provider } from '../../channels/contract';
import type { CommandAnswer } from '../../domain/command';
import type { Operator } from '../../domain/operator';
import { hasRoom } from '../../domain/places';
import { invalid, Problem, type ProblemCode } from '../../domain/problem';
import { may } from '../../domain/user';
import type { TransferTarget } from '../../domain/verdicts';
import type { Service } from '../../messaging/service';
import type { Storage } from '../../storage/storage';
import { type ChatAccess, chatAudit } from '../chat-access';
import { createChatsSection, sectionQuery } from '../chats-section';
import { listOf } from '../http/paging';
import { ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { chatDetailsShape, chatShape, foundChatShape } from '../shapes/chat';
import type { Views } from '../views';

export interface ChatRouteDeps {
  storage: Storage;
  service: Service;
  access: ChatAccess;
  views: Views;
  providers: Provider[];
}

const tag = 'Chats';

const myChats = z
  .object({ offered: z.array(chatShape), available: z.array(chatShape), active: z.array(chatShape) })
  .meta({ id: 'MyChats' });

const ofSectionOnly = ['channelId', 'queueId', 'contactId', 'status', 'from', 'to', 'q', 'cursor'] as const;

const chatsQuery = z
  .strictObject({ ...sectionQuery, view: z.enum(['mine', 'all']).default('mine') })
  .superRefine((query, context) => {
    if (query.view === 'all') return;
    for (const name of ofSectionOnly)
      if (query[name] !== undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'is for the chats section: ask with view=all' });
  });

/** Why a command was refused, in words. */
const refusals: Partial<Record<ProblemCode, string>> = {
  chat_already_taken: 'Another operator has taken this chat.',
  operator_at_limit: 'You have as many chats as an operator may have at once. Complete one first.',
  offer_expired: 'This chat is not, or no longer, offered to you.',
  operator_inactive: 'You are inactive. Set your status to active first.',
  chat_completed: 'The chat is completed.',
  chat_with_bot: 'A bot has this chat. Take it over first.',
  chat_not_in_work: 'Only the operator who has the chat in work can do this.',
  channel_inactive: 'The channel is switched off or has no queue.',
};

/** The same, of the operator who was to have the chat. */
const transferRefusals: Partial<Record<ProblemCode, string>> = {
  operator_at_limit: 'That operator has as many chats as an operator may have at once.',
  operator_inactive: 'That operator is inactive.',
  not_found: 'That queue is gone.',
};

/** The chat service of the HTTP interface (domain 4.4). */
export function chatRoutes({ storage, service, access, views }: ChatRouteDeps): Route[] {
  const section = createChatsSection({ storage, views, access });

  async function shownTo(operator: Operator) {
    const limit = await storage.settings.get('SimultaneousChats');
    if (!hasRoom(operator, limit)) return [];
    return storage.chats.shownTo(operator, await storage.channels.inactiveIds());
  }

  async function mine(operatorId: string) {
    const operator = await storage.operators.get(operatorId);
    if (operator === null) return { offered: [], available: [], active: [] };
    const [offered, available, active] = await Promise.all([
      storage.chats.offeredTo(operatorId).then(views.chats),
      shownTo(operator).then(views.chats),
      storage.chats.inWorkOf(operatorId).then(views.chats),
    ]);
    return { offered, available, active };
  }

  async function answered(chatId: string, answer: CommandAnswer) {
    if (answer.kind === 'refused') throw new Problem(answer.code, refusals[answer.code] ?? 'The chat refused this.');
    const chat = await storage.chats.get(chatId);
    if (chat === null) throw new Problem('not_found', 'There is no such chat.');
    return ok(await views.chat(chat));
  }

  async function checkTarget(to: TransferTarget): Promise<void> {
    if ('queueId' in to && (await storage.queues.get(to.queueId)) === null) throw invalid({ queueId: 'is no queue' });
    if ('operatorId' in to && ((await storage.operators.get(to.operatorId))?.queueIds ?? []).length === 0)
      throw invalid({ operatorId: 'is no operator' });
  }

  return [
    route({
      method: 'GET',
      path: '/api/chats',
      operationId: 'GetChats',
      summary: 'Your chats (offered, available, in work), or with view=all a page of the chats section, newest first',
      tag,
      access: 'signedIn',
      query: chatsQuery,
      responses: { 200: z.union([myChats, listOf(foundChatShape)]) },
      problems: ['forbidden'],
      async handle({ query, user }) {
        const administrates = may(user, 'Administrator');
        if (query.view === 'mine') {
          if (query.operatorId !== undefined && query.operatorId !== user.id && !administrates)
            throw new Problem('forbidden', "Only an administrator may look at another operator's chats.");
          return ok(await mine(query.operatorId ?? user.id));
        }
        return ok(await section(query, user));
      },
    }),

    route({
      method: 'GET',
      path: '/api/chats/{id}',
      operationId: 'GetChat',
      summary: 'A chat with its routing log',
      tag,
      access: 'signedIn',
      responses: { 200: chatDetailsShape },
      problems: ['not_found'],
      handle: async ({ params, user }) => ok(await views.chatDetails(await access.read(user, params.id))),
    }),

    route({
      method: 'POST',
      path: '/api/chats/{id}/accept',
      operationId: 'AcceptChat',
      summary: 'Take a chat that is offered or shown to you; again by the winner is no error',
      tag,
      access: 'signedIn',
      responses: { 200: chatShape },
      problems: [
        'not_found',
        'chat_already_taken',
        'operator_at_limit',
        'offer_expired',
        'operator_inactive',
        'chat_completed',
        'chat_not_responding',
      ],
      async handle({ params, user, newId, receivedAtMs }) {
        const { id } = await access.visible(user, params.id);
        const asked = { chatId: id, operatorId: user.id, commandId: newId, receivedAtMs };
        return answered(id, await service.commands.accept(asked));
      },
    }),

    route({
      method: 'POST',
      path: '/api/chats/{id}/decline',
      operationId: 'DeclineChat',
      summary: 'Leave an offered chat to the next operator; you stay active',
      tag,
      access: 'signedIn',
      responses: { 200: chatShape },
      problems: ['not_found', 'offer_expired', 'chat_already_taken', 'chat_completed', 'chat_not_responding'],
      async handle({ params, user, newId }) {
        const { id } = await access.visible(user, params.id);
        return answered(id, await service.commands.decline({ chatId: id, operatorId: user.id, commandId: newId }));
      },
    }),

    route({
      method: 'POST',
      path: '/api/chats/{id}/transfer',
      operationId: 'TransferChat',
      summary: 'Give a chat that you have in work to another operator, or to a queue; an administrator may give any',
      description:
        'To an operator it is his at once. In a queue it waits with its age, and is not offered to you again for now.',
      tag,
      access: 'signedIn',
      audit: chatAudit(storage),
      body: z.union([z.strictObject({ operatorId: z.string() }), z.strictObject({ queueId: z.string() })], {
        error: 'must have either operatorId or queueId, a text, and nothing else',
      }),
      responses: { 200: chatShape },
      problems: [
        'not_found',
        'chat_not_in_work',
        'operator_at_limit',
        'operator_inactive',
        'chat_with_bot',
        'chat_completed',
        'chat_not_responding',
      ],
      async handle({ params, user, newId, body: to, audited }) {
        const chat = await access.visible(user, params.id);
        await checkTarget(to);
        const own = chat.operatorId === user.id || !may(user, 'Administrator');
        const by = own ? ('operator' as const) : ('administrator' as const);
        const transfer = async () => {
          const asked = { chatId: chat.id, operatorId: user.id, commandId: newId, by, to };
          const answer = await service.commands.transfer(asked);
          if (answer.kind === 'refused' && answer.code in transferRefusals)
            throw new Problem(answer.code, transferRefusals[answer.code] ?? '');
          return answered(chat.id, answer);
        };
        return by === 'administrator' ? audited(transfer) : transfer();
      },
    }),

    route({
      method: 'POST',
      path: '/api/chats/{id}/close',
      operationId: 'CloseActiveChat',
      summary: 'Complete a chat that you have in work; an administrator may complete any',
      tag,
      access: 'signedIn',
      audit: chatAudit(storage),
      responses: { 200: chatShape },
      problems: ['not_found', 'chat_not_in_work', 'chat_completed', 'chat_not_responding'],
      async handle({ params, user, newId, audited }) {
        const chat = await access.visible(user, params.id);
        const own = chat.operatorId === user.id || !may(user, 'Administrator');
        const by = own ? 'operator' : 'administrator';
        const asked = { chatId: chat.id, operatorId: user.id, commandId: newId, by } as const;
        const close = async () => answered(chat.id, await service.commands.close(asked));
        return by === 'administrator' ? audited(close) : close();
      },
    }),

    route({
      method: 'GET',
      path: '/api/chats/unread-count',
      operationId: 'GetUnreadChatsCount',
      summary: 'How many of your chats in work have unread messages',
      tag,
      access: 'signedIn',
      responses: { 200: z.object({ count: z.number().int() }) },
      handle: async ({ user }) => ok({ count: (await storage.chats.unreadOf(user.id)).chats }),
    }),

    route({
      method: 'GET',
      path: '/api/messages/unread-count',
      operationId: 'GetUnreadMessagesCount',
      summary: 'How many unread messages your chats in work have',
      tag,
      access: 'signedIn',
      responses: { 200: z.object({ count: z.number().int() }) },
      handle: async ({ user }) => ok({ count: (await storage.chats.unreadOf(user.id)).messages }),
    }),
  ];
}
