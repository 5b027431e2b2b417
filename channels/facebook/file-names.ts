import type { IncomingAttachment } from '../../domain/inbound';

const extensions: Record<string, string> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'audio/mpeg': '.mp3',
  'audio/mp4': '.m4a',
  'audio/ogg': '.ogg',
  'audio/aac': '.aac',
  'audio/wav': '.wav',
  'video/mp4': '.mp4',
  'video/quicktime': '.mov',
  'application/pdf': '.pdf',
  'text/plain': '.txt',
};

function lastPartOf(address: string): string {
  try {
    return decodeURIComponent(new URL(address).pathname.split('/').at(-1) ?? '');
  } catch {
    return '';
  }
}

/** The media type that an address tells by its ending, or null. Voice messages are `.mp4` too: their kind decides. */
export function mediaTypeOf(address: string): string | null {
  const extension = /\.\w+$/.exec(lastPartOf(address))?.[0].toLowerCase().replace('.jpeg', '.jpg');
  if (extension === '.mp4') return null;
  return Object.keys(extensions).find((mediaType) => extensions[mediaType] === extension) ?? null;
}

/** The client's own name of the file without any folder; for what has none, the address's, or one that tells the kind. */
export function nameOf(file: {
  given: string | undefined;
  kind: string;
  address: string;
  mediaType: string;
}): Pick<IncomingAttachment, 'fileName' | 'hasPlaceholderName'> {
  for (const name of [file.given, lastPartOf(file.address)]) {
    const clean = name
      ?.split(/[\\/]/)
      .at(-1)
      ?.replace(/\p{Cc}/gu, '')
      .trim();
    if (clean && /\.\w{1,8}$/.test(clean)) return { fileName: clean };
  }
  return { fileName: `${file.kind}${extensions[file.mediaType] ?? ''}`, hasPlaceholderName: true };
}
