import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Why a source can't be used; the next one is tried. */
export class SourceFailed extends Error {
  override readonly name = 'SourceFailed';
}

export interface DownloadLimits {
  /** Until the first byte of the file. */
  answerMs: number;
  /** Between two pieces of it. */
  stallMs: number;
}

const PATIENT_ENOUGH: DownloadLimits = { answerMs: 5000, stallMs: 15_000 };

const seconds = (ms: number) => `${ms / 1000} s`;
const megabytes = (bytes: number) => Math.round(bytes / 1e6);

/** fetch only says that it failed; what happened stands in the cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  return cause?.code ?? cause?.message ?? message ?? String(error);
}

/** Tells every quarter of the way, and nothing when the size is not known. */
function progress(total: number, tell: (line: string) => void): (bytes: number) => void {
  let done = 0;
  let told = 0;
  return (bytes) => {
    done += bytes;
    const quarter = total > 0 ? Math.floor((done / total) * 4) : 0;
    if (quarter > told && quarter < 4) tell(`${megabytes(done)} of ${megabytes(total)} MB`);
    told = quarter;
  };
}

/** Fetches a file; throws SourceFailed with a reason for people when the source doesn't answer, stalls or refuses. */
export async function download(options: {
  url: string;
  file: string;
  tell: (line: string) => void;
  limits?: DownloadLimits;
  signal?: AbortSignal | undefined;
}): Promise<void> {
  const limits = options.limits ?? PATIENT_ENOUGH;
  const gaveUp = new AbortController();
  let complaint = `did not answer in ${seconds(limits.answerMs)}`;
  let timer = setTimeout(() => gaveUp.abort(), limits.answerMs);
  const signal = options.signal ? AbortSignal.any([gaveUp.signal, options.signal]) : gaveUp.signal;
  try {
    // Pages of releases lead to a store; nothing that is anybody's goes along.
    const response = await fetch(options.url, { redirect: 'follow', signal });
    if (!response.ok || response.body === null) throw new SourceFailed(`answered ${response.status}`);
    const count = progress(Number(response.headers.get('content-length') ?? 0), options.tell);
    const watch = new Transform({
      transform(piece: Buffer, _encoding, done) {
        clearTimeout(timer);
        complaint = `stopped sending for ${seconds(limits.stallMs)}`;
        timer = setTimeout(() => gaveUp.abort(), limits.stallMs);
        count(piece.length);
        done(null, piece);
      },
    });
    await pipeline(Readable.fromWeb(response.body), watch, createWriteStream(options.file), { signal });
  } catch (error) {
    if (error instanceof SourceFailed || options.signal?.aborted) throw error;
    throw new SourceFailed(gaveUp.signal.aborted ? complaint : `could not be reached (${reasonOf(error)})`);
  } finally {
    clearTimeout(timer);
  }
}
