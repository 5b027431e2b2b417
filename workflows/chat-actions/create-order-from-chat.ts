import { defineProcess, finished, refused } from './define-process';
import { another, chat } from './parameters';
import { steps } from './steps';

interface Input {
  RunId: string;
  ChatId: string;
  New?: boolean;
}

/** Opens an order from the chat. While the chat's last one is not confirmed, another is refused unless it is asked for. */
export const CreateOrderFromChat = defineProcess(
  { title: { en: 'Create order', ru: 'Создать заказ' }, parameters: [chat, another] },
  async ({ RunId, ChatId, New = false }: Input) => {
    const last = await steps.findOrder({ chatId: ChatId });
    if (last?.status === 'new' && !New)
      return refused(`Order ${last.number} of this chat is not confirmed yet.`, last.link);

    const opened = await steps.openOrder({ runId: RunId, chatId: ChatId, isFirst: last === null });
    if (opened === null) return refused('The chat is not there any more.');
    if (!opened.isNew) return refused(`Order ${opened.number} of this chat is not confirmed yet.`, opened.link);
    return finished(`Order ${opened.number} is there.`, opened.link);
  },
);
