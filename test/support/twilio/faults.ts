import { setTimeout as delay } from 'node:timers/promises';
import type { Response } from 'express';
import { answerSpoilt, type SpoiltAnswer } from '../spoilt-answer';
import { ApiError, tooManyRequests } from './api-error';

export type Operation =
  | 'fetchAccount'
  | 'createMessage'
  | 'fetchMessage'
  | 'listMessages'
  | 'listMedia'
  | 'fetchMedia'
  /** The store that Twilio's answer leads to. */
  | 'fetchFile'
  | 'listContent'
  | 'listSenders'
  | 'listServices'
  | 'listServiceSenders';

/** What goes wrong with a request. */
export type Fault =
  | { kind: '429'; retryAfter: number }
  /** A refusal in Twilio's form, by its own number. */
  | { kind: 'refusal'; code: number; status?: number }
  /** A gateway's HTML page. */
  | { kind: 'gateway'; status: number }
  /** Another answer than Twilio's own; the request has its effect only when `taken`. */
  | { kind: 'spoilt'; answer: SpoiltAnswer; taken: boolean }
  /** The connection closes before the request has any effect. */
  | { kind: 'dropBefore' }
  /** The request has its effect, and the connection closes without an answer. A download breaks off half-way. */
  | { kind: 'dropAfter' }
  /** Silence until the caller goes away; no effect. */
  | { kind: 'hang' };

const gatewayPage = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\r\n';
const longestHangMs = 60_000;

/** Faults that wait for the requests they are meant for: each is used up by one, in the order planned. */
export class FaultPlan {
  private planned: Array<{ operation: Operation; fault: Fault }> = [];

  failNext(operation: Operation, fault: Fault, times = 1): void {
    for (let index = 0; index < times; index += 1) this.planned.push({ operation, fault });
  }

  clear(): void {
    this.planned = [];
  }

  take(operation: Operation): Fault | undefined {
    const index = this.planned.findIndex((plan) => plan.operation === operation);
    return index < 0 ? undefined : this.planned.splice(index, 1)[0]?.fault;
  }
}

/** Answers in place of the operation, and says whether it did; what comes after the operation is left for then. */
export async function playFault(fault: Fault | undefined, response: Response): Promise<boolean> {
  switch (fault?.kind) {
    case '429':
      throw tooManyRequests(fault.retryAfter);
    case 'refusal':
      throw new ApiError(fault.code, fault.status);
    case 'gateway':
      response.status(fault.status).type('html').send(gatewayPage);
      return true;
    case 'spoilt':
      if (fault.taken) return false;
      answerSpoilt(response, fault.answer);
      return true;
    case 'dropBefore':
      response.destroy();
      return true;
    case 'hang':
      await Promise.race([
        new Promise((resolve) => response.once('close', resolve)),
        delay(longestHangMs, undefined, { ref: false }),
      ]);
      response.destroy();
      return true;
    default:
      return false;
  }
}
