import type { OpenedChannel } from '../../domain/channel';
import type { ProviderRequest } from '../contract';

const yearSeconds = 365 * 24 * 3_600;
const name = 'parley-visitor';

/**
 * For browsers that refuse a frame all storage but cookies that are partitioned by site (CHIPS). No script reads it, it goes
 * to this channel only, and nothing is done on its word but to give the page its token back. Browsers take it over https only.
 */
export function visitorCookie(channel: OpenedChannel, { root, token }: { root: string; token: string }): string {
  const path = `${root}/webhooks/webchat/${encodeURIComponent(channel.id)}`;
  return `${name}=${token}; Path=${path}; Max-Age=${yearSeconds}; Secure; HttpOnly; SameSite=None; Partitioned`;
}

export function tokenOfCookie({ headers }: ProviderRequest): string | null {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}
