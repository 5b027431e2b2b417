import type { StandInAccount } from './account';
import type { StandInMessage } from './message';

const windowMs = 24 * 60 * 60 * 1000;
const megabyte = 1024 * 1024;
const largestFileBytes = 16 * megabyte;
const largestPictureBytes = 5 * megabyte;

const openXml = 'application/vnd.openxmlformats-officedocument';
const beginnings: Record<string, RegExp> = {
  'image/jpeg': /^\xff\xd8\xff/,
  'image/png': /^\x89PNG/,
  'image/webp': /^RIFF....WEBP/s,
  'audio/mpeg': /^(ID3|\xff[\xe2-\xff])/,
  'audio/ogg': /^OggS/,
  'audio/amr': /^#!AMR/,
  'audio/aac': /^\xff[\xf0\xf1\xf8\xf9]/,
  'audio/3gpp': /^....ftyp3g/s,
  'video/3gpp': /^....ftyp3g/s,
  'application/pdf': /^%PDF/,
  'application/msword': /^\xd0\xcf/,
  [`${openXml}.wordprocessingml.document`]: /^PK/,
  [`${openXml}.presentationml.presentation`]: /^PK/,
  [`${openXml}.spreadsheetml.sheet`]: /^PK/,
  'text/vcard': /^BEGIN:VCARD/,
  'video/mp4': /^....ftyp/s,
};

/** What became of a message: an error's number, or null when it arrives. */
export async function fateOf(account: StandInAccount, message: StandInMessage): Promise<number | null> {
  const sender = account.senders.get(message.from);
  const person = account.people.get(message.to);
  if (!sender) return 63007;
  if (sender.isSandbox && !sender.joined.has(message.to)) return 63015;
  if (!person) return 63024;
  if (person.hasBlocked) return 63032;
  const template = account.templates.find(({ sid }) => sid === message.contentSid);
  if (template?.status === 'paused') return 63041;
  const lastWord = sender.lastWords.get(message.to);
  const isOpen = lastWord !== undefined && account.clock.now().getTime() - lastWord.getTime() < windowMs;
  if (!isOpen && template?.status !== 'approved') return 63016;
  for (const url of message.mediaUrls) {
    const mediaType = await fetchedAs(url);
    if (mediaType === null) return 63019;
    // WhatsApp has captions below pictures and films alone: beside all else, what was written vanishes.
    if (!withCaption.has(mediaType)) message.shownText = '';
  }
  return null;
}

const withCaption = new Set(['image/jpeg', 'image/png', 'video/mp4']);

/** As what a file is taken: the type has to be true, and one that WhatsApp takes in this size. Null when it is not taken. */
async function fetchedAs(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    const bytes = Buffer.from(await response.arrayBuffer());
    const mediaType = response.headers.get('content-type')?.split(';')[0] ?? '';
    const isTrue = beginnings[mediaType]?.test(bytes.toString('latin1', 0, 12)) ?? false;
    const most = mediaType.startsWith('image/') ? largestPictureBytes : largestFileBytes;
    return response.ok && isTrue && bytes.length <= most ? mediaType : null;
  } catch {
    return null;
  }
}
