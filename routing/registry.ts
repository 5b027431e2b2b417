import type { RoutingRule } from './contract';
import { toEveryone } from './to-everyone';
import { toMostFree } from './to-most-free';

/** All routing rules. A new one is one file beside these and one line here (domain 11). */
export const routingRules: RoutingRule[] = [toEveryone, toMostFree];
