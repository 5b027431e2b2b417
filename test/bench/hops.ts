import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../support/api-client';
import type { Visitor } from '../support/builders';
import type { StandInBot } from '../support/telegram/stand-in-bot';
import type { Bare } from './bare';
import { atPace } from './figures';

const perSecond = 10;
const patienceMs = 60_000;

type Hop = 'bare signal' | 'delivery' | 'answer';

interface Waiter {
  resolve(atMs: number): void;
  reject(error: Error): void;
}

/** Resolves waiters by the text that is seen. */
class Seen {
  private readonly waiting = new Map<string, Waiter>();
  private broken: Error | null = null;

  constructor(private readonly hop: Hop) {}

  note(text: string): void {
    this.waiting.get(text)?.resolve(performance.now());
    this.waiting.delete(text);
  }

  /** Nothing will be seen any more. */
  fail(why: string): void {
    this.broken = new Error(`The ${this.hop} hop cannot be measured: ${why}`);
    for (const { reject } of this.waiting.values()) reject(this.broken);
  }

  async took(text: string, act: () => Promise<unknown>): Promise<number> {
    if (this.broken) throw this.broken;
    const startedMs = performance.now();
    const seen = new Promise<number>((resolve, reject) => {
      this.waiting.set(text, { resolve, reject });
      const late = () => {
        const waitedMs = Math.round(performance.now() - startedMs);
        const others = this.waiting.size - 1;
        reject(
          new Error(`The ${this.hop} "${text}" was never seen, in ${waitedMs} ms; ${others} others are waited for`),
        );
      };
      setTimeout(late, patienceMs).unref();
    });
    seen.catch(() => undefined);
    await act();
    return (await seen) - startedMs;
  }
}

/** From a signal to its record in the bare workflow, in milliseconds. */
export async function bareHops(bare: Bare, count: number): Promise<number[]> {
  const seen = new Seen('bare signal');
  const leave = bare.onRecorded((text) => seen.note(text));
  const round = randomUUID();
  const took = await hops(seen, count, (text) => bare.send(round, text, count));
  leave();
  return took;
}

/** From the delivery to the operator's live event. */
export async function inboundHops(operator: ApiClient, visitor: Visitor, count: number): Promise<number[]> {
  const seen = new Seen('delivery');
  const ending = new AbortController();
  const stream = await fetch(`${operator.base}/api/events`, {
    headers: { Authorization: `Bearer ${operator.token}` },
    signal: ending.signal,
  });
  const reading = readTexts(stream, (text) => seen.note(text)).then(
    () => 'the stream of live events has ended',
    (error: unknown) => `the stream of live events: ${error instanceof Error ? error.message : String(error)}`,
  );
  void reading.then((why) => seen.fail(why));
  const took = await hops(seen, count, async (text) => {
    const status = await visitor.write(text);
    if (status !== 200) throw new Error(`The delivery "${text}" was answered with ${status}`);
  });
  ending.abort();
  return took;
}

/** From the operator's answer to its arrival at the messenger. */
export async function outboundHops(
  operator: ApiClient,
  { chatIds, bot }: { chatIds: string[]; bot: StandInBot },
  count: number,
): Promise<number[]> {
  const seen = new Seen('answer');
  let known = bot.sent.length;
  const look = setInterval(() => {
    for (const { params } of bot.sent.slice(known)) seen.note(String(params.text));
    known = bot.sent.length;
  }, 1);
  let turn = 0;
  const took = await hops(seen, count, (text) => {
    turn += 1;
    return operator.say(chatIds[turn % chatIds.length] ?? '', text);
  });
  clearInterval(look);
  return took;
}

async function hops(seen: Seen, count: number, send: (text: string) => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  const round = randomUUID();
  await atPace(count, perSecond, async (index) => {
    const text = `${round} ${index}`;
    took.push(await seen.took(text, () => send(text)));
  });
  return took;
}

async function readTexts(stream: Response, tell: (text: string) => void): Promise<void> {
  if (!stream.ok) throw new Error(`answered with ${stream.status}`);
  let buffer = '';
  for await (const piece of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    buffer += piece;
    const blocks = buffer.split('\n\n');
    buffer = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (/^event: resync$/m.test(block)) throw new Error('events were missed (resync)');
      if (block.includes('event: message.created') && data !== undefined) tell(JSON.parse(data).message.text);
    }
  }
}
