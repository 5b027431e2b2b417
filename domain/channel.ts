import { byOther, nextSecond, roundAheadMs } from './messenger-clock';
import { type Reception, undisturbed } from './reception';

export const healthStatuses = [
  'ok',
  'inactive',
  'unchecked',
  'unauthorized',
  'conflict',
  'rate_limited',
  'unreachable',
  'failing',
] as const;
export type HealthStatus = (typeof healthStatuses)[number];

/** How a channel is doing, with a sentence for the administrator. */
export interface Health {
  status: HealthStatus;
  detail: string;
  checkedAt: Date;
}

/** One source of client messages at a provider (domain 1.2). Secrets in `settings` are encrypted at rest. */
export interface Channel {
  id: string;
  provider: string;
  name: string;
  /** The channel's id inside the messenger. */
  source: string;
  active: boolean;
  queueId: string | null;
  language: string;
  verified: boolean;
  health: Health;
  /** When its messenger first confirmed it: nothing earlier is fetched (domain 2.12). Null until then. */
  connectedAt: Date | null;
  reception: Reception;
  /** What clients wrote before this instant is not taken in (domain 2.7); null on a channel that was never deactivated. */
  acceptsFrom: Date | null;
  /** At most so far is our clock ahead of the messenger's; not there before it was measured. */
  clockAheadMs?: number;
  /** Rises with every change that a poller or sender must notice. */
  revision: number;
}

/** A channel with its settings readable, as providers need it. */
export interface OpenedChannel extends Channel {
  settings: Record<string, unknown>;
}

/** A channel that is not active or has no queue takes part in nothing (domain 1.2). */
export function takesPart(channel: Pick<Channel, 'active' | 'queueId'>): boolean {
  return channel.active && channel.queueId !== null;
}

/** What holds of a channel in the moment in which it is added. */
export function justAdded({
  verified,
}: Pick<Channel, 'verified'>): Pick<Channel, 'connectedAt' | 'reception' | 'acceptsFrom' | 'revision'> {
  return { connectedAt: verified ? new Date() : null, reception: undisturbed, acceptsFrom: null, revision: 1 };
}

/**
 * From when on what a messenger lists is the channel's, in milliseconds of its clock (domain 2.12). Of the second in which it was
 * connected nobody knows what came before: the webhook brings what came after.
 */
export function listedFrom({ connectedAt, clockAheadMs }: Pick<Channel, 'connectedAt' | 'clockAheadMs'>): number {
  return connectedAt === null ? 0 : nextSecond(byOther(connectedAt, roundAheadMs(clockAheadMs)));
}
