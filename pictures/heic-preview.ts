import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { megabyte } from '../domain/file-size';

/** Why a picture gets no preview, for good. */
export type NoPreview = 'too_large' | 'too_many_pixels' | 'too_much_memory' | 'unreadable' | 'decoder_failed';

export type PreviewOutcome =
  | { kind: 'made'; bytes: Buffer }
  | { kind: 'refused'; reason: NoPreview }
  /** It took too long, or was to be ended: another time it may be made. */
  | { kind: 'unfinished' };

/** What one picture may cost. */
export const previewLimits = {
  /** More than any messenger lets in of a photo. */
  mostBytes: 25 * megabyte,
  /** Telephones take 48 million. */
  mostPixels: 50_000_000,
  /** A photo of 48 million pixels takes 350 MB; one with more colours a pixel takes half as much again. */
  mostMemoryBytes: 512 * megabyte,
  /** A large photo takes two to five seconds on a processor that does nothing else. */
  mostMs: 60_000,
  /** As large as a screen shows it. */
  longestSide: 1_600,
};

/** Of the thread's own objects: the decoder's memory and the pixels are not among them. */
const heapLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32 };

/** The thread's file is not compiled: it stands beside this one in the sources, and there as well when this one stands in `dist`. */
function threadFile(): string {
  const places = [join(__dirname, 'heic-thread.js'), join(__dirname, '..', '..', 'pictures', 'heic-thread.js')];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error('The file pictures/heic-thread.js is missing.');
  return found;
}

/** Makes a JPEG of a HEIC picture, in a thread of its own that ends with it. */
export async function previewOfHeic(
  file: { size: number; stream(): Readable },
  { signal, limits = previewLimits }: { signal: AbortSignal; limits?: typeof previewLimits },
): Promise<PreviewOutcome> {
  if (file.size > limits.mostBytes) return { kind: 'refused', reason: 'too_large' };
  const bytes = await wholeOf(file);
  if (signal.aborted) return { kind: 'unfinished' };
  const thread = new Worker(threadFile(), {
    workerData: { bytes, ...limits },
    transferList: [bytes.buffer],
    resourceLimits: heapLimits,
    // The decoder writes there what it thinks of a picture.
    stdout: true,
    stderr: true,
  });
  try {
    return await outcomeOf(thread, { signal, mostMs: limits.mostMs });
  } finally {
    await thread.terminate();
  }
}

async function wholeOf({ size, stream }: { size: number; stream(): Readable }): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for await (const piece of stream()) {
    bytes.set(piece as Buffer, at);
    at += (piece as Buffer).length;
  }
  return bytes;
}

type ToldByThread = { kind: 'made'; bytes: Uint8Array } | { kind: 'refused'; reason: NoPreview };

function outcomeOf(
  thread: Worker,
  { signal, mostMs }: { signal: AbortSignal; mostMs: number },
): Promise<PreviewOutcome> {
  return new Promise((resolve) => {
    const end = (outcome: PreviewOutcome) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve(outcome);
    };
    const stop = () => end({ kind: 'unfinished' });
    const timer = setTimeout(stop, mostMs);
    signal.addEventListener('abort', stop);
    thread.once('message', (told: ToldByThread) =>
      end(told.kind === 'made' ? { kind: 'made', bytes: Buffer.from(told.bytes) } : told),
    );
    thread.once('error', (error: NodeJS.ErrnoException) => {
      const isOutOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      end({ kind: 'refused', reason: isOutOfMemory ? 'too_much_memory' : 'decoder_failed' });
    });
    thread.once('exit', () => end({ kind: 'refused', reason: 'decoder_failed' }));
  });
}
