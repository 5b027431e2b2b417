import type { InlineKeyboardMarkup, Message } from 'grammy/types';
import { z } from 'zod';
import type { ApiCall } from '../api-call';
import { badRequest, forbidden, tooManyRequests } from '../api-error';
import type { BotCore } from '../bot-core';
import type { Conversation, MessageContent } from '../conversation';
import { writableChat } from './chat-access';
import type { MethodAnswer } from './method';

const replyParametersSchema = z.object({
  message_id: z.coerce.number().int(),
  allow_sending_without_reply: z.boolean().default(false),
});

function repliedTo(call: ApiCall, conversation: Conversation): MessageContent {
  const parameters = call.json('reply_parameters', "can't parse reply parameters JSON object");
  if (parameters === undefined) return {};
  if (typeof parameters !== 'object' || parameters === null) throw badRequest('object expected as reply parameters');
  if (Object.keys(parameters).length === 0) return {};
  const parsed = replyParametersSchema.safeParse(parameters);
  if (!parsed.success) throw badRequest(`can't find field "${String(parsed.error.issues[0]?.path[0])}"`);
  const message = conversation.quoted(parsed.data.message_id);
  if (message) return { reply_to_message: message as Message['reply_to_message'] };
  if (parsed.data.allow_sending_without_reply) return {};
  throw badRequest('message to be replied not found');
}

function inlineKeyboard(call: ApiCall): MessageContent {
  const markup = call.json('reply_markup', "can't parse reply keyboard markup JSON object");
  if (markup === undefined) return {};
  if (typeof markup !== 'object' || markup === null) throw badRequest('object expected as reply markup');
  return 'inline_keyboard' in markup ? { reply_markup: markup as InlineKeyboardMarkup } : {};
}

function checkRate(bot: BotCore, conversation: Conversation): void {
  const seconds = bot.rateLimits?.secondsToWait(conversation.user.id);
  if (seconds !== undefined) throw tooManyRequests(seconds);
}

/** Puts a message into the conversation; `contentOf` runs when the chat is known to be there, as in the real server. */
export function deliver(bot: BotCore, call: ApiCall, contentOf: () => MessageContent): MethodAnswer {
  const keyboard = inlineKeyboard(call);
  const conversation = writableChat(bot, call);
  const reply = repliedTo(call, conversation);
  const content = contentOf();
  checkRate(bot, conversation);
  if (conversation.isBlocked) throw forbidden('bot was blocked by the user');
  const message = conversation.add(bot.user, { ...reply, ...content, ...keyboard });
  bot.noteSent(call, message);
  return { result: message };
}
