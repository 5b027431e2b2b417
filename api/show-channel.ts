import type { z } from 'zod';
import type { Provider } from '../channels/contract';
import { type Health, type OpenedChannel, takesPart } from '../domain/channel';
import { openFields } from './provider-settings';
import type { channelShape } from './shapes/channel';

/** A channel as administrators see it. A provider that is not there any more leaves its settings untold. */
export function showChannel(channel: OpenedChannel, provider: Provider | undefined): z.input<typeof channelShape> {
  const { id, name, source, active, queueId, language, verified } = channel;
  const health = shownHealth(channel);
  return {
    ...{ id, provider: channel.provider, name, source, active, queueId, language, verified },
    settings: provider === undefined ? {} : openFields(provider, channel.settings),
    health: { ...health, checkedAt: health.checkedAt.toISOString() },
  };
}

/** A channel that takes part in nothing says so, and what is missing (domain 1.2). */
function shownHealth(channel: OpenedChannel): Health {
  // What came of connecting it is what stands in the way.
  if (takesPart(channel) || !channel.verified) return channel.health;
  const missing = whatIsMissing(channel);
  // Whoever has just added it must learn that its credentials could not be checked yet.
  if (channel.health.status === 'unreachable')
    return { ...channel.health, detail: `${channel.health.detail} ${missing}` };
  return { ...channel.health, status: 'inactive', detail: missing };
}

function whatIsMissing({ active, queueId }: OpenedChannel): string {
  if (active) return 'The channel has no queue, so it takes no messages in: choose one.';
  if (queueId !== null) return 'The channel is not active, so it takes no messages in: activate it.';
  return 'The channel is not active and has no queue, so it takes no messages in: choose a queue and activate it.';
}
