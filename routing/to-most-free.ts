import type { RoutingRule } from './contract';

/** Offered to the operator with the fewest chats; between equals, to the one who has gone longest without a new one (domain 3.3). */
export const toMostFree: RoutingRule = {
  code: 'ToMostFree',
  title: {
    en: 'To the most free: one operator at a time, the least loaded first',
    ru: 'Самому свободному: по одному оператору, начиная с наименее занятого',
  },
  async getOperatorIds({ freeOperators }) {
    for await (const operator of freeOperators) return [operator.id];
    return [];
  },
};
