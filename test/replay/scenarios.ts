import { createTeam, createTelegramChannel, createWebchatChannel, setSetting, Visitor } from '../support/builders';
import { eventually } from '../support/eventually';
import type { Parley } from '../support/parley';
import { playProcessScenarios } from './process-scenarios';

export interface Recorded {
  /** Says what the workflow went through; the history's file name. */
  name: string;
  workflowId: string;
}

/** Stands in every text and name of these scenarios: no history may hold it (domain 9.1). */
export const personalWord = 'heliotrope';

/** Brings workflows into every state that a running installation may have them in when a new version is deployed. */
export async function playScenarios(parley: Parley): Promise<Recorded[]> {
  return [
    ...(await waitingChat(parley)),
    ...(await chatInWork(parley)),
    ...(await lapsedAndDeclinedChat(parley)),
    ...(await chatShownToEveryone(parley)),
    ...(await timedOutChat(parley)),
    ...(await telegramChat(parley)),
    ...(await playProcessScenarios(parley, personalWord)),
  ];
}

async function write(
  parley: Parley,
  queueId: string,
): Promise<{ visitor: Visitor; chatId: string; workflowId: string }> {
  const channel = await createWebchatChannel(parley, queueId);
  const visitor = await Visitor.arrive(parley, channel.id);
  await visitor.write(`first ${personalWord}`);
  const chat = await eventually('the chat is there', () =>
    parley.storage.chats.model.findOne({ channelId: channel.id, unrouted: false }).lean(),
  );
  return { visitor, chatId: chat._id, workflowId: chat.workflowId };
}

async function waitingChat(parley: Parley): Promise<Recorded[]> {
  const { queue } = await createTeam(parley, { size: 1, active: false });
  const { workflowId } = await write(parley, queue.id);
  return [{ name: 'waiting', workflowId }];
}

async function chatInWork(parley: Parley): Promise<Recorded[]> {
  const { queue, operators } = await createTeam(parley, { size: 1, completionTimeoutMinutes: 60 });
  const offered = await write(parley, queue.id);
  const other = await write(parley, queue.id);
  await operators[0]?.accept(other.chatId);
  await operators[0]?.say(other.chatId, `answer ${personalWord}`);
  await other.visitor.write(`second ${personalWord}`);
  await eventually(
    'the second message joined',
    async () => (await parley.admin.conversation(other.chatId)).length === 3,
  );
  const third = await write(parley, queue.id);
  await operators[0]?.accept(third.chatId);
  await operators[0]?.close(third.chatId);
  await third.visitor.write(`next chat ${personalWord}`);
  await eventually('the next chat is open', () =>
    parley.storage.chats.model.findOne({ workflowId: third.workflowId, status: 'offered' }).lean(),
  );
  return [
    { name: 'offered', workflowId: offered.workflowId },
    { name: 'active', workflowId: other.workflowId },
    { name: 'next-chat', workflowId: third.workflowId },
  ];
}

async function lapsedAndDeclinedChat(parley: Parley): Promise<Recorded[]> {
  await setSetting(parley, 'OmniChatOperatorAcceptChatTimeout', 0.02);
  const { queue, operators } = await createTeam(parley, { size: 2 });
  const { chatId, workflowId } = await write(parley, queue.id);
  await eventually('both operators are parked', async () =>
    (await Promise.all(operators.map((operator) => operator.status()))).every(
      ({ reason }) => reason === 'missed_offer',
    ),
  );
  await setSetting(parley, 'OmniChatOperatorAcceptChatTimeout', 5);
  await eventually('the chat waits again', async () => (await parley.admin.chat(chatId)).status === 'waiting');
  for (const operator of operators) await operator.setStatus('active');
  await eventually('it is declined', async () => {
    for (const operator of operators) if ((await operator.decline(chatId)).status === 200) return true;
    return false;
  });
  return [{ name: 'lapsed-and-declined', workflowId }];
}

async function chatShownToEveryone(parley: Parley): Promise<Recorded[]> {
  const { queue, operators } = await createTeam(parley, { size: 2, rule: 'ToEveryone' });
  const shown = await write(parley, queue.id);
  const taken = await write(parley, queue.id);
  await operators[0]?.accept(taken.chatId);
  await operators[0]?.close(taken.chatId);
  return [
    { name: 'shown-to-everyone', workflowId: shown.workflowId },
    { name: 'completed-by-operator', workflowId: taken.workflowId },
  ];
}

async function timedOutChat(parley: Parley): Promise<Recorded[]> {
  const { queue, operators } = await createTeam(parley, { size: 1, completionTimeoutMinutes: 0.02 });
  const { chatId, workflowId } = await write(parley, queue.id);
  await operators[0]?.accept(chatId);
  await operators[0]?.say(chatId, `bye ${personalWord}`);
  await eventually('it times out', async () => (await parley.admin.chat(chatId)).completedBy === 'timeout');
  return [{ name: 'completed-by-timeout', workflowId }];
}

async function telegramChat(parley: Parley): Promise<Recorded[]> {
  const { queue, operators } = await createTeam(parley, { size: 1 });
  const bot = parley.telegram.createBot({ firstName: 'Support' });
  const channel = await createTelegramChannel(parley, { bot, queueId: queue.id });
  const client = bot.client({ firstName: `Ada ${personalWord}` });
  client.sendPhoto({ caption: `look ${personalWord}` });
  const chat = await eventually('the chat is offered', async () => (await operators[0]?.mine())?.offered[0]);
  await operators[0]?.accept(chat.id);
  bot.failNext('sendMessage', { kind: '429', retryAfter: 1 });
  await operators[0]?.say(chat.id, `nice ${personalWord}`);
  await bot.waitForSent(1);
  const row = await parley.storage.chats.get(chat.id);
  await parley.admin.ok('PATCH', `/api/channels/${channel.id}`, { active: false });
  return [
    { name: 'telegram-with-photo', workflowId: row?.workflowId ?? '' },
    { name: 'channel-polling', workflowId: `channel-polling:${channel.id}` },
  ];
}
