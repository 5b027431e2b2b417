import { isContactCard, readContactCards } from '../domain/contact-card';
import type { SharedContact } from '../domain/message-parts';
import type { Storage } from '../storage/storage';

/** A card with a picture of the person in it; what is larger is kept, and not read. */
const largestBytes = 2 * 1024 * 1024;

/** The people in a stored contact card; none when the file is something else. */
export async function contactsInFile(
  files: Pick<Storage['files'], 'open'>,
  fileId: string,
  named: { fileName: string; mediaType: string },
): Promise<SharedContact[]> {
  if (!isContactCard(named)) return [];
  const file = await files.open(fileId);
  if (file === null || file.size > largestBytes) return [];
  const pieces: Buffer[] = [];
  for await (const piece of file.stream()) pieces.push(piece as Buffer);
  return readContactCards(Buffer.concat(pieces).toString('utf8'));
}
