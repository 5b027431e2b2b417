import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';

export const webchatSettings = z.object({
  title: z
    .string()
    .trim()
    .max(80)
    .optional()
    .meta({ title: 'Title', description: 'Stands above the chat; the channel’s name when empty.' }),
  greeting: z
    .string()
    .trim()
    .max(500)
    .optional()
    .meta({ title: 'Greeting', description: 'What visitors read before they write.' }),
  /** A page has no id at any messenger: it is given one when the channel is added, and keeps it. */
  source: z.uuid().optional().meta({ title: 'Source', description: 'Made by Parley.', readOnly: true }),
});

/** What the page shows above and before the conversation. */
export function wordsOf(channel: OpenedChannel): { title: string; greeting: string } {
  const settings = webchatSettings.safeParse(channel.settings).data;
  return { title: settings?.title || channel.name, greeting: settings?.greeting || 'Write to us: we answer here.' };
}
