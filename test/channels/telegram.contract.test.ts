import { createTelegramProvider } from '../../channels/telegram/provider';
import { describeProvider } from '../contracts/provider-contract';
import type { ProviderHarness } from '../contracts/provider-harness';
import { openedChannel } from '../support/provider-desk';
import { startTelegramStandIn } from '../support/telegram/telegram-stand-in';
import { textUpdate, update } from './telegram-updates';

async function makeHarness(): Promise<ProviderHarness> {
  const standIn = await startTelegramStandIn();
  const bot = standIn.createBot({ firstName: 'Northwind' });
  const client = bot.client({ firstName: 'Vera' });
  const sendPhoto = () => {
    const sizes = client.sendPhoto().message.photo ?? [];
    return sizes.at(-1)?.file_id ?? '';
  };
  return {
    provider: createTelegramProvider({ apiRoot: standIn.root }),
    channel: openedChannel({ provider: 'telegram', source: String(bot.id), settings: { token: bot.token } }),
    clientId: String(client.id),
    payloads: {
      text: (text) => textUpdate({ text }),
      unknownKind: update({ dice: { emoji: '🎲', value: 4 } }),
      inOrder: [
        textUpdate({ date: 1_800_000_000, message_id: 9 }),
        textUpdate({ date: 1_800_000_000, message_id: 10 }),
        textUpdate({ date: 1_800_000_000, message_id: 11 }),
        textUpdate({ date: 1_800_000_001, message_id: 12 }),
      ],
    },
    secretSettings: ['token'],
    credentials: {
      refused: async () => ({ token: `${bot.token}x` }),
      goAway: () => standIn.goDown(),
    },
    profiles: {
      expected: { firstName: 'Vera' },
      fail: async () => bot.failNext('*', { kind: 'status', code: 500 }, 2),
    },
    attachments: {
      good: async () => {
        const { document } = client.sendDocument({ bytes: Buffer.from('the content') }).message;
        return { reference: document?.file_id ?? '', content: Buffer.from('the content') };
      },
      lost: async () => {
        const { document } = client.sendDocument({ sizeBytes: 21 * 1024 * 1024 }).message;
        return document?.file_id ?? '';
      },
      later: async () => {
        bot.failNext('getFile', { kind: '429', retryAfter: 3 });
        return sendPhoto();
      },
    },
    sendingTrouble: {
      refuse: async () => void client.blockBot(),
      refuseForNow: async () => bot.failNext('sendMessage', { kind: '429', retryAfter: 3 }),
      goAway: () => standIn.goDown(),
      loseAnswer: async () => bot.failNext('sendMessage', { kind: 'dropAfter' }),
    },
    stop: () => standIn.stop(),
  };
}

describeProvider('telegram', makeHarness, { without: { routes: 'Telegram is asked by long polling' } });
