import type { ChatDetails } from './shapes';

/** The routing decisions of a chat as Parley keeps them, a line each. */
export function linesOfRoutingLog({ routingLog }: ChatDetails): string[] {
  const beganMs = Date.parse(routingLog[0]?.at ?? '');
  return routingLog.map(({ at, event, operator, reason, candidates }) => {
    const free = candidates?.operators.map(({ name, load }) => `${name} ${load}/${candidates.limit}`).join(', ');
    const grounds = free === undefined ? '' : `   [had room: ${free || 'nobody'}]`;
    const seconds = ((Date.parse(at) - beganMs) / 1000).toFixed(2).padStart(6);
    return `${seconds} s  ${event.padEnd(9)}  ${(operator?.name ?? '').padEnd(6)}  ${reason}${grounds}`;
  });
}
