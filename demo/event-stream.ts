import { setTimeout as sleep } from 'node:timers/promises';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { Api } from './api';

const againAfterMs = 500;

/**
 * Server-sent events of an address, until the signal ends it. Resolves when the stream is open; one that breaks is opened
 * again and goes on after the last event heard.
 */
export async function openEventStream(
  api: Api,
  path: string,
  { signal, onEvent }: { signal: AbortSignal; onEvent: (event: EventSourceMessage) => void },
): Promise<void> {
  let lastEventId: string | undefined;
  const open = () => connect(api, path, { signal, lastEventId });
  const first = await open();
  void follow(first);

  async function follow(opened: Response): Promise<void> {
    for (let response: Response | null = opened; !signal.aborted; response = await open().catch(() => null)) {
      if (response !== null) await read(response).catch(() => undefined);
      await sleep(againAfterMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async function read(response: Response): Promise<void> {
    const parser = createParser({
      onEvent: (event) => {
        lastEventId = event.id ?? lastEventId;
        onEvent(event);
      },
    });
    const text = new TextDecoder();
    for await (const piece of response.body ?? []) parser.feed(text.decode(piece, { stream: true }));
  }
}

async function connect(
  { base, headers }: Api,
  path: string,
  { signal, lastEventId }: { signal: AbortSignal; lastEventId: string | undefined },
): Promise<Response> {
  const asked = lastEventId === undefined ? headers : { ...headers, 'last-event-id': lastEventId };
  const response = await fetch(`${base}${path}`, { headers: asked, redirect: 'error', signal });
  if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
  return response;
}
