import type { StandInBot } from '../support/telegram/stand-in-bot';
import { type Client, textOf, thinkingMs, type WrittenMessage } from './conversation';
import { pause } from './pause';
import type { Random } from './random';

/** Somebody who writes to a bot. His message is acknowledged when Telegram's offset has passed it: it is never delivered again. */
export function createTelegramClient({ bot, name, random }: { bot: StandInBot; name: string; random: Random }): Client {
  const person = bot.client({ firstName: name });
  const written: WrittenMessage[] = [];
  return {
    name,
    written,
    received: () => person.received.map(({ text = '' }) => text),
    async run({ silence }) {
      for (;;) {
        await pause(thinkingMs(random), silence);
        if (silence.aborted) return;
        const text = textOf(name, written.length + 1);
        const { update_id } = person.sendText(text);
        written.push({ text, isAcknowledged: () => bot.confirmedOffset > update_id });
      }
    },
  };
}
