import type { Response } from 'express';
import type { Language } from '../../domain/languages';
import type { ApiDeps } from '../deps';
import type { CallerSession } from '../http/authenticate';
import { languageOf } from '../http/language';
import { answered, type Route, route } from '../http/route';
import type { Told } from '../live-events';
import { toldIn } from '../words/told-in';

/** Keeps proxies from ending a quiet stream; whose session has ended meanwhile hears no more. */
const keepAliveMs = 5_000;
/** A caller who does not read this much is cut off; he comes back and goes on where he was. */
const maxUnreadBytes = 4 * 1_048_576;

/** Live events of the signed-in operator, as server-sent events (domain 4.3). */
export function eventRoutes({ liveEvents, service }: Pick<ApiDeps, 'liveEvents' | 'service'>): Route[] {
  /** With MongoDB or the identity server away nobody can tell; the stream goes on until it is known. */
  async function keepAlive(response: Response, session: CallerSession): Promise<void> {
    const open = await session.isOpen().catch(() => true);
    if (open) response.write(': still here\n\n');
    else response.end();
  }

  return [
    route({
      method: 'GET',
      path: '/api/events',
      operationId: 'GetEvents',
      summary: 'Live events for you; goes on after Last-Event-ID, or says `resync` when that is too long ago',
      description:
        'An operator who has had a stream since he became active, and has none for longer than the setting `PresenceTimeoutMinutes`, becomes inactive.',
      tag: 'Events',
      access: 'signedIn',
      responses: { 200: { mediaType: 'text/event-stream', description: 'Server-sent events.' } },
      async handle({ user, session, headers, signal, raw: { request, response } }) {
        response.status(200).set({
          'Content-Type': 'text/event-stream; charset=utf-8',
          'Cache-Control': 'no-store, no-transform',
          'X-Accel-Buffering': 'no',
        });
        response.flushHeaders();
        response.write('retry: 1000\n\n');
        // Whoever is told what happens is on record as being there. Cut off while that cannot be, he comes again.
        const disconnect = await service.presence.connected(user.id);
        signal.addEventListener('abort', disconnect, { once: true });
        if (signal.aborted) disconnect();
        const language = languageOf(request);
        const lastEventId = headers['last-event-id'];
        const tell = (id: string | null, told: Told[]) => {
          if (response.writableLength > maxUnreadBytes) response.destroy();
          else response.write(written(id, told, language));
        };
        const leave = await liveEvents.subscribe(
          { operatorId: user.id, tell },
          typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : null,
        );
        const beat = setInterval(() => void keepAlive(response, session), keepAliveMs);
        const end = () => {
          clearInterval(beat);
          leave();
        };
        if (signal.aborted) end();
        else signal.addEventListener('abort', end, { once: true });
        return answered;
      },
    }),
  ];
}

/**
 * One event may be told in several messages; its id stands behind the last, so that a break in between repeats them all.
 * An id alone tells the caller where he is. An event is looked up once for all who hear it, and put into each one's language here.
 */
function written(id: string | null, told: Told[], language: Language): string {
  const messages = told.map(({ type, data }) => `event: ${type}\ndata: ${JSON.stringify(toldIn(language, data))}\n`);
  if (id === null) return messages.map((message) => `${message}\n`).join('');
  const last = messages.pop() ?? '';
  return `${messages.map((message) => `${message}\n`).join('')}${last}id: ${id}\n\n`;
}
