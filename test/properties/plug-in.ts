import type { Chat } from '../../domain/chat';
import type { RoutingRule } from '../../routing/contract';
import { routingRules } from '../../routing/registry';

/**
 * Whom the rule of the model names for a chat, whatever its queue and whoever is there: by the chat's number one, two or three of the
 * cast. One cast has four.
 */
export function namedFor({ number }: Pick<Chat, 'number'>, operatorIds: readonly string[]): string[] {
  const count = operatorIds.length === 0 ? 0 : 1 + (number % 3);
  return Array.from({ length: count }, (_, index) => operatorIds[(number + index) % operatorIds.length] ?? '');
}

/** Names people outside the queue, one of them twice; looks some of them up, as authors do, and gives the same answer. */
export function toNamed(operatorIds: () => readonly string[]): RoutingRule {
  return {
    code: 'ToNamed',
    title: { en: 'To those who are named', ru: 'Тем, кто назван' },
    async getOperatorIds({ chat, findUsers, freeOperators }) {
      const ids = namedFor(chat, operatorIds());
      await findUsers(ids);
      for await (const operator of freeOperators) if (operator.load > 0) break;
      return [...ids, ...ids.slice(0, 1)];
    },
  };
}

export const plugInCode = 'ToNamed';

/** The registered ones and that of the model. */
export function allRules(operatorIds: () => readonly string[]): RoutingRule[] {
  return [...routingRules, toNamed(operatorIds)];
}
