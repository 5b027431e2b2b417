import type { Provider, Registration } from '../channels/contract';
import type { Health, OpenedChannel } from '../domain/channel';
import { invalid, Problem } from '../domain/problem';

/** What registration found out, in the fields of a channel. */
export type Registered = Pick<OpenedChannel, 'source' | 'verified' | 'settings' | 'health'> & { foundName: string };

/** Asks the messenger; what it refuses is a 422 and leaves nothing behind. */
export async function register(provider: Provider, settings: Record<string, unknown>): Promise<Registered> {
  const registration = await provider.register(settings);
  switch (registration.kind) {
    case 'refused':
      throw new Problem('credentials_refused', registration.reason);
    case 'registered':
      return found(
        registration,
        registration,
        registration.verified
          ? { status: 'ok', detail: `${provider.title} accepts the channel.` }
          : { status: 'unchecked', detail: 'Not connected yet. Connect it, then activate it.' },
      );
    case 'unreachable':
      // Providers that have channels connected before their use need no answer here, so this one needs no connecting.
      return found(registration, { verified: true, settings }, { status: 'unreachable', detail: registration.reason });
  }
}

function found(
  { source, name }: Exclude<Registration, { kind: 'refused' }>,
  { verified, settings }: Pick<OpenedChannel, 'verified' | 'settings'>,
  health: Omit<Health, 'checkedAt'>,
): Registered {
  return { source, foundName: name, verified, settings, health: { ...health, checkedAt: new Date() } };
}

/** Only a channel that its messenger has confirmed can be activated (domain 7.1). */
export function refuseUnverified({ active, verified }: Pick<OpenedChannel, 'active' | 'verified'>): void {
  if (active && !verified)
    throw invalid({ active: 'cannot be true before the channel is connected: connect it first' });
}
