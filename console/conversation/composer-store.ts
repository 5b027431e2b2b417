import { batch, computed, effect, signal } from '@preact/signals';
import type { Api } from '../app/api';
import { newKey } from '../app/api';
import type { ApiError } from '../app/api-error';
import type { Message } from '../app/types';
import type { Drafts, RepliedTo } from './draft-store';
import { createFileTray, mostFiles, readyOf, type Unfit } from './file-tray';
import { createOutbox } from './outbox';
import type { Upload } from './upload';

interface ComposerParts {
  api: Pick<Api, 'post'>;
  upload: Upload;
  drafts: Pick<Drafts, 'read' | 'write'>;
  chatId: string;
  userId: string;
  isCurrent: () => boolean;
  onSent: (message: Message) => void;
  onRefused?: (error: ApiError) => void;
}

/** What somebody writes in a chat, and what he has written that is on its way. It outlives its sight: nothing typed is lost. */
export function createComposer({ api, upload, drafts, chatId, userId, isCurrent, onSent, onRefused }: ComposerParts) {
  const kept = drafts.read(chatId);
  const text = signal(kept.text);
  const replyTo = signal<RepliedTo | null>(kept.replyTo);
  const unfit = signal<Unfit[]>([]);
  const tray = createFileTray(upload, kept.files);
  /** Under which keys sent answers were shown before, so that they stay where they are. */
  const keys = new Map<string, string>();
  const outbox = createOutbox({
    ...{ api, chatId, userId, isCurrent },
    kept: kept.outbox,
    onSent(message, key) {
      keys.set(message.id, key);
      onSent(message);
    },
    ...(onRefused === undefined ? {} : { onRefused }),
  });

  const isUploading = computed(() => tray.files.value.some(({ state }) => state.kind !== 'ready'));
  const isEmpty = computed(() => text.value.trim() === '' && tray.files.value.length === 0);

  const stopKeeping = effect(() => {
    drafts.write(chatId, {
      text: text.value,
      files: readyOf(tray.files.value),
      replyTo: replyTo.value,
      outbox: outbox.items.value.map(({ state: _state, heardAs: _heardAs, ...answer }) => answer),
    });
  });

  /** A refused answer goes back into the field, in front of what is there. */
  function edit(key: string): void {
    batch(() => {
      const answer = outbox.takeBack(key);
      if (answer === null || answer.template !== null) return;
      text.value = [answer.text, text.value].filter((part) => part !== '').join('\n');
      replyTo.value = answer.replyTo ?? replyTo.value;
      tray.putBack(answer.files);
    });
  }

  return {
    chatId,
    text,
    replyTo,
    /** The files that could not be taken when some were chosen last. */
    unfit,
    files: tray.files,
    isUploading,
    isEmpty,
    outbox: outbox.items,
    again: outbox.again,
    /** The way to the service is there again. */
    wake(): void {
      tray.wake();
      outbox.wake();
    },
    heard: outbox.heard,
    addAgain: tray.again,

    keyOf: (messageId: string): string => keys.get(messageId) ?? messageId,

    addFiles(chosen: readonly File[]): void {
      unfit.value = tray.add(chosen);
    },

    removeFile(key: string): void {
      unfit.value = [];
      tray.remove(key);
    },

    /** Shown as written at once; true unless there is nothing to send yet. What one message cannot take of the files goes in further ones. */
    send(maxFiles: number = mostFiles): boolean {
      if (isEmpty.value || isUploading.value) return false;
      batch(() => {
        const [files = [], ...more] = inParts(tray.takeOut(), Math.max(1, maxFiles));
        const answer = { key: newKey(), template: null, writtenAt: new Date().toISOString() };
        outbox.add({ ...answer, text: text.value.trim(), files, replyTo: replyTo.value });
        for (const rest of more) outbox.add({ ...answer, key: newKey(), text: '', files: rest, replyTo: null });
        text.value = '';
        replyTo.value = null;
        unfit.value = [];
      });
      return true;
    },

    /** `shownAs`: its wording with the variables filled in. */
    sendTemplate(template: { id: string; variables: Record<string, string> }, shownAs: string): void {
      const writtenAt = new Date().toISOString();
      outbox.add({ key: newKey(), text: shownAs, files: [], replyTo: null, template, writtenAt });
    },

    edit,

    /** Holds answers back until the chat is taken; if it is not, they become the draft again. */
    async sendOnceTaken(taken: Promise<boolean>): Promise<void> {
      outbox.hold();
      const isTaken = await taken;
      const written = isTaken ? [] : outbox.items.value.filter(({ state }) => state.kind === 'waiting');
      for (const { key } of written.reverse()) edit(key);
      outbox.release();
    },

    discardDraft(): void {
      batch(() => {
        text.value = '';
        replyTo.value = null;
        for (const { key } of tray.files.value) tray.remove(key);
      });
    },

    discard: (key: string): void => void outbox.takeBack(key),

    start: (): void => void outbox.run(),
    close: stopKeeping,
  };
}

export type Composer = ReturnType<typeof createComposer>;

function inParts<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
