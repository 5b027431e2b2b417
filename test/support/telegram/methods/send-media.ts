import type { ApiCall } from '../api-call';
import { badRequest, tooLarge } from '../api-error';
import type { MessageContent } from '../conversation';
import type { FileStore, StoredFile } from '../file-store';
import { captionContent } from '../formatted-text';
import { type MediaField, mediaContent, mediaKinds } from '../media-objects';
import { mediaTypeOf } from '../media-types';
import { deliver } from './deliver';
import type { Method } from './method';

const mostPhotoBytes = 10 * 1024 * 1024;
const mostUploadBytes = 50 * 1024 * 1024;
const pictureStarts = ['ffd8ff', '89504e47', '47494638', '52494646', '424d'];

function checkUpload(field: MediaField, bytes: Buffer): void {
  if (bytes.length > mostUploadBytes) throw tooLarge;
  if (bytes.length === 0) throw badRequest('file must be non-empty');
  if (field !== 'photo') return;
  if (bytes.length > mostPhotoBytes) {
    const limit = `the maximum size is ${mostPhotoBytes} bytes`;
    throw badRequest(`file of size ${bytes.length} bytes is too big for a photo; ${limit}`);
  }
  const start = bytes.toString('hex', 0, 4);
  if (!pictureStarts.some((known) => start.startsWith(known))) throw badRequest('IMAGE_PROCESS_FAILED');
}

function knownFile(field: MediaField, files: FileStore, reference: string): StoredFile {
  if (/^https?:/.test(reference)) throw badRequest('failed to get HTTP URL content');
  const file = files.find(reference);
  if (!file) throw badRequest('wrong remote file identifier specified: Wrong string length');
  const kind = mediaKinds[field];
  if (file.kind !== kind) throw badRequest(`can't use file of type ${file.kind} as ${kind}`);
  return file;
}

function checkPresent(field: MediaField, call: ApiCall): void {
  const reference = call.text(field);
  const isNamed = reference !== '' && !reference.startsWith('attach://');
  if (!isNamed && !call.upload(field)) throw badRequest(`there is no ${field.replace('_', ' ')} in the request`);
}

function fileOf(field: MediaField, files: FileStore, call: ApiCall): StoredFile {
  const upload = call.upload(field);
  if (!upload) return knownFile(field, files, call.text(field));
  checkUpload(field, upload.bytes);
  const { bytes, fileName } = upload;
  return files.add({ kind: mediaKinds[field], bytes, fileName, mediaType: mediaTypeOf(fileName) });
}

function sourceOf(call: ApiCall) {
  return {
    durationSeconds: call.integer('duration', { min: 0, max: 86_400 }),
    title: call.text('title') || undefined,
    performer: call.text('performer') || undefined,
    emoji: call.text('emoji') || undefined,
  };
}

/** A method that sends one file, uploaded or known by its file_id. (By an address: not here.) */
export function sendMedia(field: MediaField, { hasCaption }: { hasCaption: boolean }): Method {
  return ({ bot, call }) => {
    checkPresent(field, call);
    const contentOf = (): MessageContent => {
      const caption = hasCaption ? captionContent(call) : {};
      const file = fileOf(field, bot.files, call);
      return { ...mediaContent(field, bot.files, file, sourceOf(call)), ...caption };
    };
    return deliver(bot, call, contentOf);
  };
}
