import type { OutgoingLimits } from '../channels/contract';
import { type FileKind, fileKinds, unknownMediaType } from '../domain/media-types';
import type { Failure } from '../domain/message';
import { longestCaption } from './answer-parts';

/** What holds for files of one kind. */
interface FileLimits {
  maxBytes: number;
  maxCaptionLength: number;
  refusal: Failure | null;
}

/** What a messenger takes, told before anything is sent (domain 2.6). */
interface LimitsTold {
  maxTextLength: number;
  files: Array<FileLimits & { mediaTypes: string[]; extensions: string[] }>;
  otherFiles: FileLimits;
}

function limitsOf(outgoing: OutgoingLimits, mediaType: string, maxFileBytes: number): FileLimits {
  const most = outgoing.maxAttachmentBytes(mediaType);
  const maxCaptionLength = longestCaption(outgoing, [{ mediaType }]);
  if (typeof most !== 'number')
    return { maxBytes: 0, maxCaptionLength, refusal: { code: 'file_type_refused', reason: most.refused } };
  return { maxBytes: Math.min(most, maxFileBytes), maxCaptionLength, refusal: null };
}

function isSame(a: FileLimits, b: FileLimits): boolean {
  return (
    a.maxBytes === b.maxBytes && a.maxCaptionLength === b.maxCaptionLength && a.refusal?.reason === b.refusal?.reason
  );
}

/**
 * A provider says what it takes of a media type; whoever chooses a file wants to know it of all. Kinds of the same limits stand
 * together, and those that are as unknown ones are left out.
 */
export function limitsTold(outgoing: OutgoingLimits, { maxFileBytes }: { maxFileBytes: number }): LimitsTold {
  const otherFiles = limitsOf(outgoing, unknownMediaType, maxFileBytes);
  const files: LimitsTold['files'] = [];
  for (const kind of fileKinds) {
    const limits = limitsOf(outgoing, kind.mediaTypes[0], maxFileBytes);
    if (isSame(limits, otherFiles)) continue;
    const group = files.find((one) => isSame(one, limits));
    if (group === undefined) files.push({ ...limits, ...namesOf(kind) });
    else addTo(group, kind);
  }
  return { maxTextLength: outgoing.maxTextLength, files, otherFiles };
}

function namesOf({ mediaTypes, extensions }: FileKind) {
  return { mediaTypes: [...mediaTypes], extensions: [...extensions] };
}

function addTo(group: { mediaTypes: string[]; extensions: string[] }, kind: FileKind): void {
  group.mediaTypes.push(...kind.mediaTypes);
  group.extensions.push(...kind.extensions);
}
