import { badRequest } from '../api-error';
import { textContent } from '../formatted-text';
import { writableChat } from './chat-access';
import type { Method } from './method';

export const editMessageText: Method = ({ bot, call }) => {
  const content = textContent(call);
  const messageId = call.integer('message_id');
  if (call.text('chat_id') === '' && messageId === 0) throw badRequest('message identifier is not specified');
  const conversation = writableChat(bot, call);
  const message = conversation.messages.get(messageId);
  if (!message) throw badRequest('message to edit not found');
  if (message.from.id !== bot.me.id) throw badRequest("message can't be edited");
  if (message.text === undefined) throw badRequest('there is no text in the message to edit');
  if (message.text === content.text) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current ' +
        'content and reply markup of the message',
    );
  }
  const changed = conversation.change(message, { entities: undefined, ...content });
  bot.noteSent(call, changed);
  return { result: changed };
};
