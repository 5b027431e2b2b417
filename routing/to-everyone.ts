import { everyone, type RoutingRule } from './contract';

/** Shown to all active operators of the queue with room; the first to take it has it (domain 3.2). */
export const toEveryone: RoutingRule = {
  code: 'ToEveryone',
  title: 'To everyone: the first to take it has it',
  getOperatorIds: async () => everyone,
};
