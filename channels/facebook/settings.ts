import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';

/** What the page login keeps of a page. */
export const facebookSettings = z.object({
  pageId: z
    .string()
    .regex(/^\d+$/, 'A page’s id has digits only.')
    .optional()
    .meta({ title: 'Page id', description: 'Found by the page login.' }),
  pageAccessToken: z
    .string('The page’s token is missing. The page login gets it: GET /api/facebook/login.')
    .trim()
    .min(1, 'The page’s token is missing. The page login gets it: GET /api/facebook/login.')
    .meta({ title: 'Page access token', description: 'From the page login.', secret: true }),
  loginEndsAt: z.iso
    .datetime()
    .optional()
    .meta({ title: 'End of the login', description: 'When the page login should be renewed at the latest.' }),
  connectedAt: z.iso
    .datetime()
    .optional()
    .meta({ title: 'Connected at', description: 'Earlier messages of the page are not fetched.' }),
});
export type FacebookSettings = z.infer<typeof facebookSettings>;

/** The channel's settings, or null when they hold no token that can be used. */
export function settingsOf(channel: Pick<OpenedChannel, 'settings'>): FacebookSettings | null {
  const read = facebookSettings.safeParse(channel.settings);
  return read.success ? read.data : null;
}

/** What a page is called until Facebook has told its name. */
export function substitutePageName(pageId: string): string {
  return `Facebook page ${pageId}`;
}
