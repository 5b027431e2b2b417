import { Readable } from 'node:stream';
import type { OutgoingAttachment } from '../../channels/contract';
import { createTelegramProvider } from '../../channels/telegram/provider';
import { brokenContent } from '../contracts/broken-content';
import { describeProvider } from '../contracts/provider-contract';
import type { ProviderHarness } from '../contracts/provider-harness';
import { openedChannel } from '../support/provider-desk';
import { startTelegramStandIn } from '../support/telegram/telegram-stand-in';
import { message, textUpdate, update } from './telegram-updates';

function outgoingFile(open: () => Readable): OutgoingAttachment {
  return { fileName: 'terms.txt', mediaType: 'text/plain', size: 11, open, url: null };
}

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
      unknownKind: update({ hologram: { file_id: 'h' } }),
      inOrder: [
        textUpdate({ date: 1_800_000_000, message_id: 9 }),
        textUpdate({ date: 1_800_000_000, message_id: 10 }),
        textUpdate({ date: 1_800_000_000, message_id: 11 }),
        textUpdate({ date: 1_800_000_001, message_id: 12 }),
      ],
      others: [
        update({ document: { file_id: 'f1', file_unique_id: 'u1', file_name: 'a.txt', mime_type: 'text/plain' } }),
        update({ location: { latitude: 52.5, longitude: 13.4 } }),
        update({ contact: { phone_number: '+491701111111', first_name: 'Vera' } }),
        { update_id: 870_000_002, edited_message: message({ text: 'Hello there', edit_date: 1_800_000_009 }) },
      ],
    },
    secretSettings: ['token'],
    credentials: {
      refused: async () => ({ token: `${bot.token}x` }),
      goAway: () => standIn.goDown(),
    },
    revocation: { revoke: async () => bot.revokeToken() },
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
      broken: async () => {
        const { document } = client.sendDocument({ bytes: Buffer.alloc(100_000, 'content ') }).message;
        bot.failNext('downloadFile', { kind: 'dropAfter' });
        return document?.file_id ?? '';
      },
    },
    outgoingFiles: {
      good: async () => outgoingFile(() => Readable.from([Buffer.from('the content')])),
      unreadable: async () => outgoingFile(brokenContent),
      taken: () => bot.sent.length,
    },
    sendingTrouble: {
      refuse: async () => void client.blockBot(),
      refuseForNow: async () => bot.failNext('sendMessage', { kind: '429', retryAfter: 3 }),
      goAway: () => standIn.goDown(),
      loseAnswer: async () => bot.failNext('sendMessage', { kind: 'dropAfter' }),
      spoilAnswer: async (answer) => bot.failNext('sendMessage', { kind: 'spoilt', answer, taken: true }),
    },
    stop: () => standIn.stop(),
  };
}

describeProvider('telegram', makeHarness, {
  without: {
    findSent: 'the Bot API tells a bot nothing of what it sent',
    replyWindow: 'a bot may answer whenever it likes',
    templates: 'there is no window to send them outside of',
    connecting: 'the token is proof enough',
    threads: 'a bot has its conversations to itself',
    safetyNet: 'all messages come by the poll',
    routes: 'Telegram is asked by long polling',
    signatures: 'there are no routes',
  },
});
