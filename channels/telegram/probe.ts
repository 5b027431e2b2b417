import type { OpenedChannel } from '../../domain/channel';
import type { ProbeOutcome } from '../contract';
import { sentenceOf } from './errors';
import { askBotIdentity } from './register';
import { tokenOf } from './settings';

/** Asks who the bot is: while Telegram cannot say so, it would take no message either. What it refuses, it says to the message itself. */
export async function probeTelegram(apiRoot: string, channel: OpenedChannel): Promise<ProbeOutcome> {
  const token = tokenOf(channel);
  if (token === null) return { kind: 'well' };
  const answer = await askBotIdentity({ apiRoot, token });
  if (answer.ok || answer.trouble.kind === 'unauthorized' || answer.trouble.kind === 'refused') return { kind: 'well' };
  const { trouble } = answer;
  const afterMs = trouble.kind === 'rate_limited' ? trouble.afterMs : null;
  return { kind: 'later', afterMs, reason: sentenceOf(trouble) };
}
