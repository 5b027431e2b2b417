import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SlowChore } from '../domain/chore';
import { messageEvents } from '../domain/live-event';
import { previewIdOf, previewNameOf } from '../domain/preview';
import type { previewOfHeic } from '../pictures/heic-preview';
import { commit } from '../storage/unit-of-work';
import type { MessagingDeps } from './ports';

export interface PreviewsDeps extends Pick<MessagingDeps, 'storage' | 'log'> {
  previewOf: typeof previewOfHeic;
}

/** How often work is looked for. */
const restMs = 1_000;
/** Longer than a picture may take: when it is over, whoever had the work has died with it. */
const leaseMs = 120_000;
/** What ends a process each time it is tried, or is not done in time, is left alone after this. */
const mostAttempts = 3;

/**
 * Makes previews of files that browsers can't show, one after the other. It is no part of the relay, so that chats wait for none of them.
 * Any number of processes may do it.
 */
export function createPreviews({ storage, log, previewOf }: PreviewsDeps) {
  /** Runs until the signal ends it. */
  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const busy = await attempt(signal);
      if (!busy) await sleep(restMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async function attempt(signal: AbortSignal): Promise<boolean> {
    try {
      return await next(signal);
    } catch (error) {
      log.warn({ err: error }, 'a preview could not be made; it is tried again');
      return false;
    }
  }

  /** Returns whether there was one to make. */
  async function next(signal: AbortSignal): Promise<boolean> {
    const due = await storage.chores.takeSlow(leaseMs);
    if (due === null) return false;
    const { id, slow, attempts } = due;
    const ended = attempts > mostAttempts ? giveUp(slow, 'tried_too_often') : await make(slow, signal);
    if (ended) await storage.chores.done(id);
    else if (signal.aborted) await storage.chores.putBack(id);
    return true;
  }

  /** Returns whether nothing is left to do. It may be done twice. */
  async function make(chore: SlowChore, signal: AbortSignal): Promise<boolean> {
    const { fileId } = chore;
    const previewId = previewIdOf(fileId);
    const file = await storage.files.open(fileId);
    if (file === null) {
      // A former attempt may have been overtaken by the erasure of the file, and died.
      await storage.files.remove(previewId);
      return true;
    }
    if ((await storage.files.open(previewId)) === null) {
      const outcome = await previewOf(file, { signal });
      if (outcome.kind === 'unfinished') return false;
      if (outcome.kind === 'refused') return giveUp(chore, outcome.reason);
      const [fileName, content] = [previewNameOf(file.fileName), Readable.from([outcome.bytes])];
      await storage.files.save({ id: previewId, fileName, mediaType: 'image/jpeg', content });
    }
    await commit(storage, async (unit) => {
      const message = await storage.messages.setPreview(unit.tx, chore, previewId);
      if (message !== null) unit.tell(...messageEvents('message.updated', message));
    });
    // Of a file that was erased meanwhile nothing may stay.
    if ((await storage.files.open(fileId)) === null) await storage.files.remove(previewId);
    return true;
  }

  function giveUp({ messageId, attachmentId }: SlowChore, reason: string): true {
    log.info({ messageId, attachmentId, reason }, 'a picture gets no preview');
    return true;
  }

  return { run, next };
}
