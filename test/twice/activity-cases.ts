import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from '../../domain/inbound';
import { createQueue, createUser } from '../support/builders';
import { eventually } from '../support/eventually';
import { incomingText } from '../support/incoming-text';
import type { StandInBot } from '../support/telegram/stand-in-bot';
import type { Activities, Bench } from './bench';
import { chatActionCases } from './chat-action-cases';
import {
  type InChat,
  inWork,
  offered,
  offeredSince,
  openedChannel,
  received,
  telegram,
  telegramInWork,
  waiting,
} from './scenes';

export interface Scene {
  /** One attempt, asked the same each time. */
  run: () => Promise<unknown>;
  /** Whose calls are counted. */
  bot?: StandInBot;
  /** What the messenger does between the two. */
  again?: () => unknown;
  /** What came of it outside our rows, a line each. */
  elsewhere?: () => Promise<string[]>;
  /** After the test. */
  end?: () => Promise<void>;
}

export interface ActivityCase {
  what: string;
  scene: (bench: Bench) => Promise<Scene>;
  /** It changes nothing. */
  onlyLooks?: true;
  /** What a second attempt answers, when it is not what the first did. */
  secondAnswer?: unknown;
  /** What two attempts at the same moment may leave otherwise than one does, and why. */
  atOnce?: { differs: RegExp; because: string };
}

/** What each activity is asked in the life of a chat. Whoever adds an activity adds how it is tried twice. */
export const activityCases: Record<keyof Activities, ActivityCase[]> = {
  attachMessages: [
    {
      what: 'opens a chat',
      scene: async (bench) => {
        const { asked } = await received(bench);
        return { run: () => bench.run('attachMessages', asked) };
      },
      atOnce: { differs: /^(now|no longer) counters /, because: 'a number that was given out may be left unused' },
    },
    {
      what: 'joins a chat in work',
      scene: async (bench) => {
        const { asked, channelId, chat } = await inWork(bench);
        const messageIds = await receive(bench, channelId, incomingText(chat.clientId, 'third'));
        const next = { ...asked, messageIds, chatId: chat.id, newChatId: randomUUID() };
        return { run: () => bench.run('attachMessages', next) };
      },
    },
  ],
  routeChat: [
    {
      what: 'offers a chat',
      scene: async (bench) => {
        const { id: chatId, revision } = (await waiting(bench)).chat;
        return { run: () => bench.run('routeChat', { chatId, revision }) };
      },
    },
    {
      what: 'finds nobody',
      scene: async (bench) => {
        const { chat, operator } = await waiting(bench);
        await operator.setStatus('inactive');
        return { run: () => bench.run('routeChat', { chatId: chat.id, revision: chat.revision }) };
      },
    },
  ],
  endOffer: [
    { what: 'parks the operator', scene: async (bench) => endingOf(bench, await offeredSince(bench, 1_500)) },
    { what: 'renews a late offer', scene: async (bench) => endingOf(bench, await offeredSince(bench, 60_000)) },
  ],
  acceptChat: [
    {
      what: 'takes an offer',
      scene: async (bench) => {
        const { chat, operator } = await offered(bench);
        const asked = { chatId: chat.id, operatorId: operator.userId, receivedAtMs: Date.now() };
        return { run: () => bench.run('acceptChat', asked) };
      },
    },
  ],
  declineChat: [
    {
      what: 'gives an offer back',
      scene: async (bench) => {
        const { chat, operator } = await offered(bench);
        return { run: () => bench.run('declineChat', { chatId: chat.id, operatorId: operator.userId }) };
      },
    },
  ],
  transferChat: [
    {
      what: 'to another operator',
      scene: async (bench) => {
        const { chat, operator } = await inWork(bench);
        const next = await createUser(bench.parley, { name: 'Next', active: true });
        const asked = { chatId: chat.id, operatorId: operator.userId, by: 'operator' as const };
        return { run: () => bench.run('transferChat', { ...asked, to: { operatorId: next.userId } }) };
      },
    },
    {
      what: 'to another queue',
      scene: async (bench) => {
        const { chat, operator } = await inWork(bench);
        const { id: queueId } = await createQueue(bench.parley);
        const asked = { chatId: chat.id, operatorId: operator.userId, by: 'operator' as const };
        return { run: () => bench.run('transferChat', { ...asked, to: { queueId } }) };
      },
      atOnce: { differs: /^(now|no longer) queues /, because: 'each scene has a queue with a name of its own' },
    },
  ],
  completeChat: [
    {
      what: 'by its operator',
      scene: async (bench) => {
        const { chat, operator } = await inWork(bench);
        const asked = { chatId: chat.id, by: 'operator' as const, operatorId: operator.userId };
        return { run: () => bench.run('completeChat', asked) };
      },
    },
    {
      what: 'by time',
      scene: async (bench) => {
        const { id: chatId } = (await inWork(bench)).chat;
        const completesAt = new Date(Date.now() - 1_000);
        await bench.parley.storage.chats.model.updateOne({ _id: chatId }, { $set: { completesAt } });
        return { run: () => bench.run('completeChat', { chatId, by: 'timeout' }) };
      },
    },
    {
      what: 'by an administrator, while it is offered',
      scene: async (bench) => {
        const { id: chatId } = (await offered(bench)).chat;
        return { run: () => bench.run('completeChat', { chatId, by: 'administrator' }) };
      },
    },
  ],
  sendAnswers: [
    {
      what: 'sends the one there is',
      scene: async (bench) => {
        const { operator, chat, bot } = await telegramInWork(bench, (client) => client.sendText('Hello'));
        await operator.say(chat.id, 'Good morning');
        return { run: () => bench.run('sendAnswers', { chatId: chat.id }), bot };
      },
      secondAnswer: { more: false },
      atOnce: {
        differs: /^now messages |^sendMessage /,
        because: 'neither knows whether the other got through: the answer may be sent once more, and then says so',
      },
    },
    {
      what: 'shows the one there is on the web page',
      scene: async (bench) => {
        const { operator, chat } = await inWork(bench);
        await operator.say(chat.id, 'Good morning');
        return { run: () => bench.run('sendAnswers', { chatId: chat.id }) };
      },
      secondAnswer: { more: false },
    },
    {
      what: 'fails the one whose channel takes no part any more',
      scene: async (bench) => {
        const { operator, chat, channelId } = await inWork(bench);
        await operator.say(chat.id, 'Good morning');
        await bench.parley.admin.ok('PATCH', `/api/channels/${channelId}`, { active: false });
        return { run: () => bench.run('sendAnswers', { chatId: chat.id }) };
      },
      secondAnswer: { more: false },
    },
  ],
  loadAttachments: [
    { what: 'stores a photo', scene: (bench) => photo(bench, 'loadAttachments') },
    {
      what: 'shows what cannot be had',
      scene: async (bench) => {
        const scene = await photo(bench, 'loadAttachments');
        const description = 'Bad Request: file is too big';
        scene.bot?.failNext('getFile', { kind: 'status', code: 400, description }, 2);
        return scene;
      },
    },
  ],
  giveUpAttachments: [{ what: 'after the last try', scene: (bench) => photo(bench, 'giveUpAttachments') }],
  loadProfile: [
    {
      what: 'brings a photo',
      scene: async (bench) => {
        const { chat, channelId, bot } = await telegramInWork(bench, (client) => client.sendText('Hello'));
        return { run: () => bench.run('loadProfile', { contactId: chat.contactId, channelId }), bot };
      },
    },
  ],
  ...chatActionCases,
  pollChannel: [
    {
      what: 'takes in updates of all kinds, delivered again',
      scene: pollable,
      atOnce: {
        differs: /^(now|no longer) channels /,
        because: 'the channel says that it is polled twice',
      },
    },
  ],
};

