import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';
import type { LoadOutcome } from '../contract';
import { callTelegram, quickCallTimeoutMs } from './call';
import { sentenceOf, type Trouble } from './errors';
import { mediaTypeOf } from './file-names';
import { tokenOf } from './settings';

/** For a whole file: 20 MB in this time is 70 KB a second, which a line that is up at all carries. */
const downloadTimeoutMs = 300_000;

const preparedFile = z.looseObject({ file_path: z.string().min(1).optional() });

const tooBig: LoadOutcome = {
  kind: 'refused',
  failure: {
    code: 'file_too_big',
    reason:
      'The file is larger than 20 MB, the most that Telegram hands to a bot. Ask the client to send it another way.',
  },
};
const gone: LoadOutcome = {
  kind: 'refused',
  failure: { code: 'file_gone', reason: 'Telegram no longer has this file. Ask the client to send it again.' },
};

function later(trouble: Trouble): LoadOutcome {
  const afterMs = trouble.kind === 'rate_limited' ? trouble.afterMs : null;
  return { kind: 'later', afterMs, reason: sentenceOf(trouble) };
}

function withoutFile(trouble: Trouble): LoadOutcome {
  // A token can be replaced, and the new one opens the same files; what Telegram refuses stays refused.
  if (trouble.kind !== 'refused' || trouble.failure.code === 'file_unavailable') return later(trouble);
  return trouble.failure.code === 'file_too_big' ? tooBig : { kind: 'refused', failure: trouble.failure };
}

type Download = LoadOutcome | { kind: 'expired' };

async function download(address: string, mediaType: string | null): Promise<Download> {
  let response: Response;
  try {
    // A redirect could carry the token, which is part of the address, to another host.
    response = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(downloadTimeoutMs) });
  } catch {
    return later({ kind: 'unreachable' });
  }
  if (response.ok && response.body) {
    const told = response.headers.get('content-type');
    const content = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
    return {
      kind: 'loaded',
      content,
      mediaType: told === 'application/octet-stream' ? mediaType : told,
      fileName: null,
    };
  }
  await response.body?.cancel();
  if (response.status === 404 || response.status === 410) return { kind: 'expired' };
  if (response.status >= 300 && response.status < 400) return later({ kind: 'lost', how: 'unreadable' });
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  if (response.status === 429) {
    return later({ kind: 'rate_limited', afterMs: Number.isFinite(seconds) ? seconds * 1000 : null });
  }
  return later({ kind: 'failing', status: response.status });
}

async function attempt(apiRoot: string, token: string, fileId: string): Promise<Download> {
  const answer = await callTelegram({
    apiRoot,
    token,
    timeoutMs: quickCallTimeoutMs,
    ask: async (api, signal) => preparedFile.safeParse(await api.getFile({ file_id: fileId }, signal)),
  });
  if (!answer.ok) return withoutFile(answer.trouble);
  if (!answer.result.success) return later({ kind: 'lost', how: 'unreadable' });
  const path = answer.result.data.file_path;
  if (path === undefined) return tooBig;
  return download(`${apiRoot}/file/bot${token}/${encodeURI(path)}`, mediaTypeOf(path));
}

/**
 * Attachment loader, by file id. The address that Telegram gives for it is valid for an hour only, and is asked for anew
 * at each attempt, and once more when it has expired under our hands.
 */
export async function loadTelegramFile(apiRoot: string, channel: OpenedChannel, fileId: string): Promise<LoadOutcome> {
  const token = tokenOf(channel);
  if (token === null) return later({ kind: 'unauthorized' });
  const first = await attempt(apiRoot, token, fileId);
  if (first.kind !== 'expired') return first;
  const second = await attempt(apiRoot, token, fileId);
  return second.kind === 'expired' ? gone : second;
}
