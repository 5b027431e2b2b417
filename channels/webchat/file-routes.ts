import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { wordsFor } from '../../domain/field-words';
import { peek } from '../../domain/file-beginnings';
import { plainFileName } from '../../domain/file-name';
import type { KeptFile, ProviderRequest, ProviderRoute } from '../contract';
import { problem } from '../shared/problem';
import { invalidFields, json } from './answers';
import type { Limits } from './limits';
import { trueMediaType } from './media-types';
import { type Call, forVisitors, messageId } from './visitors-only';

export const maxFiles = 10;
export const maxFileBytes = 20 * 1024 * 1024;

const whichFile = z.object({
  messageId,
  index: z.coerce
    .number()
    .int()
    .min(0)
    .max(maxFiles - 1),
});

/** The same for the same place in the same message of the same visitor, whoever brings it how often; and no one else's. */
function idOf({ channel, visitor }: Pick<Call, 'channel' | 'visitor'>, ofMessage: string, index: number): string {
  return createHash('sha256')
    .update(JSON.stringify([channel.id, visitor.id, ofMessage, index]))
    .digest('hex');
}

/** As an attachment. */
interface BroughtFile extends KeptFile {
  reference: string;
}

/** Files that were brought for a message, in their order; null when one is not there (any more). */
export async function filesOf(call: Call, ofMessage: string, count: number): Promise<BroughtFile[] | null> {
  const kept = await Promise.all(
    Array.from({ length: count }, (_, index) => call.desk.keptFile(idOf(call, ofMessage, index))),
  );
  const attachments = kept.flatMap((file) => (file === null ? [] : [{ ...file, reference: file.fileId }]));
  return attachments.length === count ? attachments : null;
}

/** Written as by `encodeURIComponent`: headers have no letters but those of English. */
function fileNameOf({ headers }: ProviderRequest): string {
  const given = headers['x-file-name'] ?? '';
  let name = given;
  try {
    name = decodeURIComponent(given);
  } catch {
    // A plain name with a per cent sign in it.
  }
  return plainFileName(name) || 'file';
}

/** Files come one by one before the message that they are part of, so that each may be brought again by itself. */
export function fileRoutes(limits: Limits): ProviderRoute[] {
  return [
    {
      method: 'POST',
      path: '/:channelId/files',
      operationId: 'BringWebchatFile',
      summary: 'Takes in a file of the message that is sent after it; the body is its content',
      maxBodyBytes: maxFileBytes,
      streams: true,
      handle: forVisitors(async (call) => {
        const { request, desk, visitor } = call;
        const read = whichFile.safeParse(request.query, { error: wordsFor });
        if (!read.success) return invalidFields(read.error);
        const refused = await limits.file(visitor, request);
        if (refused) return refused;
        const { start, whole } = await peek(request.content ?? Readable.from([]));
        if (start.length === 0) return emptyFile;
        const id = idOf(call, read.data.messageId, read.data.index);
        const mediaType = trueMediaType(start, request.headers['content-type'] ?? '');
        const kept = await desk.keepFile({
          id,
          fileName: fileNameOf(request),
          mediaType,
          content: Readable.from(whole(), { objectMode: false }),
        });
        const { fileName, size } = kept;
        return json({ fileName, mediaType: kept.mediaType, size });
      }),
    },
  ];
}

const emptyFile = problem('invalid_request', 'The file is empty.', { body: 'The file is empty.' });
