import { setTimeout as delay } from 'node:timers/promises';
import type { ApiCall } from './api-call';
import { ApiError, notFound, tooManyRequests, unauthorized } from './api-error';
import type { BotCore } from './bot-core';
import type { Exchange } from './exchange';
import { descriptions, type Fault } from './faults';
import { findMethod } from './methods/method-table';

const gatewayPage =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body>\r\n</html>\r\n';

interface Reply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export function refusal(error: ApiError): Reply {
  return { status: error.code, body: error.body, headers: error.headers };
}

async function run(bot: BotCore, call: ApiCall, exchange: Exchange): Promise<Reply> {
  try {
    if (bot.isRevoked) throw unauthorized;
    const method = findMethod(call.method);
    if (!method) throw notFound;
    const { result, description } = await method({ bot, call, onGone: exchange.onGone });
    return { status: 200, body: { ok: true, result, description } };
  } catch (error) {
    if (error instanceof ApiError) return refusal(error);
    throw error;
  }
}

/** Answers in place of the method; says whether it did. */
export async function playFault(fault: Fault | undefined, exchange: Exchange): Promise<boolean> {
  if (!fault) return false;
  switch (fault.kind) {
    case '429':
      return send(refusal(tooManyRequests(fault.retryAfter)), exchange);
    case 'status':
      return send(refusal(new ApiError(fault.code, fault.description ?? descriptions[fault.code] ?? '')), exchange);
    case 'notJson':
      exchange.html(502, gatewayPage);
      return true;
    case 'spoilt':
      if (fault.taken) return false;
      exchange.spoil(fault.answer);
      return true;
    case 'dropBefore':
      exchange.drop();
      return true;
    case 'hang':
      if (fault.accepted) return false;
      await delay(fault.ms, undefined, { ref: false });
      exchange.drop();
      return true;
    case 'dropAfter':
      return false;
  }
}

function send(reply: Reply, exchange: Exchange): true {
  exchange.json(reply.status, reply.body, reply.headers);
  return true;
}

export async function perform(bot: BotCore, call: ApiCall, exchange: Exchange): Promise<void> {
  const hold = bot.faults.takeHold(call.method);
  const fault = bot.faults.takeFault(call.method);
  if (hold?.stage === 'acceptance') await hold.wait();
  if (await playFault(fault, exchange)) return;
  const reply = await run(bot, call, exchange);
  if (hold?.stage === 'answer') await hold.wait();
  if (fault?.kind === 'hang') await delay(fault.ms, undefined, { ref: false });
  if (fault?.kind === 'hang' || fault?.kind === 'dropAfter') return exchange.drop();
  if (fault?.kind === 'spoilt') return exchange.spoil(fault.answer);
  send(reply, exchange);
}