function endingOf(bench: Bench, { chat: { id: chatId, offer } }: InChat): Scene {
  if (offer === null) throw new Error('the chat is offered');
  return { run: () => bench.run('endOffer', { chatId, offerId: offer.id }) };
}

async function photo(bench: Bench, name: 'loadAttachments' | 'giveUpAttachments'): Promise<Scene> {
  const { chat, bot } = await telegramInWork(bench, (client) => client.sendPhoto({ caption: 'look' }));
  const [messageId = ''] = await bench.parley.storage.messages.withPendingFiles({ chatId: chat.id });
  return { run: () => bench.run(name, { messageId }), bot };
}

async function receive({ parley }: Bench, channelId: string, message: IncomingMessage): Promise<string[]> {
  const channel = await openedChannel(parley, channelId);
  const [stored = []] = await parley.storage.messages.receive([{ channel, messages: [message] }]);
  return stored.map(({ id }) => id);
}

/** A poller stays: it has done what is asked here when the bot has nothing left to tell. */
async function pollable(bench: Bench): Promise<Scene> {
  const { bot, client, channelId } = await telegram(bench);
  const { message } = client.sendText('first');
  client.sendPhoto({ caption: 'look' });
  client.sendPoll('Which one?', ['this', 'that']);
  client.sendDice({ value: 6 });
  client.sendLocation({ latitude: 52.5, longitude: 13.4 });
  client.sendContact({ phoneNumber: '+49 30 1234567', firstName: 'Grace' });
  client.edit(message.message_id, 'first, better');
  const updates = bot.pendingUpdates;

  async function run(): Promise<void> {
    const poller = await bench.start('pollChannel', { channelId });
    await eventually('all is confirmed', async () => bot.pendingUpdates.length === 0);
    await poller.cancel('the test has seen it');
    await poller.result().catch(() => undefined);
  }

  return { run, again: () => bot.pushUpdates(updates) };
}
