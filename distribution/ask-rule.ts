import type { Logger } from 'pino';
import { everyone, type RoutingRule } from '../routing/contract';
import { isDatabaseError } from '../storage/database';
import type { RuleQuestion } from './rule-question';
import type { RuleWatch } from './rule-watch';

/** A rule reads a few rows and compares them. */
export const ruleThinksForMs = 2_000;
/** One that did not answer is left alone for so long: other queues' chats must not wait for it over and over. */
const leftAloneForMs = 10_000;

/** What a rule said, as far as it makes sense. */
type RuleAnswer =
  | { kind: 'everyone' }
  | { kind: 'named'; ids: string[] }
  /** `reason` is for the routing log. */
  | { kind: 'failed'; reason: string };

/** Asks rules: one that fails or does not answer holds up its own chats, never those of others. */
export function createRuleAsker(log: Pick<Logger, 'error'>) {
  const leftAloneUntil = new Map<string, number>();

  return async function ask(
    rule: RoutingRule,
    { question, watch, chatId }: { question: RuleQuestion; watch: RuleWatch; chatId: string },
  ): Promise<RuleAnswer> {
    const { code } = rule;
    const silent = { kind: 'failed', reason: `the routing rule ${code} does not answer` } as const;
    try {
      if ((leftAloneUntil.get(code) ?? 0) > Date.now()) return silent;
      const answer = await Promise.race([answerOf(rule, question), watch.rung.then(() => null)]);
      if (answer === null) {
        leftAloneUntil.set(code, Date.now() + leftAloneForMs);
        log.error({ rule: code, chatId }, 'a routing rule does not answer; its chats wait, and it is asked again');
        return silent;
      }
      leftAloneUntil.delete(code);
      return checked(answer.given, code, chatId);
    } catch (error) {
      if (isDatabaseError(error)) throw error;
      log.error({ err: error, rule: code, chatId }, 'a routing rule failed; its chats wait, and it is asked again');
      return { kind: 'failed', reason: `the routing rule ${code} failed` };
    } finally {
      await question.end();
    }
  };

  function checked(given: unknown, code: string, chatId: string): RuleAnswer {
    if (given === everyone) return { kind: 'everyone' };
    if (Array.isArray(given) && given.every((id): id is string => typeof id === 'string'))
      return { kind: 'named', ids: [...new Set(given)] };
    log.error({ rule: code, chatId }, 'a routing rule gave no list of ids; its chats wait, and it is asked again');
    return { kind: 'failed', reason: `the routing rule ${code} gave no list of ids` };
  }
}

async function answerOf(rule: RoutingRule, question: RuleQuestion): Promise<{ given: unknown }> {
  return { given: await rule.getOperatorIds(question.request) };
}
