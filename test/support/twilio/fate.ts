import type { StandInAccount } from './account';
import type { StandInMessage } from './message';

const windowMs = 24 * 60 * 60 * 1000;
const largestFileBytes = 16 * 1024 * 1024;

const beginnings: Record<string, RegExp> = {
  'image/jpeg': /^\xff\xd8\xff/,
  'image/png': /^\x89PNG/,
  'audio/mpeg': /^(ID3|\xff[\xe2-\xff])/,
  'audio/ogg': /^OggS/,
  'audio/amr': /^#!AMR/,
  'application/pdf': /^%PDF/,
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
  const isOpen = lastWord !== undefined && Date.now() - lastWord.getTime() < windowMs;
  if (!isOpen && template?.status !== 'approved') return 63016;
  for (const url of message.mediaUrls) if (!(await canBeFetched(url))) return 63019;
  return null;
}

/** The type has to be true, and one that WhatsApp takes. */
async function canBeFetched(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    const bytes = Buffer.from(await response.arrayBuffer());
    const mediaType = response.headers.get('content-type')?.split(';')[0] ?? '';
    const isTrue = beginnings[mediaType]?.test(bytes.toString('latin1', 0, 12)) ?? false;
    return response.ok && isTrue && bytes.length <= largestFileBytes;
  } catch {
    return false;
  }
}
