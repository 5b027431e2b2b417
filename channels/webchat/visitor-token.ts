import { z } from 'zod';
import type { OpenedChannel } from '../../domain/channel';
import type { ProviderDesk } from '../contract';

const visitor = z.object({ id: z.uuid(), name: z.string().optional() });

/** Who looks at the page. Nothing is stored of him until he writes: all that is known stands in his token. */
export type Visitor = z.infer<typeof visitor>;

/** A token is good for the channel that it was made for, and for no other. */
function purposeOf(channelId: string): string {
  return `webchat-visitor:${channelId}`;
}

export function signVisitor(desk: ProviderDesk, channel: OpenedChannel, who: Visitor): string {
  return desk.signToken(purposeOf(channel.id), JSON.stringify(who));
}

/** The visitor that a token was made for, or null for one that this installation did not make for this channel. */
export function visitorOf(desk: ProviderDesk, channelId: string, token: unknown): Visitor | null {
  if (typeof token !== 'string' || token === '') return null;
  const value = desk.verifyToken(purposeOf(channelId), token);
  if (value === null) return null;
  try {
    return visitor.safeParse(JSON.parse(value)).data ?? null;
  } catch {
    return null;
  }
}
