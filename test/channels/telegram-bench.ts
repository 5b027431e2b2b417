import { Readable } from 'node:stream';
import type { OutgoingAttachment, OutgoingMessage, Provider } from '../../channels/contract';
import { createTelegramProvider } from '../../channels/telegram/provider';
import type { OpenedChannel } from '../../domain/channel';
import { openedChannel } from '../support/provider-desk';
import type { StandInBot } from '../support/telegram/stand-in-bot';
import type { StandInClient } from '../support/telegram/stand-in-client';
import { startTelegramStandIn, type TelegramStandIn } from '../support/telegram/telegram-stand-in';

/** A provider, its Telegram, a bot, and a client who knows it. */
export interface TelegramBench {
  standIn: TelegramStandIn;
  provider: Provider;
  bot: StandInBot;
  client: StandInClient;
  channel: OpenedChannel;
}

export async function setUpTelegram(): Promise<TelegramBench> {
  const standIn = await startTelegramStandIn();
  const bot = standIn.createBot({ firstName: 'Northwind' });
  return {
    standIn,
    provider: createTelegramProvider({ apiRoot: standIn.root }),
    bot,
    client: bot.client({ firstName: 'Vera', lastName: 'Weiss' }),
    channel: openedChannel({ provider: 'telegram', source: String(bot.id), settings: { token: bot.token } }),
  };
}

export function answerTo(client: StandInClient, changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    id: 'our-id',
    clientId: String(client.id),
    type: 'text',
    text: 'Good morning',
    replyToExternalId: null,
    attachments: [],
    template: null,
    lastIncomingAt: new Date(),
    site: { webhooksUrl: null },
    ...changes,
  };
}

export function attachmentOf(file: { bytes: Buffer; fileName: string; mediaType: string }): OutgoingAttachment {
  const { bytes, fileName, mediaType } = file;
  return {
    ...{ fileName, mediaType, size: bytes.length, url: null },
    open: () => Readable.from([bytes], { objectMode: false }),
  };
}
