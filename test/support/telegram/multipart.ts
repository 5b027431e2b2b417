import type { ReceivedFile } from './api-call';
import { badRequest } from './api-error';

export interface FormData {
  params: Record<string, string>;
  files: ReceivedFile[];
}

const headEnd = Buffer.from('\r\n\r\n');

function unquoted(value: string): string {
  const trimmed = value.trim();
  return trimmed.length > 1 && trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1) : trimmed;
}

function boundaryIn(contentType: string): string {
  const boundary = unquoted(contentType.match(/boundary\s*=([^;]*)/i)?.[1] ?? '');
  if (boundary === '') throw badRequest('boundary not found');
  return boundary;
}

interface PartHead {
  name: string;
  fileName?: string;
  mediaType: string;
}

/** As the real server reads it: up to the next semicolon, in UTF-8, with quotes or without (grammY sends none). */
function readHead(head: string): PartHead {
  const headers = head.split('\r\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  const byName = new Map(headers);
  const disposition = byName.get('content-disposition') ?? '';
  if (!disposition.startsWith('form-data;')) throw badRequest('expected form-data content disposition');
  const pairs = disposition.split(';').map((pair) => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals).trim(), unquoted(pair.slice(equals + 1))] as const;
  });
  const parameters = new Map(pairs);
  const name = parameters.get('name');
  if (!name) throw badRequest('field name in multipart/form-data not found');
  const mediaType = byName.get('content-type') ?? 'application/octet-stream';
  return { name, fileName: parameters.get('filename'), mediaType };
}

/** Parses by the real server's rules, which libraries for browsers' forms don't share. */
export function parseMultipart(contentType: string, body: Buffer): FormData {
  const delimiter = Buffer.from(`\r\n--${boundaryIn(contentType)}`);
  const content = Buffer.concat([Buffer.from('\r\n'), body]);
  const form: FormData = { params: {}, files: [] };
  let start = content.indexOf(delimiter);
  while (start >= 0) {
    const partStart = start + delimiter.length;
    if (content.toString('latin1', partStart, partStart + 2) === '--') return form;
    const bodyStart = content.indexOf(headEnd, partStart) + headEnd.length;
    const end = content.indexOf(delimiter, bodyStart);
    if (bodyStart < headEnd.length || end < 0) break;
    const { name, fileName, mediaType } = readHead(content.toString('utf8', partStart + 2, bodyStart - headEnd.length));
    const bytes = content.subarray(bodyStart, end);
    if (fileName === undefined) form.params[name] = bytes.toString('utf8');
    else form.files.push({ field: name, fileName, mediaType, bytes });
    start = end;
  }
  throw badRequest("can't parse form data headers");
}
