import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Provider } from '../channels/contract';
import type { RoutingRule } from '../routing/contract';
import type { Installation } from '../storage/installation';
import type { Storage } from '../storage/storage';

/** What the rooms around messages are built from. */
export interface MessagingDeps {
  storage: Storage;
  installation: Installation;
  temporal: Client;
  taskQueue: string;
  providers: Provider[];
  routingRules: RoutingRule[];
  log: Logger;
}
