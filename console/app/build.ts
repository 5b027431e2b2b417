import { createLive } from '../live/live';
import { createVoice } from '../live/voice';
import { createSession } from '../session/session';
import { createToasts } from '../ui/toasts';
import { createApi } from './api';
import { browserStorage } from './remembered';
import { createRouter } from './router';
import type { Services } from './services';
import { createShortcuts } from './shortcuts';

/** The one place where the console's parts are made and tied together. */
export function buildServices(window: Window): Services {
  const session = createSession(browserStorage());
  const api = createApi({ token: session.token, onUnauthenticated: session.expired });
  const live = createLive({
    open: (lastEventId, signal) =>
      api.request('GET', '/api/events', {
        signal,
        ...(lastEventId === null ? {} : { headers: { 'Last-Event-ID': lastEventId } }),
      }),
  });
  const voice = createVoice({ locks: window.navigator.locks, window });
  const stores = new Map<unknown, unknown>();
  const services: Services = {
    ...{ api, session, live, voice },
    router: createRouter(window),
    toasts: createToasts(),
    shortcuts: createShortcuts(),
    store: <T>(create: (services: Services) => T): T => {
      if (!stores.has(create)) stores.set(create, create(services));
      return stores.get(create) as T;
    },
  };
  // Nothing of one user is left for the next.
  session.state.subscribe(({ kind }) => {
    live.stop();
    voice.stop();
    stores.clear();
    if (kind !== 'signed_in') return;
    live.start();
    voice.start();
  });
  return services;
}
