import type { OutgoingLimits } from '../channels/contract';

/** A file of an answer, as much as it takes to say how it goes out. */
interface AnswerFile {
  mediaType: string;
}

/** What one message of the messenger's takes of an answer. */
export interface AnswerPart<F extends AnswerFile> {
  text: string;
  files: F[];
}

/** The longest text that goes out in one message with these files: what each of them takes. */
export function longestCaption(
  outgoing: Pick<OutgoingLimits, 'maxCaptionLength'>,
  files: readonly AnswerFile[],
): number {
  const { maxCaptionLength } = outgoing;
  if (typeof maxCaptionLength === 'number') return maxCaptionLength;
  return Math.min(...files.map(({ mediaType }) => maxCaptionLength(mediaType)));
}

/**
 * The messages that an answer goes out as, in their order: a text beside its files where the messenger takes both in one message,
 * and before them where it does not (domain 2.6).
 */
export function partsOf<F extends AnswerFile>(
  outgoing: Pick<OutgoingLimits, 'maxCaptionLength'>,
  { texts, files }: { texts: readonly string[]; files: F[] },
): Array<AnswerPart<F>> {
  const written = texts.filter((text) => text.trim() !== '');
  const [text = '', ...more] = written;
  if (files.length > 0 && more.length === 0 && text.length <= longestCaption(outgoing, files)) return [{ text, files }];
  const apart = written.map((one): AnswerPart<F> => ({ text: one, files: [] }));
  return files.length === 0 ? apart : [...apart, { text: '', files }];
}
