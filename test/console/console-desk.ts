import { createApi } from '../../console/app/api';
import type { Chat, User } from '../../console/app/types';
import type { LiveEvents, LiveEventType } from '../../console/live/live-events';
import type { Session } from '../../console/session/session';

const user = { id: 'me', login: 'olga', name: 'Olga', permissions: [], roleIds: [], active: true } as unknown as User;

interface Asked {
  method: string;
  path: string;
  body: unknown;
  headers: Headers;
  /** Answers the call; nothing is answered before. */
  answer: (status: number, body: unknown, headers?: Record<string, string>) => Promise<void>;
  /** No answer comes. */
  fail: () => Promise<void>;
}

/** What is under way gets as far as it can without time passing. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

/** What stands around a console's store: the live events, and the HTTP interface, which the test answers by hand. */
export function consoleDesk() {
  const listeners = new Map<string, Set<(data: never) => void>>();
  const reloads = new Set<() => void>();
  const asked: Asked[] = [];
  const stores = new Map<unknown, unknown>();

  const call: typeof fetch = (input, init) =>
    new Promise((resolve, reject) => {
      const { pathname, search } = new URL(String(input), 'http://parley.test');
      asked.push({
        method: init?.method ?? 'GET',
        path: pathname + search,
        body: typeof init?.body === 'string' ? JSON.parse(init.body) : null,
        headers: new Headers(init?.headers),
        answer: async (status, body, headers = {}) => {
          resolve(
            new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } }),
          );
          await settle();
        },
        fail: async () => {
          reject(new TypeError('fetch failed'));
          await settle();
        },
      });
    });

  const services = {
    api: createApi({ token: () => 'token', onUnauthenticated: () => undefined, fetch: call }),
    live: {
      on: <T extends LiveEventType>(type: T, listener: (data: LiveEvents[T]) => void) => {
        const all = listeners.get(type) ?? new Set();
        listeners.set(type, all);
        all.add(listener);
        return () => void all.delete(listener);
      },
      keepLoaded: (reload: () => void) => {
        reloads.add(reload);
        reload();
        return () => void reloads.delete(reload);
      },
    },
    session: {
      user: { value: user, peek: () => user },
    } as unknown as Session,
    store: <T>(create: (given: never) => T): T => {
      if (!stores.has(create)) stores.set(create, create(services as never));
      return stores.get(create) as T;
    },
  };

  return {
    services: services as never as typeof services & { live: never; session: never },
    asked,
    userId: user.id,

    /** The call that was made last. */
    last: (): Asked => {
      const last = asked.at(-1);
      if (last === undefined) throw new Error('nothing was asked');
      return last;
    },

    tell: async <T extends LiveEventType>(type: T, data: LiveEvents[T]): Promise<void> => {
      for (const listener of [...(listeners.get(type) ?? [])]) listener(data as never);
      await settle();
    },

    /** The stream was interrupted for too long: everything is loaded anew. */
    resync: async (): Promise<void> => {
      for (const reload of [...reloads]) reload();
      await settle();
    },
  };
}

let lastNumber = 0;

/** A chat as the interface shows it; waiting for somebody unless told otherwise. */
export function shownChat(given: Partial<Chat> & { name?: string } = {}): Chat {
  lastNumber += 1;
  const { name = `Client ${lastNumber}`, ...fields } = given;
  return {
    id: `chat-${lastNumber}`,
    number: lastNumber,
    status: 'waiting',
    channel: { id: 'channel', name: 'Website', provider: 'webchat' },
    queue: { id: 'queue', name: 'Support' },
    contact: { id: `contact-${lastNumber}`, name, firstName: name, lastName: null, photoUrl: null },
    operator: null,
    offer: null,
    createdAt: '2026-03-05T10:00:00.000Z',
    acceptedAt: null,
    completedAt: null,
    completedBy: null,
    completesAt: null,
    lastMessage: null,
    unreadCount: 0,
    ...fields,
  };
}

export function inWork(given: Parameters<typeof shownChat>[0] = {}): Chat {
  return shownChat({ status: 'active', operator: { id: user.id, name: user.name }, ...given });
}

export function offered(given: Parameters<typeof shownChat>[0] = {}): Chat {
  const offer = { id: `offer-${lastNumber + 1}`, expiresAt: '2026-03-05T10:05:00.000Z' };
  return shownChat({ status: 'offered', offer, ...given });
}

export function problem(status: number, code: string) {
  return { type: 'about:blank', title: code, status, detail: code, code };
}
