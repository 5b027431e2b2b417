import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const version = 'v1';
const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** Something sealed cannot be read: another key, another place than it was sealed for, or changed on the way. */
export class UnreadableSecret extends Error {
  override readonly name = 'UnreadableSecret';
}

/**
 * Seals texts with AES-256-GCM. What was sealed for one place (`place`: channel and field) opens in no other, and begins
 * with the version and the key's id, so that a key can be changed one row at a time.
 */
export function createCipher(key: Buffer) {
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, 8);

  return {
    seal(plain: string, place: string): string {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [version, keyId, iv.toString('base64url'), sealed.toString('base64url')].join('.');
    },

    open(text: string, place: string): string {
      const [textVersion, textKeyId, iv, sealed] = text.split('.');
      if (textVersion !== version || iv === undefined || sealed === undefined) {
        throw new UnreadableSecret(`What is stored for ${place} is no sealed secret.`);
      }
      if (textKeyId !== keyId) throw new UnreadableSecret(`What is stored for ${place} was sealed with another key.`);
      const bytes = Buffer.from(sealed, 'base64url');
      try {
        const decipher = createDecipheriv(algorithm, key, Buffer.from(iv, 'base64url'), { authTagLength: tagBytes })
          .setAAD(Buffer.from(place))
          .setAuthTag(bytes.subarray(-tagBytes));
        return decipher.update(bytes.subarray(0, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw new UnreadableSecret(`What is stored for ${place} cannot be opened.`, { cause });
      }
    },
  };
}

export type Cipher = ReturnType<typeof createCipher>;
