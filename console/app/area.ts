import type { ComponentType } from 'preact';
import type { Services } from './services';
import type { User } from './types';

/** What waits in an area, shown at its name. */
export interface AreaBadge {
  count: number;
  /** The area's name with it, in words. */
  label: string;
}

/** A part of the console with places of its own: loaded when it is first gone to. */
export interface Area {
  /** Where it begins, such as `/inbox`; everything below is its own. */
  root: `/${string}`;
  title: () => string;
  Icon: ComponentType<{ size?: number }>;
  /** `g` and this key lead there. */
  key: string;
  mayUse: (user: User) => boolean;
  /** Null while nothing waits there. */
  badge?: (services: Services) => AreaBadge | null;
  /** Usually `() => import('./screen')`. */
  load: () => Promise<{ Screen: ComponentType }>;
}
