import { randomUUID } from 'node:crypto';
import { type Api, createApi } from './api';
import { openEventStream } from './event-stream';
import { conversationShape, visitorShape } from './shapes';
import type { Speaker, Timeline } from './timeline';

/** A client who writes on the web chat's page: the demo does what the page's script does. */
export interface Visitor extends Speaker {
  write(text: string): Promise<void>;
  /** Resolves when an answer with this text is on his page. */
  sees(text: string): Promise<void>;
}

export async function letVisitorIn(
  who: Speaker & { base: string; channelId: string },
  { timeline, signal }: { timeline: Timeline; signal: AbortSignal },
): Promise<Visitor> {
  const page = `/webhooks/webchat/${who.channelId}`;
  const body = { name: who.name };
  const { visitorToken } = await createApi(who.base).call('POST', `${page}/visitors`, {
    shape: visitorShape,
    body,
    signal,
  });
  const api: Api = createApi(who.base, { 'x-visitor-token': visitorToken });
  const shown = new Set<string>();
  const texts = new Map<string, () => void>();

  /** The stream tells only that something changed: the page then asks for the conversation. */
  async function look(): Promise<void> {
    const { items } = await api.call('GET', `${page}/messages`, { shape: conversationShape, signal });
    const answers = items.filter(({ direction }) => direction === 'outgoing');
    for (const { id, text, authorName } of answers.filter(({ id }) => !shown.has(id))) {
      shown.add(id);
      timeline.line(who, { hears: 'the page', what: `${authorName}: “${text}”` });
      texts.get(text)?.();
    }
    const messageIds = answers.filter(({ seen }) => !seen).map(({ id }) => id);
    if (messageIds.length > 0) await api.call('POST', `${page}/seen`, { body: { messageIds }, signal });
  }

  let looking: Promise<void> = Promise.resolve();
  const onEvent = () => {
    looking = looking.then(look).catch(() => undefined);
  };
  await openEventStream(api, `${page}/events`, { signal, onEvent });

  return {
    ...who,
    async write(text) {
      timeline.line(who, { does: `writes “${text}”` });
      await api.call('POST', `${page}/receive`, { body: { messageId: randomUUID(), text }, signal });
    },
    sees: (text) =>
      new Promise((resolve, reject) => {
        texts.set(text, resolve);
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
  };
}
