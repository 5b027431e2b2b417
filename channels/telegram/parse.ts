import type { InboundEvent, IncomingMessage, Profile } from '../../domain/inbound';
import type { MessageType } from '../../domain/message';
import { UnreadablePayload } from '../contract';
import { contentOf } from './content';
import { noticeOf } from './notices';
import type { Content } from './reader';
import { relationsOf } from './relations';
import { type TelegramMessage, telegramMessage, telegramUpdate } from './update';

/**
 * Who wrote, to whom answers go; null for what is no client's conversation. A private chat has the id of its user.
 * Groups and channels (negative ids) are left out: in them a bot hears many people talk to each other, an answer would be
 * read by all, and who the contact is could not be said. The bot's own messages (`from.is_bot`) are no client's either.
 */
function clientIdOf(message: TelegramMessage): string | null {
  const { chat, from } = message;
  if (from?.is_bot) return null;
  const isPrivate = chat?.type === 'private' || (chat?.type === undefined && (chat?.id ?? from?.id ?? 0) > 0);
  const id = isPrivate ? (chat?.id ?? from?.id) : undefined;
  return id === undefined ? null : String(id);
}

function profileOf({ from }: TelegramMessage): Profile | undefined {
  if (!from) return undefined;
  const { first_name: firstName, last_name: lastName, language_code: language } = from;
  return { ...(firstName && { firstName }), ...(lastName && { lastName }), ...(language && { language }) };
}

/** Moments and ids that a spoilt message lacks are made up from its update, the same ones at every delivery. */
interface Substitutes {
  updateId: number | undefined;
  timestamp: Date;
}

/** Whether all that the message holds is in its content; of other kinds its words tell the most of it. */
function isWhole(message: TelegramMessage, content: Content | null): boolean {
  return content !== null && message.rich_message === undefined && wholeTypes.has(content.type);
}

const wholeTypes: ReadonlySet<MessageType> = new Set<MessageType>([
  ...(['text', 'image', 'audio', 'video', 'file', 'location', 'contact', 'sticker', 'dice'] as const),
]);

function convert(raw: unknown, substitutes: Substitutes): { message: IncomingMessage; editedAt: Date } | null {
  const read = telegramMessage.safeParse(raw);
  if (!read.success) return null;
  const message = read.data;
  const clientId = clientIdOf(message);
  const sequence = message.message_id ?? substitutes.updateId;
  if (clientId === null || sequence === undefined) return null;

  const content = contentOf(message);
  const { quotedFiles, buttons, ...relations } = relationsOf(message);
  const seconds = message.date ?? message.edit_date;
  const timestamp = seconds === undefined ? substitutes.timestamp : new Date(seconds * 1000);
  const profile = profileOf(message);
  return {
    message: {
      clientId,
      externalId: message.message_id === undefined ? `update-${sequence}` : String(sequence),
      timestamp,
      sequence,
      ...(content ?? noticeOf(message) ?? { type: 'unsupported', text: message.caption ?? '', attachments: [] }),
      ...(quotedFiles.length > 0 && { attachments: [...(content?.attachments ?? []), ...quotedFiles] }),
      ...(buttons.length > 0 && { links: [...(content?.links ?? []), ...buttons] }),
      ...(!isWhole(message, content) && { raw }),
      ...relations,
      ...(message.reply_to_message && { replyToExternalId: String(message.reply_to_message.message_id) }),
      ...(profile && { profile }),
    },
    editedAt: message.edit_date === undefined ? timestamp : new Date(message.edit_date * 1000),
  };
}

/**
 * Converter: one update of the Bot API to unified events (domain 1.8). Only what a client writes in his private chat with
 * the bot becomes an event: text and files by their kind, what Telegram says there by itself as a notice, everything else in a
 * message as `unsupported` with its payload, so that none is dropped. Other kinds of update are no messages and become nothing: presses of buttons
 * (`callback_query`: Parley sends none, and they carry no time), membership (`my_chat_member`), channel posts, reactions,
 * and messages of a business account (`business_message`: not the bot's conversations).
 */
export function parseUpdate(payload: unknown, receivedAt = new Date(0)): InboundEvent[] {
  const read = telegramUpdate.safeParse(payload);
  if (!read.success || Array.isArray(payload)) throw new UnreadablePayload('This is no update of Telegram’s Bot API.');
  const update = read.data;
  const hasMessage = update.message !== undefined || update.edited_message !== undefined;
  if (update.update_id === undefined && !hasMessage) {
    throw new UnreadablePayload('This is no update of Telegram’s Bot API: it has neither an update_id nor a message.');
  }
  const substitutes = { updateId: update.update_id, timestamp: receivedAt };
  const written = convert(update.message, substitutes);
  if (written) return [{ kind: 'message', message: written.message }];
  const edited = convert(update.edited_message, substitutes);
  if (!edited) return [];
  // Telegram stamps whole seconds: which of two edits came later, the updates tell.
  return [{ kind: 'edit', ...edited, ...(update.update_id !== undefined && { editSequence: update.update_id }) }];
}
