import type { ApiCall } from '../api-call';
import type { BotCore } from '../bot-core';

export interface MethodAnswer {
  result: unknown;
  description?: string;
}

interface MethodInput {
  bot: BotCore;
  call: ApiCall;
  /** Tells when the caller has hung up. */
  onGone: (listener: () => void) => void;
}

export type Method = (input: MethodInput) => MethodAnswer | Promise<MethodAnswer>;
