import type { Operator, QueueView } from '../app/types';

/** The queue whose oldest chat has waited longest comes first; then those with most in hand; then by name. */
export function byNeed(one: QueueView, other: QueueView): number {
  const since = ({ oldestWaitingSince }: QueueView) =>
    oldestWaitingSince === null ? Number.POSITIVE_INFINITY : Date.parse(oldestWaitingSince);
  const [first, second] = [since(one), since(other)];
  if (first !== second) return first < second ? -1 : 1;
  const inHand = ({ offered, active }: QueueView) => offered + active;
  return inHand(other) - inHand(one) || one.queue.name.localeCompare(other.queue.name);
}

/** Whether he fell out of work without meaning to. */
export function isMissing({ status, reason }: Pick<Operator, 'status' | 'reason'>): boolean {
  return status === 'inactive' && (reason === 'missed_offer' || reason === 'connection_lost');
}

/** Whoever is missing needs a look; then those who work, the fullest first; then those who don't. */
export function byLoad(one: Operator, other: Operator): number {
  const rank = (operator: Operator) => (isMissing(operator) ? 0 : operator.status === 'active' ? 1 : 2);
  return rank(one) - rank(other) || other.load - one.load || one.name.localeCompare(other.name);
}

/** Why waiting chats of a queue go to nobody; null while they do, or nothing waits. */
export function troubleOf({ waiting, operators }: QueueView): 'nobody_active' | 'no_room' | null {
  if (waiting === 0) return null;
  const active = operators.filter(({ status }) => status === 'active');
  if (active.length === 0) return 'nobody_active';
  return active.every(({ load, limit }) => load >= limit) ? 'no_room' : null;
}

export interface Totals {
  waiting: number;
  offered: number;
  active: number;
  oldestWaitingSince: string | null;
  activeOperators: number;
  operators: number;
  freePlaces: number;
}

/** Of all queues together; an operator of several counts once. */
export function totalsOf(queues: readonly QueueView[]): Totals {
  const operators = [...new Map(queues.flatMap((one) => one.operators.map((each) => [each.id, each]))).values()];
  const active = operators.filter(({ status }) => status === 'active');
  const sum = (name: 'waiting' | 'offered' | 'active') => queues.reduce((total, queue) => total + queue[name], 0);
  const [oldest = null] = queues.flatMap(({ oldestWaitingSince: since }) => (since === null ? [] : [since])).sort();
  return {
    waiting: sum('waiting'),
    offered: sum('offered'),
    active: sum('active'),
    oldestWaitingSince: oldest,
    activeOperators: active.length,
    operators: operators.length,
    freePlaces: active.reduce((total, { load, limit }) => total + Math.max(0, limit - load), 0),
  };
}
