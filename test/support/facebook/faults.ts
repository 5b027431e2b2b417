import type { SpoiltAnswer } from '../spoilt-answer';
import { GraphError } from './graph-error';

/** What goes wrong with a call. */
export type Fault =
  | { kind: 'error'; code: number; subcode?: number; status?: number }
  /** Too many calls; Facebook tells how many minutes it takes. */
  | { kind: 'rate'; minutes?: number }
  /** A gateway's HTML page with status 502. */
  | { kind: 'notJson' }
  /** Another answer than Facebook's own; the call has its effect only when `taken`. */
  | { kind: 'spoilt'; answer: SpoiltAnswer; taken: boolean }
  /** The connection closes before the call has any effect. */
  | { kind: 'dropBefore' }
  /** The call has its effect, and the connection closes without an answer. A download breaks off half-way. */
  | { kind: 'dropAfter' };

interface Planned {
  edge: string;
  fault: Fault;
}

export function errorOf(fault: Extract<Fault, { kind: 'error' | 'rate' }>): GraphError {
  if (fault.kind === 'error') {
    const { code, subcode, status } = fault;
    return new GraphError(code, 'An error that a test has planned.', {
      ...(subcode !== undefined && { subcode }),
      ...(status !== undefined && { status }),
    });
  }
  const usage = { page: [{ type: 'messenger', call_count: 100, estimated_time_to_regain_access: fault.minutes }] };
  return new GraphError(613, 'Calls to this API have exceeded the rate limit.', {
    ...(fault.minutes !== undefined && { headers: { 'x-business-use-case-usage': JSON.stringify(usage) } }),
  });
}

/** Faults that wait for the calls they are meant for, by the last part of the path, perhaps with its method before it: each is used up by one call. */
export class FaultPlan {
  private planned: Planned[] = [];

  fail(edge: string, fault: Fault, times = 1): void {
    for (let index = 0; index < times; index += 1) this.planned.push({ edge, fault });
  }

  take(edge: string, method = ''): Fault | undefined {
    const names = [edge, `${method} ${edge}`, '*'];
    const index = this.planned.findIndex((one) => names.includes(one.edge));
    return index < 0 ? undefined : this.planned.splice(index, 1)[0]?.fault;
  }
}
