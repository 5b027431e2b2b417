import { createHash } from 'node:crypto';

/** For a message that comes without an id, such as one that somebody tries a webhook with: the same for the same, from what identifies it. */
export function madeUpId(...identifying: unknown[]): string {
  const digest = createHash('sha256').update(JSON.stringify(identifying)).digest('base64url');
  return `made-up-${digest.slice(0, 32)}`;
}
