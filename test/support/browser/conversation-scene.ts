import type { Locator, Page } from 'playwright-core';
import { orderKey } from '../../../domain/order-key';
import type { ApiChat } from '../api-client';
import { createQueue, createTelegramChannel, createWebchatChannel, type Named, Visitor } from '../builders';
import { eventually } from '../eventually';
import { facebookChannel } from '../facebook/scene';
import { fakeClient } from '../fake-messenger';
import type { Parley } from '../parley';
import { whatsAppInWork } from '../twilio/whatsapp-scenes';
import { type Credentials, createAccount } from './console-pages';

/** What an operator sees of a conversation. */
export const inConversation = {
  list: (page: Page): Locator => page.getByRole('list', { name: /^Conversation with/ }),
  field: (page: Page): Locator => page.getByRole('textbox', { name: 'Your answer' }),
  message: (page: Page, text: string | RegExp): Locator =>
    page
      .getByRole('list', { name: /^Conversation with/ })
      .getByRole('article')
      .filter({ hasText: text }),
};

/** An operator who can sign in, alone in a queue. */
export async function operatorWithQueue(parley: Parley) {
  const account = await createAccount(parley, { name: 'Olga Operator' });
  const queue = await createQueue(parley, { operators: [{ userId: account.user.userId }] });
  await account.user.setStatus('active');
  return { account, queue };
}

/** The chat that is offered to him, once it is; he takes it. */
export async function takeOffered({ user }: Awaited<ReturnType<typeof createAccount>>): Promise<ApiChat> {
  const chat = await eventually('a chat is offered', async () => (await user.mine()).offered[0]);
  await user.accept(chat.id);
  return chat;
}

export interface Scene {
  account: Credentials & { user: Awaited<ReturnType<typeof createAccount>>['user'] };
  queue: Named;
  chatId: string;
}

/** A visitor of a web page, whose chat an operator has. */
export async function visitorInWork(parley: Parley, first: string): Promise<Scene & { visitor: Visitor }> {
  const { account, queue } = await operatorWithQueue(parley);
  const channel = await createWebchatChannel(parley, queue.id);
  const visitor = await Visitor.arrive(parley, channel.id, 'Vera Visitor');
  await visitor.write(first);
  return { account, queue, visitor, chatId: (await takeOffered(account)).id };
}

/** A client of a Telegram bot, whose chat an operator has. */
export async function botClientInWork(parley: Parley, first: string) {
  const { account, queue } = await operatorWithQueue(parley);
  const bot = parley.telegram.createBot();
  await createTelegramChannel(parley, { bot, queueId: queue.id });
  const client = bot.client({ firstName: 'Ada' });
  client.sendText(first);
  return { account, queue, bot, client, chatId: (await takeOffered(account)).id };
}

/** Somebody who writes to a Facebook page, whose chat an operator has. */
export async function pageClientInWork(parley: Parley, first: string) {
  const { account, queue } = await operatorWithQueue(parley);
  const { page, channelId } = await facebookChannel(parley, { queueId: queue.id });
  const client = page.client({ firstName: 'Ada', lastName: 'Lind' });
  const message = client.sendText(first);
  return { account, queue, page, channelId, client, message, chatId: (await takeOffered(account)).id };
}

/** Somebody who writes by WhatsApp, whose chat an operator has. */
export async function whatsAppClientInWork(parley: Parley, first: string) {
  const { account, queue } = await operatorWithQueue(parley);
  const {
    account: twilio,
    client,
    sender,
    chatId,
  } = await whatsAppInWork(parley, first, {
    ...{ queueId: queue.id, operator: account.user },
  });
  return { account, queue, twilio, client, sender, chatId };
}

/** A client of the fake messenger, who wrote at that time. */
export async function fakeClientInWork(parley: Parley, first: string, wroteAt: Date) {
  const { account, queue } = await operatorWithQueue(parley);
  const settings = { number: `number-${queue.id}` };
  const fields = { provider: 'fake', settings, queueId: queue.id, active: true, language: 'en' };
  const channel = await parley.admin.ok<Named>('POST', '/api/channels', fields);
  const client = fakeClient(parley, channel.id);
  await client.write(first, wroteAt);
  return { account, queue, channel, client, chatId: (await takeOffered(account)).id };
}

/** So many more messages of the client, a second apart, written past the model: the service would take minutes. */
export async function addMessages({ storage }: Parley, chatId: string, count: number): Promise<void> {
  const { collection } = storage.messages.model;
  const first = await storage.messages.model.findOne({ chatId }).lean();
  if (first === null) throw new Error('the chat has a message');
  const { _id, ...fields } = first;
  const rows = Array.from({ length: count }, (_, index) => {
    const timestamp = new Date(first.timestamp.getTime() + (index + 1) * 1_000);
    return {
      ...fields,
      ...{ _id: `${_id}-${index}`, externalId: `${first.externalId}-${index}`, timestamp },
      orderKey: orderKey(timestamp, 0),
      text: `message ${index + 1}.${' and more'.repeat(index % 9)}`,
    };
  });
  await collection.insertMany(rows as never[]);
}
