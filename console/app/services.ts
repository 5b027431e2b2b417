import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Live } from '../live/live';
import type { Voice } from '../live/voice';
import type { Session } from '../session/session';
import type { Toasts } from '../ui/toasts';
import type { Api } from './api';
import type { Router } from './router';
import type { Shortcuts } from './shortcuts';

/** What every part of the console is handed. */
export interface Services {
  api: Api;
  session: Session;
  live: Live;
  voice: Voice;
  router: Router;
  toasts: Toasts;
  shortcuts: Shortcuts;
  /** The one store of that kind for whoever is signed in: made when it is first asked for, gone when he signs out. */
  store: <T>(create: (services: Services) => T) => T;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('There are services around every component (main.tsx).');
  return services;
}

/** A store that is shared by all that show it. */
export function useStore<T>(create: (services: Services) => T): T {
  return useServices().store(create);
}
