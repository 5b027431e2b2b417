import { everyone, type RoutingRule } from './contract';

/** Shown to all active operators of the queue with room; the first to take it has it (domain 3.2). */
export const toEveryone: RoutingRule = {
  code: 'ToEveryone',
  title: {
    en: 'To everyone: the first to take it has it',
    ru: 'Всем: чат достаётся тому, кто возьмёт первым',
  },
  getOperatorIds: async () => everyone,
};
