import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';

/** The form that BotFather gives tokens in: the bot's id, a colon, a secret. Whether it is a real one, only Telegram knows. */
const tokenForm = /^[1-9]\d*:[A-Za-z0-9_-]+$/;

export const telegramSettings = z.object({
  token: z
    .string('The bot’s token is missing. BotFather shows it when the bot is made.')
    .trim()
    .regex(
      tokenForm,
      'This is no bot token: one looks like 123456789:AAE…, digits, a colon, then letters and digits. Copy it from BotFather as a whole.',
    )
    .meta({ title: 'Bot token', description: 'From BotFather in Telegram.', secret: true }),
});

/** The channel's token, or null when its settings hold none that can be used. */
export function tokenOf(channel: Pick<OpenedChannel, 'settings'>): string | null {
  const read = telegramSettings.safeParse(channel.settings);
  return read.success ? read.data.token : null;
}

/** A token begins with the id of its bot, so the source is known while Telegram cannot be asked. */
export function botIdOf(token: string): string {
  return token.slice(0, token.indexOf(':'));
}

/** What a bot is called until Telegram has told its name. */
export function substituteBotName(botId: string): string {
  return `Telegram bot ${botId}`;
}
