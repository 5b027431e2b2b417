import { randomUUID } from 'node:crypto';
import type { Caller } from './caller';
import { type Client, textOf, thinkingMs, type WrittenMessage } from './conversation';
import { pause } from './pause';
import type { Random } from './random';

/** The page shows so many at most; a visitor remembers what he saw before. */
interface Shown {
  items: Array<{ id: string; direction: 'incoming' | 'outgoing'; text: string }>;
}

const repeatAfterMs = 250;

/** Somebody on a web page. The page repeats a message under its id until it is answered 200, and only then takes the next. */
export function createWebchatVisitor(of: {
  caller: Caller;
  channelId: string;
  visitorToken: string;
  name: string;
  random: Random;
}): Client {
  const { caller, visitorToken, name, random } = of;
  const place = `/webhooks/webchat/${of.channelId}`;
  const written: WrittenMessage[] = [];
  const seen = new Map<string, string>();

  async function send(text: string, end: AbortSignal): Promise<void> {
    let isAcknowledged = false;
    written.push({ text, isAcknowledged: () => isAcknowledged });
    const body = { visitorToken, messageId: randomUUID(), text };
    while (!isAcknowledged && !end.aborted) {
      const heard = await caller.call('POST', `${place}/receive`, { body });
      isAcknowledged = heard?.status === 200;
      if (!isAcknowledged) await pause(repeatAfterMs, end);
    }
  }

  async function look(): Promise<void> {
    const heard = await caller.call<Shown>('GET', `${place}/messages`, {
      headers: { 'x-visitor-token': visitorToken },
    });
    if (heard?.status !== 200) return;
    for (const { id, direction, text } of heard.body.items) if (direction === 'outgoing') seen.set(id, text);
  }

  return {
    name,
    written,
    received: () => [...seen.values()],
    look,
    async run({ silence, end }) {
      for (;;) {
        await pause(thinkingMs(random), silence);
        if (silence.aborted) return;
        await send(textOf(name, written.length + 1), end);
        await look();
      }
    },
  };
}
