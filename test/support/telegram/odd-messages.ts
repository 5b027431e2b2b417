import { randomInt } from 'node:crypto';
import type { MessageContent } from './conversation';

/** Kinds that a converter may well not know. */
export function dicePart(value: number): MessageContent {
  return { dice: { emoji: '🎲', value } };
}

export function pollPart(question: string, answers: string[]): MessageContent {
  return {
    poll: {
      id: String(randomInt(1, 2 ** 40)),
      question,
      options: answers.map((text, index) => ({ persistent_id: String(index), text, voter_count: 0 })),
      total_voter_count: 0,
      is_closed: false,
      is_anonymous: true,
      type: 'regular',
      allows_multiple_answers: false,
      allows_revoting: true,
      members_only: false,
    },
  };
}
