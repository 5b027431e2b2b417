import type { Message } from '../app/types';
import { messageTypeName } from '../ui/preview';

/** A message in one line: its text, or what it is instead. */
export function textOf({ text, type, attachments, location, sharedContact, links }: Message): string {
  if (text.trim() !== '') return text;
  const kind = messageTypeName(type);
  const more = attachments[0]?.fileName ?? location?.title ?? sharedContact?.name ?? links[0]?.text;
  return more === undefined || type === 'sticker' ? kind : `${kind}: ${more}`;
}

const emoji = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic})*\s?){1,3}$/u;

/** One to three emoji, which are shown large. */
export function isOnlyEmoji(text: string): boolean {
  return text.length <= 40 && emoji.test(text.trim());
}
