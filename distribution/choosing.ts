import type { Chat } from '../domain/chat';
import { obstacleOf } from '../domain/obstacle';
import type { Operator } from '../domain/operator';
import type { Queue } from '../domain/queue';
import type { Awaited } from '../domain/routing-log';
import { hasGivenAway } from '../domain/verdicts';
import type { RoutingRule } from '../routing/contract';
import type { Tx } from '../storage/database';
import { createRuleAsker, ruleThinksForMs } from './ask-rule';
import { FreeOperators } from './free-operators';
import type { RouterDeps } from './router';
import { RuleQuestion } from './rule-question';
import { createRuleWatch } from './rule-watch';

/** What a queue's rule means for a waiting chat, as its operators stand now. */
type Choice =
  /** One who can take it. */
  | { kind: 'one'; operator: Operator }
  /** All of the queue, or those named; of them `taker` can take it, and is not kept from it. */
  | { kind: 'everyone'; taker: Operator | null }
  | { kind: 'several'; named: Operator[]; taker: Operator; able: Operator[] }
  /** Nobody now; `dependsOn` are users whose room may change that, in the queue or not. */
  | { kind: 'nobody'; reason: string; dependsOn: string[]; waitsFor?: Awaited[] }
  /** It is not known whom. */
  | { kind: 'failed'; reason: string };

interface Chosen {
  choice: Choice;
  free: FreeOperators;
}

interface Asked {
  chat: Chat;
  queue: Queue;
  rule: RoutingRule;
  /** Of the channel. */
  language: string;
  limit: number;
  tx: Tx;
}

/** Asks rules whom to give a chat, and looks who of those can take it (domain 3.7, 11). */
export function createChoosing({ storage, log }: Pick<RouterDeps, 'storage' | 'log'>) {
  const ask = createRuleAsker(log);

  async function choose({ chat, queue, rule, language, limit, tx }: Asked): Promise<Chosen> {
    const free = new FreeOperators(storage, { chat, limit, tx });
    const watch = createRuleWatch(ruleThinksForMs);
    const question = new RuleQuestion(storage, { chat, queue, language, limit, free, tx }, watch);
    const answer = await ask(rule, { question, watch, chatId: chat.id });
    switch (answer.kind) {
      case 'failed':
        return { choice: answer, free };
      case 'everyone':
        return { choice: { kind: 'everyone', taker: await free.at(0) }, free };
      case 'named':
        return { choice: await ofNamed(answer.ids, { chat, rule, limit, tx, free, question }), free };
    }
  }

  async function ofNamed(
    ids: string[],
    about: Pick<Asked, 'chat' | 'rule' | 'limit' | 'tx'> & { free: FreeOperators; question: RuleQuestion },
  ): Promise<Choice> {
    const { chat, rule, tx, limit, free, question } = about;
    const named = await operatorsOf(ids, free, tx);
    const unknown = ids.filter((id) => !named.some((operator) => operator.id === id));
    if (named.length === 0) return ofNobody(ids, about);
    if (unknown.length > 0)
      log.error({ rule: rule.code, chatId: chat.id, unknown }, 'a routing rule names users whom there are not');

    const able = named.filter((operator) => obstacleOf(operator, { chat, limit }) === null);
    const taker = able.find((operator) => !hasGivenAway(operator, chat)) ?? able[0];
    if (taker === undefined) {
      const waitsFor = named.map((operator) => awaited(operator, { chat, limit }));
      const dependsOn = [...new Set([...named.map(({ id }) => id), ...question.lookedAt])];
      return { kind: 'nobody', reason: `${rule.code}: waits for ${wordsFor(waitsFor)}`, dependsOn, waitsFor };
    }
    return named.length === 1 ? { kind: 'one', operator: taker } : { kind: 'several', named, taker, able };
  }

  /** Those that the rule has been shown are not read again. */
  async function operatorsOf(ids: string[], free: FreeOperators, tx: Tx): Promise<Operator[]> {
    const seen = free.seen(ids);
    const others = ids.filter((id) => !seen.some((operator) => operator.id === id));
    const read = others.length === 0 ? null : await storage.operators.getMany(others, tx);
    return ids.flatMap((id) => seen.find((operator) => operator.id === id) ?? read?.get(id) ?? []);
  }

  async function ofNobody(
    ids: string[],
    { chat, rule, free, question }: Pick<Asked, 'chat' | 'rule'> & { free: FreeOperators; question: RuleQuestion },
  ): Promise<Choice> {
    // Who is not there yet makes no room that would wake the chat.
    if (ids.length > 0 || question.hasMissed) {
      log.error({ rule: rule.code, chatId: chat.id, ids }, 'a routing rule names nobody there is; it is asked again');
      return { kind: 'failed', reason: `the routing rule ${rule.code} names nobody there is` };
    }
    return { kind: 'nobody', reason: await reasonOfNobody(rule, free), dependsOn: [...question.lookedAt] };
  }

  async function reasonOfNobody({ code }: RoutingRule, free: FreeOperators): Promise<string> {
    if (await free.haveAllDeclined()) return 'all active operators with room have declined it';
    return (await free.at(0)) === null ? 'no active operator has room' : `${code} chose nobody of those with room`;
  }

  return choose;
}

function awaited(operator: Operator, about: { chat: Chat; limit: number }): Awaited {
  const { id, name } = operator;
  return { id, name, why: obstacleOf(operator, about) ?? 'declined' };
}

const whys = { inactive: 'inactive', at_limit: 'at the limit', declined: 'has declined' } as const;
const namedInWords = 20;

function wordsFor(waitsFor: Awaited[]): string {
  const named = waitsFor.slice(0, namedInWords).map(({ name, why }) => `${name} (${whys[why]})`);
  const more = waitsFor.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}
