import { randomUUID } from 'node:crypto';
import type { OpenedChannel } from '../../domain/channel';
import type { Chat } from '../../domain/chat';
import { chatWorkflowId } from '../../workflows/chat/messages';
import type { ApiClient } from '../support/api-client';
import { createTeam, createTelegramChannel, createWebchatChannel, type Named, Visitor } from '../support/builders';
import { letExpire, take } from '../support/by-hand';
import { inActivity } from '../support/in-activity';
import { only } from '../support/routing-scenes';
import type { StandInBot } from '../support/telegram/stand-in-bot';
import type { StandInClient } from '../support/telegram/stand-in-client';
import { openChannel, type WhatsAppScene } from '../support/twilio/whatsapp-scenes';
import type { Asked, Bench } from './bench';

export interface Received {
  operator: ApiClient;
  channelId: string;
  asked: Asked<'attachMessages'>;
}

interface OnPage extends Received {
  visitorToken: string;
  /** The page's ids of what he wrote. */
  writtenIds: string[];
}

export type InChat<T extends Received = Received> = T & { chat: Chat };

/** One operator with a queue; what follows is his alone. */
async function desk({ parley }: Bench): Promise<{ operator: ApiClient; queue: Named }> {
  const { queue, operators } = await createTeam(parley, { size: 1, completionTimeoutMinutes: 60 });
  return { queue, operator: only(operators) };
}

/** A client's first messages are stored, and stand in no chat yet. */
export async function received(bench: Bench): Promise<OnPage> {
  const { operator, queue } = await desk(bench);
  const channel = await createWebchatChannel(bench.parley, queue.id);
  const visitor = await Visitor.arrive(bench.parley, channel.id, 'Vera');
  const writtenIds = ['first', 'second'];
  for (const id of writtenIds) await visitor.write(id, id);
  const asked = await attachIn(bench, 'webchat', channel.id);
  return { operator, channelId: channel.id, asked, visitorToken: visitor.token, writtenIds };
}

/** What the conversation's workflow asks when it is told of its messages. */
async function attachIn({ parley }: Bench, provider: string, channelId: string): Promise<Asked<'attachMessages'>> {
  const rows = await parley.storage.messages.model.find({ channelId }).lean();
  const { clientId } = only(rows);
  const conversationHash = parley.installation.conversationHash(channelId, clientId);
  return {
    channelId,
    messageIds: rows.map(({ _id }) => _id),
    chatId: null,
    newChatId: randomUUID(),
    workflowId: chatWorkflowId({ provider, channelId, conversationHash }),
  };
}

async function chatOf({ parley }: Bench, chatId: string): Promise<Chat> {
  const chat = await parley.storage.chats.get(chatId);
  if (chat === null) throw new Error('the chat is there');
  return chat;
}

async function inChat<T extends Received>(bench: Bench, came: T): Promise<InChat<T>> {
  await bench.activities.attachMessages(came.asked);
  return { ...came, chat: await chatOf(bench, came.asked.newChatId) };
}

/** A new chat for which nobody has looked for an operator yet. */
export async function waiting(bench: Bench): Promise<InChat<OnPage>> {
  return inChat(bench, await received(bench));
}

export async function offered(bench: Bench): Promise<InChat<OnPage>> {
  return offer(bench, await waiting(bench));
}

async function offer<T extends Received>(bench: Bench, came: InChat<T>): Promise<InChat<T>> {
  const { id: chatId, revision } = came.chat;
  await bench.activities.routeChat({ chatId, revision });
  return { ...came, chat: await chatOf(bench, chatId) };
}

async function taken<T extends Received>(bench: Bench, came: InChat<T>): Promise<InChat<T>> {
  const { id: chatId } = came.chat;
  await take(bench.parley, { chatId, operatorId: came.operator.userId });
  return { ...came, chat: await chatOf(bench, chatId) };
}

export async function inWork(bench: Bench): Promise<InChat<OnPage>> {
  return taken(bench, await offered(bench));
}

/** A visitor whose chat is in work, with an answer that has reached him. */
export async function answered(bench: Bench): Promise<InChat<OnPage> & { answerId: string }> {
  return answer(bench, await inWork(bench));
}

async function answer<T extends InChat>(bench: Bench, work: T): Promise<T & { answerId: string }> {
  const { id: answerId } = await work.operator.say(work.chat.id, 'Good morning');
  await inActivity(() => bench.activities.sendAnswers({ chatId: work.chat.id }));
  return { ...work, answerId };
}

/** The offer's deadline passed so long ago. */
export async function offeredSince(bench: Bench, agoMs: number): Promise<InChat> {
  const scene = await offered(bench);
  await letExpire(bench.parley, scene.chat.id, agoMs);
  return { ...scene, chat: await chatOf(bench, scene.chat.id) };
}

export interface OnTelegram {
  bot: StandInBot;
  client: StandInClient;
  operator: ApiClient;
  channelId: string;
}

/** A bot that nobody polls. */
export async function telegram(bench: Bench): Promise<OnTelegram> {
  const { operator, queue } = await desk(bench);
  const bot = bench.parley.telegram.createBot();
  const { id: channelId } = await createTelegramChannel(bench.parley, { bot, queueId: queue.id });
  return { bot, operator, channelId, client: bot.client({ firstName: 'Ada', photo: Buffer.from('a photo of Ada') }) };
}

/** Takes in what the bot has to tell, as a poll would. */
async function takeIn({ parley, receiver }: Bench, { bot, channelId }: OnTelegram): Promise<void> {
  const channel = await openedChannel(parley, channelId);
  const provider = parley.deps.providers.find(({ code }) => code === channel.provider);
  await receiver.receive(
    channel,
    bot.pendingUpdates.flatMap((update) => provider?.parse(update) ?? []),
  );
}

export async function openedChannel({ storage }: Bench['parley'], channelId: string): Promise<OpenedChannel> {
  const channel = await storage.channels.open(channelId);
  if (channel === null) throw new Error('the channel is there');
  return channel;
}

/** A Telegram client's chat in work; `write` is what he wrote. */
export async function telegramInWork(
  bench: Bench,
  write: (client: StandInClient) => unknown,
): Promise<InChat<OnTelegram & Received>> {
  const scene = await telegram(bench);
  write(scene.client);
  await takeIn(bench, scene);
  const came = await inChat(bench, { ...scene, asked: await attachIn(bench, 'telegram', scene.channelId) });
  return taken(bench, await offer(bench, came));
}

/** A WhatsApp client's chat in work, with an answer that Twilio has taken and not reported on. */
export async function whatsAppAnswered(bench: Bench): Promise<InChat<WhatsAppScene & Received> & { answerId: string }> {
  const scene = await openChannel(bench.parley);
  scene.account.reporting = 'held';
  await scene.client.write(scene.sender, 'Hello');
  const came = await inChat(bench, { ...scene, asked: await attachIn(bench, 'whatsapp', scene.channelId) });
  return answer(bench, await taken(bench, await offer(bench, came)));
}
