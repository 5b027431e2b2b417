import { createHmac, timingSafeEqual } from 'node:crypto';

/** Tokens that only the holder of the key can make, bound to a purpose: one made for files opens no conversation. */
export function createSignatures(key: Buffer) {
  const macOf = (purpose: string, payload: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([purpose, payload]))
      .digest();

  return {
    /** A token that carries the value; readable by whoever has it, but not to be made or changed. */
    sign(purpose: string, value: string, expiresAt?: Date): string {
      const payload = Buffer.from(JSON.stringify([value, expiresAt?.getTime() ?? null])).toString('base64url');
      return `${payload}.${macOf(purpose, payload).toString('base64url')}`;
    },

    /** The value of a token made for this purpose that has not run out, or null. */
    verify(purpose: string, token: string): string | null {
      const [payload, mac, rest] = token.split('.');
      if (payload === undefined || mac === undefined || rest !== undefined) return null;
      // Compared as written: base64url has several spellings of the same bytes, and only the one given out holds.
      const given = Buffer.from(mac);
      const wanted = Buffer.from(macOf(purpose, payload).toString('base64url'));
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
      const [value, expiresAtMs] = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as [
        string,
        number | null,
      ];
      return expiresAtMs !== null && expiresAtMs <= Date.now() ? null : value;
    },
  };
}
