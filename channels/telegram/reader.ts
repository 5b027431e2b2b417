import type { z } from 'zod';
import type { IncomingMessage } from '../../domain/inbound';
import type { MessageType } from '../../domain/message';
import { formatted } from './formatted';
import type { TelegramMessage } from './update';

/** What a message holds, apart from who wrote it and when. */
export type Content = Pick<
  IncomingMessage,
  'type' | 'text' | 'attachments' | 'location' | 'sharedContact' | 'furtherContacts' | 'links' | 'marks'
>;

/** Reads one kind of content; null when it is not of the form that Telegram documents. */
export type Reader = (value: unknown, message: TelegramMessage) => Content | null;

export function reader<Schema extends z.ZodType>(
  schema: Schema,
  read: (value: z.infer<Schema>, message: TelegramMessage) => (Partial<Content> & { type: MessageType }) | null,
): Reader {
  return (value, message) => {
    const parsed = schema.safeParse(value);
    const content = parsed.success ? read(parsed.data, message) : null;
    return content && { ...formatted(message.caption ?? '', message.caption_entities), attachments: [], ...content };
  };
}
