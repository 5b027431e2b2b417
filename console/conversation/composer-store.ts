import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { inParts, mostParts } from '../../pages/long-text';
import type { Api } from '../app/api';
import { newKey } from '../app/api';
import type { ApiError } from '../app/api-error';
import type { Message, ReplyWindow } from '../app/types';
import { type ChosenFile, goApart, mostFiles, type Unfit, whyUnfit } from './answer-limits';
import type { Drafts, RepliedTo } from './draft-store';
import { createFileTray, readyOf } from './file-tray';
import { createOutbox } from './outbox';
import { lengthOf } from './text-length';
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

/** What the chat's messenger takes in an answer. */
export type Takes = Pick<ReplyWindow, 'maxFiles' | 'limits'>;

/** What somebody writes in a chat, and what he has written that is on its way. It outlives its sight: nothing typed is lost. */
export function createComposer({ api, upload, drafts, chatId, userId, isCurrent, onSent, onRefused }: ComposerParts) {
  const kept = drafts.read(chatId);
  const text = signal(kept.text);
  const replyTo = signal<RepliedTo | null>(kept.replyTo);
  const unfit = signal<Unfit[]>([]);
  const takes = signal<Takes | null>(null);
  const wasTooLong = signal(false);
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
  const length = computed(() => lengthOf(text.value, takes.value?.limits.maxTextLength ?? null));
  const isTooLong = computed(() => length.value?.state === 'over');
  /** What a text that is too long would be sent as; null while it is not. */
  const parts = computed(() => {
    const at = length.value;
    return at?.state === 'over' ? inParts(text.value, at.limit) : null;
  });
  const isApart = computed(() => goApart(takes.value?.limits ?? null, text.value.trim(), tray.files.value));
  const judge = (file: ChosenFile) => whyUnfit(takes.peek()?.limits ?? null, file);

  const stopKeeping = effect(() => {
    drafts.write(chatId, {
      text: text.value,
      files: readyOf(tray.files.value),
      replyTo: replyTo.value,
      outbox: outbox.items.value.map(({ state: _state, heardAs: _heardAs, ...answer }) => answer),
    });
  });

  const stopExpecting = text.subscribe(() => {
    wasTooLong.value = false;
  });

  /** Takes what is written over to the outbox; what one message cannot take of the files goes in further ones. */
  function hand(texts: string[]): void {
    batch(() => {
      const most = Math.max(1, takes.value?.maxFiles ?? mostFiles);
      const [files = [], ...more] = inGroups(tray.takeOut(), most);
      const answer = { key: newKey(), template: null, writtenAt: new Date().toISOString() };
      const whole = { text: text.value.trim(), ...(texts.length > 1 && { inParts: texts }) };
      outbox.add({ ...answer, ...whole, files, replyTo: replyTo.value });
      for (const rest of more) outbox.add({ ...answer, key: newKey(), text: '', files: rest, replyTo: null });
      text.value = '';
      replyTo.value = null;
      unfit.value = [];
    });
  }

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
    length,
    parts,
    /** Somebody wanted to send a text that is too long: he is told why nothing was. */
    wasTooLong: wasTooLong as ReadonlySignal<boolean>,
    /** Text and files go out as messages of their own. */
    isApart,
    /** What the messenger takes; null until it is known. */
    takes: takes as ReadonlySignal<Takes | null>,
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

    /** Files that were chosen before it was known are looked at once more. */
    learn(told: Takes): void {
      batch(() => {
        takes.value = told;
        const removed = tray.review(judge);
        if (removed.length > 0) unfit.value = removed;
      });
    },

    addFiles(chosen: readonly File[]): void {
      unfit.value = tray.add(chosen, judge);
    },

    removeFile(key: string): void {
      unfit.value = [];
      tray.remove(key);
    },

    /** Shown as written at once; true unless there is nothing to send yet, or more than one message takes. */
    send(): boolean {
      if (isEmpty.value || isUploading.value) return false;
      if (isTooLong.value) {
        wasTooLong.value = true;
        return false;
      }
      hand([text.value.trim()]);
      return true;
    },

    /** As several messages what is too long for one. */
    sendInParts(): boolean {
      if (isUploading.value || parts.value === null || parts.value.length > mostParts) return false;
      hand(parts.value);
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
    close(): void {
      stopKeeping();
      stopExpecting();
    },
  };
}

export type Composer = ReturnType<typeof createComposer>;

function inGroups<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
