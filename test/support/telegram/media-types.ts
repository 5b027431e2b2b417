const mediaTypes: Record<string, string> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  oga: 'audio/ogg',
  ogg: 'audio/ogg',
  mp3: 'audio/mpeg',
  amr: 'audio/amr',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  txt: 'text/plain',
};

function extensionIn(fileName: string): string | undefined {
  return fileName.match(/\.(\w+)$/)?.[1]?.toLowerCase();
}

/** Telegram tells a file's type by its name; what the upload says of it (grammY: octet-stream) doesn't count. */
export function mediaTypeOf(fileName: string): string {
  return mediaTypes[extensionIn(fileName) ?? ''] ?? 'application/octet-stream';
}

/** With the dot; empty when neither the name nor the type tells. */
export function extensionFor(fileName = '', mediaType = ''): string {
  const byType = Object.entries(mediaTypes).find(([, type]) => type === mediaType)?.[0];
  const extension = extensionIn(fileName) ?? byType;
  return extension ? `.${extension}` : '';
}
