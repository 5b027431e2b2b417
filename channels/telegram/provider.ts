import type { Provider } from '../contract';
import { loadTelegramFile } from './attachments';
import { telegramLimits } from './limits';
import { parseUpdate } from './parse';
import { pollTelegram } from './poll';
import { probeTelegram } from './probe';
import { readTelegramProfile } from './profile';
import { registerTelegram } from './register';
import { sendToTelegram } from './send';
import { telegramSettings } from './settings';

/** Telegram, through a bot (domain 8). It is asked by long polling, so no public address is needed (domain 2.1). */
export function createTelegramProvider({ apiRoot }: { apiRoot: string }): Provider {
  return {
    code: 'telegram',
    title: 'Telegram',
    beganAt: new Date('2013-08-14'),
    settingsSchema: telegramSettings,
    outgoing: telegramLimits,
    register: (settings) => registerTelegram(apiRoot, settings),
    parse: (payload) => parseUpdate(payload),
    readProfile: (channel, clientId) => readTelegramProfile(apiRoot, channel, clientId),
    loadAttachment: (channel, reference) => loadTelegramFile(apiRoot, channel, reference),
    send: (channel, message) => sendToTelegram(apiRoot, channel, message),
    probe: (channel) => probeTelegram(apiRoot, channel),
    poll: (request) => pollTelegram(apiRoot, request),
  };
}
