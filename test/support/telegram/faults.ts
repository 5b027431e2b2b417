import type { SpoiltAnswer } from '../spoilt-answer';

/** What goes wrong with a call. */
export type Fault =
  | { kind: '429'; retryAfter: number }
  | { kind: 'status'; code: 400 | 401 | 403 | 404 | 409 | 413 | 500 | 502 | 503; description?: string }
  /** A gateway's HTML page with status 502. */
  | { kind: 'notJson' }
  /** Another answer than Telegram's own; the call has its effect only when `taken`. */
  | { kind: 'spoilt'; answer: SpoiltAnswer; taken: boolean }
  /** The connection closes before the call has any effect. */
  | { kind: 'dropBefore' }
  /** The call has its effect, and the connection closes without an answer. A download breaks off half-way. */
  | { kind: 'dropAfter' }
  /** Silence for so long, then the connection closes; the call has its effect only when `accepted`. */
  | { kind: 'hang'; ms: number; accepted?: boolean };

export type HoldStage = 'acceptance' | 'answer';

/** Calling it lets the held call go on. */
export interface HeldCall {
  (): void;
  /** Fulfilled when the call has come to the stage where it is held. */
  arrived: Promise<void>;
}

export interface Hold {
  stage: HoldStage;
  /** Notes the arrival and waits for the release. */
  wait: () => Promise<void>;
}

export const descriptions: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  404: 'Not Found',
  409: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  413: 'Request Entity Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

interface Planned<T> {
  method: string;
  item: T;
}

function takeFirst<T>(plans: Planned<T>[], method: string): T | undefined {
  const index = plans.findIndex((plan) => plan.method === method || (plan.method === '*' && method !== 'getUpdates'));
  return index < 0 ? undefined : plans.splice(index, 1)[0]?.item;
}

/** Faults and holds that wait for the calls they are meant for: each is used up by one call, in the order planned. */
export class FaultPlan {
  private faults: Planned<Fault>[] = [];
  private holds: Planned<Hold>[] = [];

  fail(method: string, fault: Fault, times: number): void {
    for (let index = 0; index < times; index++) this.faults.push({ method, item: fault });
  }

  hold(method: string, stage: HoldStage): HeldCall {
    let arrive = () => {};
    let release = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const wait = () => {
      arrive();
      return released;
    };
    this.holds.push({ method, item: { stage, wait } });
    return Object.assign(release, { arrived });
  }

  takeFault(method: string): Fault | undefined {
    return takeFirst(this.faults, method);
  }

  takeHold(method: string): Hold | undefined {
    return takeFirst(this.holds, method);
  }

  clear(): void {
    this.faults = [];
    this.holds = [];
  }
}
