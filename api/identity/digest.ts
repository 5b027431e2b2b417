import { createHash } from 'node:crypto';

/** Names a token without telling it. */
export function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
