import type { ComponentType } from 'preact';
import type { User } from './types';

/** A part of the console with places of its own: loaded when it is first gone to. */
export interface Area {
  /** Where it begins, such as `/inbox`; everything below is its own. */
  root: `/${string}`;
  title: () => string;
  Icon: ComponentType<{ size?: number }>;
  /** `g` and this key lead there. */
  key: string;
  mayUse: (user: User) => boolean;
  /** Usually `() => import('./screen')`. */
  load: () => Promise<{ Screen: ComponentType }>;
}
