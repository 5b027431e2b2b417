import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';

/** A scheme, a host (or all hosts below it, `*.`), perhaps a port: as browsers name where a page is from. */
const origin = /^https?:\/\/(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;
const accent = '#0b6b58';

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
  origins: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .max(255)
        .regex(origin, 'Write it as https://shop.example or https://*.shop.example, without a path.'),
    )
    .max(50)
    .optional()
    .meta({
      title: 'Sites',
      description: 'The sites that may show the chat, such as https://shop.example; any site when empty.',
    }),
  color: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^(#[0-9a-f]{6})?$/, 'Write it as #0b6b58.')
    .optional()
    .meta({ title: 'Colour', description: `Of the button and the head of the chat; ${accent} when empty.` }),
  side: z
    .enum(['right', 'left'])
    .optional()
    .meta({ title: 'Side', description: 'Where the button stands on a site: right or left; right when empty.' }),
  /** A page has no id at any messenger: it is given one when the channel is added, and keeps it. */
  source: z.uuid().optional().meta({ title: 'Source', description: 'Made by Parley.', readOnly: true }),
});

export interface Look {
  title: string;
  /** Null: the language's own. */
  greeting: string | null;
  accent: string;
  /** What can be read on it. */
  onAccent: string;
  side: 'right' | 'left';
}

function settingsOf({ settings }: OpenedChannel) {
  return webchatSettings.safeParse(settings).data ?? {};
}

/** What the page shows above and before the conversation, and how. */
export function lookOf(channel: OpenedChannel): Look {
  const { title, greeting, color, side = 'right' } = settingsOf(channel);
  const background = color || accent;
  return {
    title: title || channel.name,
    greeting: greeting || null,
    accent: background,
    onAccent: readableOn(background),
    side,
  };
}

/** The sites that may show the chat in a frame; null for any. */
export function allowedOrigins(channel: OpenedChannel): string[] | null {
  const { origins = [] } = settingsOf(channel);
  return origins.length === 0 ? null : origins;
}

/** Black or white, whichever has the greater contrast (WCAG 2.2, relative luminance): never below 4.5 to 1. */
function readableOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? '#ffffff' : '#000000';
}
