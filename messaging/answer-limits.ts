import type { Provider } from '../channels/contract';
import { sizeInWords } from '../domain/file-size';
import { Problem } from '../domain/problem';
import { partsOf } from './answer-parts';
import type { Answer } from './answers';

function refuse(field: string, reason: string): never {
  throw new Problem('message_refused', reason, { errors: { [field]: reason } });
}

/** Refuses, before anything is stored, what the messenger would refuse (domain 2.6). */
export function checkLimits({ title, outgoing }: Pick<Provider, 'title' | 'outgoing'>, answer: Answer): void {
  const { text, furtherTexts = [], files } = answer;
  for (const [index, further] of furtherTexts.entries())
    if (text.trim() === '' || further.trim() === '')
      refuse(`furtherTexts.${index}`, 'Each of several messages needs a text.');
  if (text.trim() === '' && files.length === 0) refuse('text', 'A message needs a text or a file.');
  if (files.length > outgoing.maxAttachments)
    refuse('attachments', `${title} takes at most ${outgoing.maxAttachments} file(s) in a message.`);
  for (const [index, part] of partsOf(outgoing, { texts: [text, ...furtherTexts], files }).entries()) {
    if (part.files.length > 0 || part.text.length <= outgoing.maxTextLength) continue;
    refuse(
      index === 0 ? 'text' : `furtherTexts.${index - 1}`,
      `${title} takes at most ${outgoing.maxTextLength} characters in a message; this text has ${part.text.length}. Send it as several.`,
    );
  }
  for (const file of files) checkFile({ title, outgoing }, file);
}

function checkFile(
  { title, outgoing }: Pick<Provider, 'title' | 'outgoing'>,
  { fileName, mediaType, size }: Answer['files'][number],
): void {
  if (size === 0) refuse('attachments', `${fileName} is empty. Choose a file with something in it.`);
  const most = outgoing.maxAttachmentBytes(mediaType);
  if (typeof most !== 'number') refuse('attachments', `${fileName}: ${most.refused}`);
  else if (size > most)
    refuse('attachments', `${fileName} is too big: ${title} takes at most ${sizeInWords(most)} of this kind.`);
}

/** A template stands alone: its wording is approved, and has no files of ours. */
export function checkTemplate({ text, furtherTexts = [], files }: Answer): void {
  const reason = 'A template is sent by itself, without a text or files.';
  if (text.trim() !== '' || furtherTexts.length > 0 || files.length > 0)
    throw new Problem('message_refused', reason, { errors: { template: reason } });
}
