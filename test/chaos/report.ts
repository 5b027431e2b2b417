import type { Outcome } from './run';

/** As much of a list of faults as helps to find their cause. */
const shownFaults = 20;

export interface Counts {
  acknowledged: number;
  lost: number;
  doubled: number;
  repeatedOutgoing: number;
  outOfOrder: number;
  overLimit: number;
  stuck: number;
  kills: number;
}

export function countsOf({ verdict, overLimit, stuck, kills }: Outcome): Counts {
  return {
    acknowledged: verdict.acknowledged,
    lost: verdict.lost.length,
    doubled: verdict.doubled.length,
    repeatedOutgoing: verdict.repeatedOutgoing.length,
    outOfOrder: verdict.outOfOrder.length,
    overLimit: overLimit.length,
    stuck: stuck.length,
    kills,
  };
}

/** Whether every promise was kept. A repeated answer that says so is none that was broken. */
export function isFlawless({ verdict, overLimit, stuck }: Outcome): boolean {
  const { lost, doubled, outOfOrder, unmarkedRepeats } = verdict;
  return [lost, doubled, outOfOrder, unmarkedRepeats, overLimit, stuck].every((faults) => faults.length === 0);
}

/** What was done, and what went wrong, for people. */
export function reportOf(outcome: Outcome): string[] {
  const { cast, verdict } = outcome;
  const written = cast.clients.reduce((sum, client) => sum + client.written.length, 0);
  const did = (what: 'took' | 'declined' | 'letLapse' | 'cameBack' | 'closed') =>
    cast.operators.reduce((sum, operator) => sum + operator.did[what], 0);
  return [
    `Clients wrote ${written} messages, ${verdict.acknowledged} of them acknowledged, in ${outcome.chats} chats.`,
    `Operators took ${did('took')} chats, declined ${did('declined')}, let ${did('letLapse')} offers lapse, came back ${did('cameBack')} times; ` +
      `${outcome.answers} answers were accepted, and ${did('closed')} chats closed.`,
    `The operators' places were looked at ${outcome.samples} times.`,
    ...faults('lost', verdict.lost),
    ...faults('doubled', verdict.doubled),
    ...faults('out of order', verdict.outOfOrder),
    ...faults('sent again without a mark', verdict.unmarkedRepeats),
    ...faults('over the limit', outcome.overLimit),
    ...faults('stuck', outcome.stuck),
  ];
}

function faults(title: string, found: string[]): string[] {
  if (found.length === 0) return [];
  const more = found.length > shownFaults ? [`  … and ${found.length - shownFaults} more`] : [];
  return [`${title}:`, ...found.slice(0, shownFaults).map((one) => `  ${one}`), ...more];
}
