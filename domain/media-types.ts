/** A kind of file that people send each other. */
export interface FileKind {
  /** The proper name first, then those by which browsers and telephones call it as well. */
  mediaTypes: readonly [string, ...string[]];
  /** In small letters, the usual one first. */
  extensions: readonly [string, ...string[]];
}

const openXml = 'application/vnd.openxmlformats-officedocument';

/** What a file without a known kind is. */
export const unknownMediaType = 'application/octet-stream';

export const fileKinds: readonly FileKind[] = [
  { mediaTypes: ['image/jpeg', 'image/jpg', 'image/pjpeg'], extensions: ['.jpg', '.jpeg', '.jfif'] },
  { mediaTypes: ['image/png', 'image/x-png'], extensions: ['.png'] },
  { mediaTypes: ['image/webp'], extensions: ['.webp'] },
  { mediaTypes: ['image/gif'], extensions: ['.gif'] },
  { mediaTypes: ['image/heic'], extensions: ['.heic'] },
  { mediaTypes: ['image/heif'], extensions: ['.heif'] },
  { mediaTypes: ['image/avif'], extensions: ['.avif'] },
  { mediaTypes: ['image/bmp', 'image/x-ms-bmp'], extensions: ['.bmp'] },
  { mediaTypes: ['image/tiff'], extensions: ['.tif', '.tiff'] },
  { mediaTypes: ['image/svg+xml'], extensions: ['.svg'] },
  { mediaTypes: ['audio/mpeg', 'audio/mp3', 'audio/x-mp3'], extensions: ['.mp3'] },
  { mediaTypes: ['audio/ogg', 'audio/opus', 'application/ogg'], extensions: ['.ogg', '.oga', '.opus'] },
  { mediaTypes: ['audio/amr', 'audio/amr-nb', 'audio/x-amr'], extensions: ['.amr'] },
  { mediaTypes: ['audio/aac', 'audio/x-aac', 'audio/aacp', 'audio/vnd.dlna.adts'], extensions: ['.aac'] },
  { mediaTypes: ['audio/mp4', 'audio/x-m4a', 'audio/m4a'], extensions: ['.m4a'] },
  { mediaTypes: ['audio/wav', 'audio/x-wav', 'audio/vnd.wave'], extensions: ['.wav'] },
  { mediaTypes: ['audio/3gpp'], extensions: ['.3ga'] },
  { mediaTypes: ['video/3gpp', 'video/3gp'], extensions: ['.3gp'] },
  { mediaTypes: ['video/mp4', 'video/x-m4v'], extensions: ['.mp4', '.m4v'] },
  { mediaTypes: ['video/quicktime'], extensions: ['.mov'] },
  { mediaTypes: ['video/webm'], extensions: ['.webm'] },
  { mediaTypes: ['video/x-msvideo', 'video/avi'], extensions: ['.avi'] },
  { mediaTypes: ['video/x-matroska'], extensions: ['.mkv'] },
  { mediaTypes: ['application/pdf', 'application/x-pdf'], extensions: ['.pdf'] },
  { mediaTypes: ['application/msword'], extensions: ['.doc'] },
  { mediaTypes: [`${openXml}.wordprocessingml.document`], extensions: ['.docx'] },
  { mediaTypes: ['application/vnd.ms-powerpoint'], extensions: ['.ppt'] },
  { mediaTypes: [`${openXml}.presentationml.presentation`], extensions: ['.pptx'] },
  { mediaTypes: ['application/vnd.ms-excel'], extensions: ['.xls'] },
  { mediaTypes: [`${openXml}.spreadsheetml.sheet`], extensions: ['.xlsx'] },
  { mediaTypes: ['application/vnd.oasis.opendocument.text'], extensions: ['.odt'] },
  { mediaTypes: ['application/vnd.oasis.opendocument.spreadsheet'], extensions: ['.ods'] },
  { mediaTypes: ['application/rtf', 'text/rtf'], extensions: ['.rtf'] },
  { mediaTypes: ['text/vcard', 'text/x-vcard', 'application/vcard'], extensions: ['.vcf', '.vcard'] },
  { mediaTypes: ['text/calendar'], extensions: ['.ics'] },
  { mediaTypes: ['application/x-tgsticker'], extensions: ['.tgs'] },
  { mediaTypes: ['text/plain'], extensions: ['.txt', '.log'] },
  { mediaTypes: ['text/csv'], extensions: ['.csv'] },
  { mediaTypes: ['application/zip', 'application/x-zip-compressed'], extensions: ['.zip'] },
];

const properNames = new Map(
  fileKinds.flatMap(({ mediaTypes }) => mediaTypes.map((name) => [name, mediaTypes[0]] as const)),
);
const byExtension = new Map(
  fileKinds.flatMap(({ mediaTypes, extensions }) => extensions.map((one) => [one, mediaTypes[0]] as const)),
);

/** A media type without its parameters, by its proper name. */
export function plainMediaType(mediaType: string): string {
  const plain = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  return properNames.get(plain) ?? plain;
}

/** How names of such files end, or nothing for a kind that is not known. */
export function extensionOf(mediaType: string): string {
  const plain = plainMediaType(mediaType);
  return fileKinds.find(({ mediaTypes }) => mediaTypes[0] === plain)?.extensions[0] ?? '';
}

/** What a file is by what was said of it, and where nothing was, as of kinds that a browser does not know, by the ending of its name. */
export function mediaTypeOfFile({ fileName, said }: { fileName: string; said: string }): string {
  const plain = plainMediaType(said);
  if (plain !== '' && plain !== unknownMediaType) return plain;
  const extension = /\.[^.]+$/.exec(fileName)?.[0].toLowerCase() ?? '';
  return byExtension.get(extension) ?? unknownMediaType;
}
