import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { plainMediaType, unknownMediaType } from '../domain/media-types';
import type { StoredFile } from '../storage/files';

/** What a browser may show by itself; all else, above all what can hold a script, is only to be saved. */
const shownTypes = new Set([
  ...['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp'],
  ...['audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/wav', 'audio/webm', 'audio/aac', 'audio/amr'],
  ...['video/mp4', 'video/webm', 'video/ogg', 'video/quicktime', 'application/pdf'],
]);
const openXml = 'application/vnd.openxmlformats-officedocument';
/** Only to be saved, by its true name all the same: who fetches a file for a messenger asks what it is. None of them is run by a browser. */
const savedTypes = new Set([
  ...['application/msword', `${openXml}.wordprocessingml.document`],
  ...[`${openXml}.presentationml.presentation`, `${openXml}.spreadsheetml.sheet`],
  ...['text/vcard', 'audio/3gpp', 'video/3gpp'],
]);
const keptSeconds = 3_600;

/** Sends a file that a stranger may have made: never as part of our own pages. */
export async function serveFile(file: StoredFile, request: Request, response: Response): Promise<void> {
  const type = plainMediaType(file.mediaType);
  const isShown = shownTypes.has(type);
  response.attachment(file.fileName);
  if (isShown)
    response.set('Content-Disposition', String(response.get('Content-Disposition')).replace(/^attachment/, 'inline'));
  // By Node's own: Express would say of a text in which letters it is, which nobody knows.
  response.setHeader('Content-Type', isShown || savedTypes.has(type) ? type : unknownMediaType);
  response.set({
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': `private, max-age=${keptSeconds}, immutable`,
    'Accept-Ranges': 'bytes',
  });
  const range = rangeOf(request, file.size);
  if (range === 'impossible') {
    response.status(416).set('Content-Range', `bytes */${file.size}`).end();
    return;
  }
  if (range !== null) response.status(206).set('Content-Range', `bytes ${range.start}-${range.end - 1}/${file.size}`);
  response.set('Content-Length', String(range === null ? file.size : range.end - range.start));
  if (request.method === 'HEAD') response.end();
  else await send(file, range, response);
}

/** One range, as players ask for; several are answered with the whole. */
function rangeOf(request: Request, size: number): { start: number; end: number } | 'impossible' | null {
  const ranges = request.range(size);
  if (ranges === undefined || ranges === -2) return null;
  if (ranges === -1) return 'impossible';
  const [first] = ranges;
  if (ranges.type !== 'bytes' || ranges.length !== 1 || first === undefined) return null;
  return { start: first.start, end: first.end + 1 };
}

async function send(file: StoredFile, range: { start: number; end: number } | null, response: Response): Promise<void> {
  try {
    await pipeline(file.stream(range ?? undefined), response);
  } catch (error) {
    // The caller left in the middle of it, as players do.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
