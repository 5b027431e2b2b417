import { type ReadonlySignal, signal } from '@preact/signals';
import { newKey } from '../app/api';
import { ApiError, isAborted } from '../app/api-error';
import type { StoredFile } from '../app/types';
import { type ChosenFile, mostFiles, type Unfit } from './answer-limits';
import type { Upload } from './upload';

/** A file that was chosen for an answer. */
export interface TrayFile extends ChosenFile {
  key: string;
  state: { kind: 'uploading'; part: number } | { kind: 'ready'; file: StoredFile } | { kind: 'failed'; error: unknown };
  /** Shows a picture before and after it is uploaded; null for what is no picture. */
  previewUrl: string | null;
}

const pictures = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;

/** The files beside the text of an answer: uploaded as soon as they are chosen. */
export function createFileTray(upload: Upload, kept: readonly StoredFile[]) {
  const files = signal<TrayFile[]>(kept.map(trayFileOf));
  const sources = new Map<string, { file: File; ending: AbortController }>();

  function change(key: string, state: TrayFile['state']): void {
    files.value = files.value.map((one) => (one.key === key ? { ...one, state } : one));
  }

  async function send(key: string): Promise<void> {
    const source = sources.get(key);
    if (source === undefined) return;
    change(key, { kind: 'uploading', part: 0 });
    const { file, ending } = source;
    try {
      const onProgress = (part: number) => change(key, { kind: 'uploading', part });
      const stored = await upload(file, file.name, { key, signal: ending.signal, onProgress });
      change(key, { kind: 'ready', file: stored });
      sources.delete(key);
    } catch (error) {
      if (!isAborted(error)) change(key, { kind: 'failed', error });
    }
  }

  function forget({ key, previewUrl }: TrayFile): void {
    sources.get(key)?.ending.abort();
    sources.delete(key);
    if (previewUrl?.startsWith('blob:')) URL.revokeObjectURL(previewUrl);
  }

  return {
    files: files as ReadonlySignal<TrayFile[]>,

    /** Returns those that cannot be taken, and why. */
    add(chosen: readonly File[], whyUnfit: (file: ChosenFile) => Unfit | null): Unfit[] {
      const unfit: Unfit[] = [];
      for (const file of chosen) {
        const { name: fileName, type: mediaType, size } = file;
        const reason = whyUnfit({ fileName, mediaType, size });
        if (reason !== null) unfit.push(reason);
        else if (files.value.length >= mostFiles) unfit.push({ kind: 'too_many' });
        else {
          const key = newKey();
          sources.set(key, { file, ending: new AbortController() });
          const previewUrl = pictures.test(mediaType) ? URL.createObjectURL(file) : null;
          const state = { kind: 'uploading', part: 0 } as const;
          files.value = [...files.value, { key, fileName, mediaType, size, state, previewUrl }];
          void send(key);
        }
      }
      return unfit.filter(
        ({ kind }, index) => kind !== 'too_many' || index === unfit.findIndex((one) => one.kind === kind),
      );
    },

    /** Takes out what turns out not to fit, and returns why. */
    review(whyUnfit: (file: ChosenFile) => Unfit | null): Unfit[] {
      const judged = files.value.map((file) => ({ file, reason: whyUnfit(file) }));
      const unfit = judged.filter(({ reason }) => reason !== null);
      for (const { file } of unfit) forget(file);
      if (unfit.length > 0) files.value = judged.filter(({ reason }) => reason === null).map(({ file }) => file);
      return unfit.flatMap(({ reason }) => reason ?? []);
    },

    again: (key: string) => void send(key),

    /** What did not come through while the service could not be reached is sent once more. */
    wake(): void {
      for (const { key, state } of files.value)
        if (state.kind === 'failed' && state.error instanceof ApiError && state.error.isPassing) void send(key);
    },

    remove(key: string): void {
      for (const file of files.value) if (file.key === key) forget(file);
      files.value = files.value.filter((file) => file.key !== key);
    },

    /** Those that are uploaded, which leave the tray. */
    takeOut(): StoredFile[] {
      const ready = readyOf(files.value);
      for (const file of files.value) forget(file);
      files.value = [];
      return ready;
    },

    putBack(stored: readonly StoredFile[]): void {
      files.value = [...files.value, ...stored.map(trayFileOf)];
    },
  };
}

export function readyOf(files: readonly TrayFile[]): StoredFile[] {
  return files.flatMap(({ state }) => (state.kind === 'ready' ? [state.file] : []));
}

function trayFileOf(file: StoredFile): TrayFile {
  const { id: key, fileName, mediaType, size, url } = file;
  const previewUrl = pictures.test(mediaType) ? url : null;
  return { key, fileName, mediaType, size, state: { kind: 'ready', file }, previewUrl };
}
