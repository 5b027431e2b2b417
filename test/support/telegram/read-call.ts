import type { Request } from 'express';
import { ApiCall, type ReceivedFile } from './api-call';
import { tooLarge } from './api-error';
import { parseMultipart } from './multipart';

const mostBodyBytes = 60 * 1024 * 1024;
const jsonParameters = new Set(['reply_parameters', 'reply_markup', 'link_preview_options', 'allowed_updates']);

interface Body {
  params: Record<string, unknown>;
  files: ReceivedFile[];
}

async function readBytes(request: Request): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size <= mostBodyBytes) chunks.push(chunk as Buffer);
  }
  if (size > mostBodyBytes) throw tooLarge;
  return Buffer.concat(chunks);
}

/** The real server takes no offence at broken JSON: it goes on as if there were no parameters. */
function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

async function readBody(request: Request): Promise<Body> {
  const contentType = request.headers['content-type'] ?? '';
  const mediaType = contentType.toLowerCase();
  const bytes = await readBytes(request);
  if (mediaType.includes('multipart/form-data')) return parseMultipart(contentType, bytes);
  const text = bytes.toString('utf8');
  if (mediaType.includes('application/json')) return { params: jsonObject(text), files: [] };
  if (mediaType.includes('application/x-www-form-urlencoded')) {
    return { params: Object.fromEntries(new URLSearchParams(text)), files: [] };
  }
  return { params: {}, files: [] };
}

function readable(name: string, value: unknown): unknown {
  if (typeof value !== 'string' || !jsonParameters.has(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Parameters come in the query string, as JSON, urlencoded or multipart; the query string wins. */
export async function readCall(request: Request, method: string): Promise<ApiCall> {
  const { params, files } = await readBody(request);
  const query = new URL(request.url, 'http://stand-in').searchParams;
  const all = { ...params, ...Object.fromEntries(query) };
  const entries = Object.entries(all).map(([name, value]) => [name, readable(name, value)] as const);
  return new ApiCall(method, Object.fromEntries(entries), files);
}
