import type { ChatDetails } from '../app/types';
import { chatWords } from './words';

export type RoutingEntry = ChatDetails['routingLog'][number];

/** What was decided, in a sentence without its reason. */
export function headlineOf({ event, operator }: RoutingEntry): string {
  const { log } = chatWords();
  const who = operator?.name ?? log.nobody;
  switch (event) {
    case 'offered':
    case 'accepted':
    case 'declined':
    case 'lapsed':
    case 'withdrawn':
    case 'renewed':
      return log[event](who);
    case 'transferred':
      return operator === null ? log.transferredAway : log.transferredTo(who);
    case 'waiting':
    case 'shown':
    case 'given_to_bot':
    case 'given_to_operators':
    case 'completed':
      return log[event];
  }
}

type Say = ReturnType<typeof chatWords>;

/** What is shown of a rule's title, which may explain itself after a colon. */
const shortTitle = (title: string) => title.split(':')[0] ?? title;

/** The reasons that the service gives, in its words; what is between is filled in. */
const known: Array<[RegExp, (say: Say, found: readonly string[]) => string]> = [
  [/^no active operator has room$/, ({ reasons }) => reasons.noRoom],
  [/^all active operators with room have declined it$/, ({ reasons }) => reasons.allDeclined],
  [/^(.+) chose nobody of those with room$/, ({ reasons }, [, rule = '']) => reasons.choseNobody(rule)],
  [/^the routing rule (.+) failed$/, ({ reasons }, [, rule = '']) => reasons.ruleFailed(rule)],
  [/^the routing rule (.+) does not answer$/, ({ reasons }, [, rule = '']) => reasons.ruleSilent(rule)],
  [/^the routing rule (.+) gave no list of ids$/, ({ reasons }, [, rule = '']) => reasons.ruleSenseless(rule)],
  [/^the routing rule (.+) names nobody there is$/, ({ reasons }, [, rule = '']) => reasons.namesNobody(rule)],
  [/^the queue has no routing rule$/, ({ reasons }) => reasons.noRule],
  [/^the channel takes no part$/, ({ reasons }) => reasons.channelOff],
  [/^the rule chose somebody who is not free$/, ({ reasons }) => reasons.notFree],
  [/^chosen by (.+)$/, ({ reasons }, [, rule = '']) => reasons.chosenBy(rule)],
  [/^(.+): to all with room$/, ({ reasons }, [, rule = '']) => reasons.toAll(rule)],
  [/^(.+): to (\d+) operators$/, ({ reasons }, [, rule = '', count = '']) => reasons.toSome(rule, Number(count))],
  [/^an offer was not taken in time$/, ({ reasons }) => reasons.missedOffer],
  [/^the operator became inactive$/, ({ reasons }) => reasons.becameInactive],
  [/^the operator left the queue$/, ({ reasons }) => reasons.leftQueue],
  [/^accepted the offer$/, ({ reasons }) => reasons.acceptedOffer],
  [/^was the first to take it$/, ({ reasons }) => reasons.wasFirst],
  [/^the deadline could not be acted on in time$/, ({ reasons }) => reasons.lateDeadline],
  [/^a bot or another application has/, ({ reasons }) => reasons.withBot],
  [/^the conversation was handed to the operators$/, ({ reasons }) => reasons.handedOver],
  [/^by (operator|timeout|administrator|bot|erasure)$/, (say, [, by = '']) => capital(completedBy(say, by))],
];

/** What the headline says already. */
const said = new Set(['declined', 'to this operator', 'to another queue']);

/** Why it was decided, as the reader reads; the service's own words where there are no others. */
export function reasonOf({
  reason,
  rule,
  shownTo,
  waitsFor,
}: Pick<RoutingEntry, 'reason'> & Partial<Pick<RoutingEntry, 'rule' | 'shownTo' | 'waitsFor'>>): string {
  if (said.has(reason)) return '';
  const say = chatWords();
  if (waitsFor !== undefined && rule !== undefined)
    return say.reasons.waitsFor(
      shortTitle(rule.title),
      waitsFor.map(({ name, why }) => `${name} (${say.whys[why]})`),
    );
  if (shownTo !== undefined && rule !== undefined) {
    const count = Number(/to (\d+) operators$/.exec(reason)?.[1] ?? shownTo.length);
    const names = shownTo.map(({ name }) => name);
    return say.reasons.toThose(shortTitle(rule.title), names, count - names.length);
  }
  for (const [pattern, words] of known) {
    const found = pattern.exec(reason);
    if (found !== null) return words(say, titled(found, rule));
  }
  return reason;
}

/** A rule is called by its title where the code of it stands. */
function titled(found: readonly string[], rule: RoutingEntry['rule']): readonly string[] {
  return found.map((part) => (part === rule?.code ? shortTitle(rule.title) : part));
}

function completedBy({ completedBy: words }: Say, by: string): string {
  return (words as Record<string, string>)[by] ?? by;
}

function capital(text: string): string {
  return `${text.charAt(0).toLocaleUpperCase()}${text.slice(1)}.`;
}
