import type { Attachment } from './attachments';

const shown = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;

/** Whether browsers show it as a picture; anything that could hold a script is a file to save. */
export function isShown(mediaType: string): boolean {
  return shown.test(mediaType);
}

/** Where the picture is that stands for the file: the file itself or its preview. Null where there is none. */
export function pictureUrl({ mediaType, status, url, previewUrl }: Attachment): string | null {
  if (status !== 'stored') return null;
  return isShown(mediaType) ? url : previewUrl;
}

export function isPicture(attachment: Attachment): boolean {
  return pictureUrl(attachment) !== null;
}
