import { z } from 'zod';
import type { Registration } from '../contract';
import { callTelegram, quickCallTimeoutMs } from './call';
import { sentenceOf } from './errors';
import { botIdOf, substituteBotName, telegramSettings } from './settings';

const me = z.looseObject({ id: z.int(), first_name: z.string().min(1) });

export type BotIdentity = { id: string; name: string };

/** Who the bot is: domain 8.1 names the channel by it. */
export function askBotIdentity(request: { apiRoot: string; token: string; signal?: AbortSignal }) {
  return callTelegram<BotIdentity | null>({
    ...request,
    timeoutMs: quickCallTimeoutMs,
    ask: async (api, signal) => {
      const read = me.safeParse(await api.getMe(signal));
      return read.success ? { id: String(read.data.id), name: read.data.first_name } : null;
    },
  });
}

/** Registration step: is the token a bot's, and whose. */
export async function registerTelegram(apiRoot: string, settings: Record<string, unknown>): Promise<Registration> {
  const read = telegramSettings.safeParse(settings);
  if (!read.success) return { kind: 'refused', reason: read.error.issues.map((issue) => issue.message).join(' ') };
  const { token } = read.data;
  const botId = botIdOf(token);
  const unreachable = (reason: string): Registration => {
    return { kind: 'unreachable', source: botId, name: substituteBotName(botId), reason };
  };

  const answer = await askBotIdentity({ apiRoot, token });
  if (answer.ok) {
    if (!answer.result) return unreachable(sentenceOf({ kind: 'lost', how: 'unreadable' }));
    const { id, name } = answer.result;
    return { kind: 'registered', source: id, name, verified: true, settings: { token } };
  }
  const { trouble } = answer;
  if (trouble.kind !== 'unauthorized' && trouble.kind !== 'refused') return unreachable(sentenceOf(trouble));
  const reason =
    'Telegram does not know this token. Copy it again from BotFather (/mybots, the bot, API Token): one that was revoked there no longer counts.';
  return { kind: 'refused', reason: trouble.kind === 'unauthorized' ? reason : sentenceOf(trouble) };
}
