import type { ApiClient, ApiMessage } from './api-client';
import { connectedSince, createTeam, createTelegramChannel, type Named } from './builders';
import { eventually } from './eventually';
import type { Parley } from './parley';
import type { StandInBot } from './telegram/stand-in-bot';
import type { StandInClient } from './telegram/stand-in-client';

export interface TelegramInWork {
  operator: ApiClient;
  bot: StandInBot;
  channel: Named;
  client: StandInClient;
  chatId: string;
}

/** A client of a Telegram bot whose chat an operator has taken; `first` is what he wrote, long ago if so wished. */
export async function telegramInWork(
  parley: Parley,
  { first = 'Hello', date }: { first?: string; date?: Date } = {},
): Promise<TelegramInWork> {
  const {
    queue,
    operators: [operator],
  } = await createTeam(parley, { size: 1 });
  if (operator === undefined) throw new Error('a team of one has an operator');
  const bot = parley.telegram.createBot();
  const channel = await createTelegramChannel(parley, { bot, queueId: queue.id });
  const client = bot.client({ firstName: 'Ada' });
  // What was written before a bot became a channel is not taken in.
  if (date !== undefined) await connectedSince(parley, channel.id, new Date(0));
  client.sendText(first, date === undefined ? {} : { date });
  const { id: chatId } = await eventually('the chat is offered', async () => (await operator.mine()).offered[0]);
  const { status } = await operator.accept(chatId);
  if (status !== 200) throw new Error(`the chat could not be taken: ${status}`);
  return { operator, bot, channel, client, chatId };
}

/** The message once it stands as wanted. */
export function messageOnce(
  { operator, chatId }: Pick<TelegramInWork, 'operator' | 'chatId'>,
  { id }: Pick<ApiMessage, 'id'>,
  what: string,
  fits: (message: ApiMessage) => boolean,
  withinMs?: number,
): Promise<ApiMessage> {
  return eventually(
    `the message ${what}`,
    async () => (await operator.conversation(chatId)).find((message) => message.id === id && fits(message)),
    withinMs,
  );
}

export const isSent = ({ deliveryStatus }: ApiMessage) => deliveryStatus === 'sent';
export const isFailed = ({ deliveryStatus }: ApiMessage) => deliveryStatus === 'failed';
