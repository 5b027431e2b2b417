import type { ReplyWindow } from '../app/types';

/** What the messenger takes, as far as it is known (`GET …/reply-window`). */
export type AnswerLimits = ReplyWindow['limits'];
type FileLimits = AnswerLimits['otherFiles'];

/** What the service takes, whatever the messenger (`POST /api/files`, `POST …/messages`). */
export const mostFiles = 10;
const mostFileBytes = 50 * 1_048_576;

/** What is known of a file when it is chosen. */
export interface ChosenFile {
  fileName: string;
  mediaType: string;
  size: number;
}

export type Unfit =
  | { kind: 'too_many' }
  | { kind: 'empty'; fileName: string }
  | { kind: 'too_big'; fileName: string; mostBytes: number }
  | { kind: 'refused'; fileName: string; reason: string };

function limitsOf(limits: AnswerLimits, { fileName, mediaType }: ChosenFile): FileLimits {
  const said = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  const name = fileName.toLowerCase();
  // Browsers say nothing of kinds that no program on the machine opens.
  const isUnsaid = said === '' || said === 'application/octet-stream';
  const found = limits.files.find(({ mediaTypes, extensions }) =>
    isUnsaid ? extensions.some((extension) => name.endsWith(extension)) : mediaTypes.includes(said),
  );
  return found ?? limits.otherFiles;
}

/** Why a file cannot be sent; null when it can, or when nothing is known that speaks against it. */
export function whyUnfit(limits: AnswerLimits | null, file: ChosenFile): Unfit | null {
  const { fileName, size } = file;
  if (size === 0) return { kind: 'empty', fileName };
  const { refusal, maxBytes } = limits === null ? { refusal: null, maxBytes: mostFileBytes } : limitsOf(limits, file);
  if (refusal !== null) return { kind: 'refused', fileName, reason: refusal.reason };
  return size > maxBytes ? { kind: 'too_big', fileName, mostBytes: maxBytes } : null;
}

/** What a file picker shows first: the kinds that are taken, where others are not; undefined for all. */
export function acceptOf(limits: AnswerLimits | null): string | undefined {
  if (limits === null || limits.otherFiles.refusal === null) return undefined;
  const taken = limits.files.filter(({ refusal }) => refusal === null);
  return taken.flatMap(({ mediaTypes, extensions }) => [...extensions, ...mediaTypes]).join(',') || undefined;
}

/** Whether the messenger takes a text and these files as messages of their own. */
export function goApart(limits: AnswerLimits | null, text: string, files: readonly ChosenFile[]): boolean {
  if (limits === null || text === '' || files.length === 0) return false;
  return files.some((file) => text.length > limitsOf(limits, file).maxCaptionLength);
}
