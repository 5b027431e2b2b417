import type { Logger } from 'pino';
import type { Provider, ProviderDesk } from '../channels/contract';
import type { Service } from '../messaging/service';
import type { RoutingRule } from '../routing/contract';
import type { StoredChore } from '../storage/chores';
import type { Installation } from '../storage/installation';
import type { Storage } from '../storage/storage';
import type { ChatAccess } from './chat-access';
import type { LiveEvents } from './live-events';
import type { Metrics } from './metrics';
import type { Passwords } from './passwords';
import type { SiteProbe } from './site-probe';
import type { Views } from './views';

/** Does what has to follow from a committed change. Never throws: what could not be done now, the relay does. */
export interface Consequences {
  perform(chores: StoredChore[]): Promise<void>;
}

/** What the routes are built from. */
export interface ApiDeps {
  storage: Storage;
  installation: Installation;
  providers: Provider[];
  routingRules: Array<Pick<RoutingRule, 'code' | 'title'>>;
  consequences: Consequences;
  service: Service;
  access: ChatAccess;
  views: Views;
  liveEvents: LiveEvents;
  /** What the service does for the routes of a provider. */
  deskFor(provider: Provider): ProviderDesk;
  temporalReachable(): Promise<boolean>;
  siteProbe: SiteProbe;
  passwords: Passwords;
  metrics: Metrics;
  log: Logger;
  /** Reverse proxies in front whose X-Forwarded-* headers are believed. */
  trustedProxies: number;
}
