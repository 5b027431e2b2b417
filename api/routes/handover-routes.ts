import type { Chat } from '../../domain/chat';
import { Problem } from '../../domain/problem';
import { may } from '../../domain/user';
import { chatAudit } from '../chat-access';
import { ok } from '../http/reply';
import { type Route, route } from '../http/route';
import { chatShape } from '../shapes/chat';
import type { ChatRouteDeps } from './chat-routes';

const tag = 'Chats';

/** Handing conversations to the messenger's bot and back (domain 6.3). */
export function handoverRoutes({ storage, service, access, views }: ChatRouteDeps): Route[] {
  async function now({ id }: Chat) {
    const chat = await storage.chats.get(id);
    if (chat === null) throw new Problem('not_found', 'There is no such chat.');
    return ok(await views.chat(chat));
  }

  return [
    route({
      method: 'POST',
      path: '/api/chats/{id}/hand-back',
      operationId: 'HandChatBack',
      summary: 'Give a chat that you have in work to the messenger’s bot; an administrator may give any',
      tag,
      access: 'signedIn',
      audit: chatAudit(storage),
      responses: { 200: chatShape },
      problems: [
        'not_found',
        'chat_not_in_work',
        'chat_completed',
        'no_bot',
        'messenger_refused',
        'messenger_unreachable',
      ],
      async handle({ params, user, audited }) {
        const chat = await access.visible(user, params.id);
        const isHis = chat.operatorId === user.id || chat.status === 'bot';
        if (!isHis && !may(user, 'Administrator'))
          throw new Problem('chat_not_in_work', 'Only the operator who has the chat in work can do this.');
        const handBack = () => service.handover.handBack(chat);
        await (isHis ? handBack() : audited(handBack));
        return now(chat);
      },
    }),

    route({
      method: 'POST',
      path: '/api/chats/{id}/take-over',
      operationId: 'TakeChatOver',
      summary:
        'Take a chat from the messenger’s bot, to be given to an operator; where the bot decides, it comes when the bot agrees',
      tag,
      access: 'signedIn',
      responses: { 200: chatShape },
      problems: [
        'not_found',
        'chat_not_with_bot',
        'chat_completed',
        'no_bot',
        'messenger_refused',
        'messenger_unreachable',
      ],
      async handle({ params, user }) {
        const chat = await access.visible(user, params.id);
        await service.handover.takeOver(chat);
        return now(chat);
      },
    }),
  ];
}
