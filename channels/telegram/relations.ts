import { z } from 'zod';
import type { IncomingAttachment, IncomingMessage } from '../../domain/inbound';
import type { Referral, TextLink } from '../../domain/message-parts';
import { contentOf } from './content';
import { addressOfMessage, chatPart, originOf } from './origin';
import type { Content } from './reader';
import { contents, lenient, type TelegramMessage } from './update';

type Relations = Pick<IncomingMessage, 'forwardedFrom' | 'quote' | 'externalReply' | 'albumId' | 'referral'> & {
  /** Of the message of another conversation that is replied to. */
  quotedFiles: IncomingAttachment[];
  /** Behind the buttons below it, of a message that a bot has put together. */
  buttons: TextLink[];
};

const button = z.looseObject({
  text: z.string().min(1),
  url: lenient(z.string().min(1)),
  web_app: lenient(z.looseObject({ url: z.string().min(1) })),
  login_url: lenient(z.looseObject({ url: z.string().min(1) })),
});
const keyboard = lenient(z.looseObject({ inline_keyboard: z.array(z.array(button.nullable().catch(null))) }));

const parts = z.looseObject({
  forward_origin: z.unknown().optional(),
  quote: lenient(z.looseObject({ text: z.string().min(1) })),
  external_reply: lenient(
    z.looseObject({ origin: z.unknown().optional(), chat: chatPart, message_id: lenient(z.int()) }),
  ),
  reply_to_story: z.unknown().optional(),
  reply_to_message: lenient(z.looseObject({ poll: lenient(contents.poll), checklist: lenient(contents.checklist) })),
  reply_to_checklist_task_id: lenient(z.int()),
  reply_to_poll_option_id: lenient(z.string()),
  reply_markup: keyboard,
});
type Parts = z.infer<typeof parts>;

/** What a link to the bot may carry (`t.me/bot?start=…`); pressing Start sends it. */
const startedBy = /^\/start(?:@\w+)? (\S{1,512})$/;

function referralOf({ text }: TelegramMessage): Referral | null {
  const [, id] = startedBy.exec(typeof text === 'string' ? text : '') ?? [];
  return id === undefined ? null : { source: 'link', title: null, url: null, id, text: null };
}

/** One of the tasks or options of what is replied to may be meant. */
function quoteOf({ quote, reply_to_message: replied, ...of }: Parts): string | null {
  if (quote) return quote.text;
  const task = replied?.checklist?.tasks.find(({ id }) => id !== undefined && id === of.reply_to_checklist_task_id);
  const { reply_to_poll_option_id: optionId } = of;
  const option = replied?.poll?.options.find(({ persistent_id: id }) => id !== undefined && id === optionId);
  return task?.text || option?.text || null;
}

function wordsOf({ text, sharedContact, location, attachments }: Content): string {
  return (
    text ||
    sharedContact?.name ||
    location?.title ||
    attachments.find(({ hasPlaceholderName }) => hasPlaceholderName !== true)?.fileName ||
    ''
  );
}

function externalReplyOf({ external_reply: told, reply_to_story: story }: Parts, message: TelegramMessage) {
  const about = told ?? (story === undefined || story === null ? undefined : { story });
  if (about === undefined) return null;
  const { message_id } = message;
  const content = contentOf({ ...about, message_id });
  const origin = told && originOf(told.origin);
  const url = told ? (origin?.url ?? addressOfMessage(told.chat, told.message_id)) : (content?.links?.[0]?.url ?? null);
  const reply = {
    name: origin?.name ?? null,
    url,
    type: content?.type ?? null,
    text: content === null ? '' : wordsOf(content),
  };
  return { reply, files: content?.attachments ?? [] };
}

function buttonsOf({ reply_markup: markup }: Parts): TextLink[] {
  return (markup?.inline_keyboard ?? []).flat().flatMap((one) => {
    const url = one?.url ?? one?.web_app?.url ?? one?.login_url?.url;
    return one === null || url === undefined ? [] : [{ text: one.text, url }];
  });
}

/** What else a message is about than what it holds. */
export function relationsOf(message: TelegramMessage): Relations {
  const read = parts.parse(message);
  const forwardedFrom = originOf(read.forward_origin);
  const quote = quoteOf(read);
  const external = externalReplyOf(read, message);
  const referral = referralOf(message);
  const { media_group_id: albumId } = message;
  return {
    ...(forwardedFrom && { forwardedFrom }),
    ...(quote !== null && { quote }),
    ...(external && { externalReply: external.reply }),
    ...(albumId !== undefined && { albumId }),
    ...(referral && { referral }),
    buttons: buttonsOf(read),
    quotedFiles: (external?.files ?? []).map((file) => ({ ...file, isQuoted: true })),
  };
}
