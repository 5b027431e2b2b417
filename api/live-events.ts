import type { Chat } from '../domain/chat';
import type { LiveEvent } from '../domain/live-event';
import type { ProcessRun } from '../domain/process';
import { isKeptFrom } from '../domain/verdicts';
import type { LiveFeed } from '../messaging/live-feed';
import type { StoredLiveEvent } from '../storage/live-events';
import type { Storage } from '../storage/storage';
import type { Views } from './views';

/** One message of the stream, as server-sent events have it. */
export interface Told {
  type: string;
  data: unknown;
}

export interface Subscriber {
  operatorId: string;
  tell(id: string | null, told: Told[]): void;
}

const resync: Told = { type: 'resync', data: {} };

/** Shows operators what happens, each what he may see (domain 4.3). Each event is looked up once, whatever the number of listeners. */
export function createLiveEvents({ storage, views, feed }: { storage: Storage; views: Views; feed: LiveFeed }) {
  const subscribers = new Set<Subscriber>();
  let work: Promise<void> = Promise.resolve();

  /** Events are shown in the order in which they came. */
  feed.listen({
    event: (heard) => {
      // Those who come later have it in what they missed.
      const listening = [...subscribers];
      if (listening.length > 0) enqueue(() => show(heard, listening));
    },
    gap: () =>
      enqueue(async () => {
        for (const subscriber of subscribers) subscriber.tell(null, [resync]);
      }),
  });

  function enqueue(task: () => Promise<void>): void {
    work = work.then(task).catch(() => {
      for (const subscriber of subscribers) subscriber.tell(null, [resync]);
    });
  }

  async function show({ id, event }: StoredLiveEvent, listening: Subscriber[]): Promise<void> {
    const to = listening.filter((subscriber) => subscribers.has(subscriber));
    if (to.length === 0) return;
    const told = await tellings(event, to);
    for (const subscriber of to) {
      const his = told.get(subscriber.operatorId);
      if (his !== undefined) subscriber.tell(id, his);
    }
  }

  /** What each of the operators is told of an event. */
  async function tellings(event: LiveEvent, to: Subscriber[]): Promise<Map<string, Told[]>> {
    const ids = [...new Set(to.map(({ operatorId }) => operatorId))];
    const all = (recipients: string[], told: Told[]) =>
      new Map(recipients.filter((id) => ids.includes(id)).map((id) => [id, told] as const));
    switch (event.type) {
      case 'operator.status':
        return ids.includes(event.operatorId) ? all([event.operatorId], await statusOf(event)) : new Map();
      case 'operator.queues':
        return all([event.operatorId], [resync]);
      case 'chat.offered':
        return withChat(event.chatId, async (chat, data) =>
          chat.offer?.operatorId === event.operatorId ? all([event.operatorId], [{ type: event.type, data }]) : null,
        );
      case 'chat.available':
        return withChat(event.chatId, async (chat, data) => {
          const free = chat.shownTo === null ? [] : await freeAmong(chat, event.operatorIds, ids);
          return all(free, [{ type: event.type, data }]);
        });
      case 'chat.withdrawn':
        return withChat(event.chatId, async (_chat, data) => {
          const shownTo = async () => [
            ...(await storage.operators.idsOfQueue(event.queueId)),
            ...(event.namedIds ?? []),
          ];
          const from = event.operatorId === null ? await shownTo() : [event.operatorId];
          return all(
            from.filter((id) => id !== event.exceptOperatorId),
            [{ type: event.type, data }],
          );
        });
      case 'chat.completed':
        return withChat(event.chatId, async (_chat, data) =>
          event.operatorId === null ? null : all([event.operatorId], [{ type: event.type, data }]),
        );
      case 'chat.updated':
      case 'chat.typing':
        return withChat(event.chatId, async (chat, data) =>
          all(await holders(chat, ids), [{ type: event.type, data }]),
        );
      case 'process.started':
      case 'process.finished':
        return withRun(event.runId, async (run, chat) => {
          const process = await views.processRun(run);
          return all(
            [...new Set([run.startedBy, ...(await holders(chat, ids))])],
            [{ type: event.type, data: { process } }],
          );
        });
      case 'notification.created': {
        const notification = await storage.notifications.get(event.notificationId);
        if (notification === null) return new Map();
        return all([event.userId], [{ type: event.type, data: { notification: views.notification(notification) } }]);
      }
      case 'message.created':
      case 'message.updated':
        return withChat(event.chatId, async (chat) => {
          const message = await storage.messages.get(event.messageId);
          if (message === null) return null;
          const data = { message: await views.message(message) };
          return all(await holders(chat, ids), [{ type: event.type, data }]);
        });
    }
  }

  async function withChat(
    chatId: string,
    tell: (chat: Chat, data: unknown) => Promise<Map<string, Told[]> | null>,
  ): Promise<Map<string, Told[]>> {
    const chat = await storage.chats.get(chatId);
    return (chat && (await tell(chat, { chat: await views.chat(chat) }))) ?? new Map();
  }

  async function withRun(
    runId: string,
    tell: (run: ProcessRun, chat: Chat) => Promise<Map<string, Told[]>>,
  ): Promise<Map<string, Told[]>> {
    const run = await storage.processRuns.get(runId);
    const chat = run && (await storage.chats.get(run.chatId));
    return run && chat ? tell(run, chat) : new Map();
  }

  /** Those to whom a chat's messages are of interest now: its operator, the one it is offered to, or those it is shown to. */
  async function holders(chat: Chat, ids: string[]): Promise<string[]> {
    if (chat.operatorId !== null) return [chat.operatorId];
    if (chat.offer !== null) return [chat.offer.operatorId];
    if (chat.shownTo === null) return [];
    return freeAmong(chat, chat.shownTo === 'everyone' ? null : chat.shownTo, ids);
  }

  /** Of those a chat is shown to (null: everyone of its queue), the ones who can take it: with room, and who have not declined it. */
  async function freeAmong(chat: Chat, shownTo: string[] | null, ids: string[]): Promise<string[]> {
    const limit = await storage.settings.get('SimultaneousChats');
    const among = ids.filter((id) => shownTo?.includes(id) ?? true);
    const queueId = shownTo === null ? chat.queueId : null;
    const free = await storage.operators.freeAmong({ ids: among, queueId, limit });
    return free.filter((operator) => !isKeptFrom(operator, chat)).map(({ id }) => id);
  }

  /** Crossing the limit shows and hides what everyone is shown, a page at a time (architecture 3). */
  async function statusOf(event: Extract<LiveEvent, { type: 'operator.status' }>): Promise<Told[]> {
    const operator = await storage.operators.get(event.operatorId);
    if (operator === null) return [];
    const operatorStatus = await views.operatorStatus(operator);
    const told: Told[] = [{ type: 'operator.status', data: { operatorStatus } }];
    const hasRoom = operator.status === 'active' && operator.load < operatorStatus.limit;
    if (event.room === null || (event.room === 'gained' && !hasRoom)) return told;
    const shown = await storage.chats.shownTo(operator, await storage.channels.inactiveIds());
    const type = event.room === 'gained' ? 'chat.available' : 'chat.withdrawn';
    return [...told, ...(await views.chats(shown)).map((chat) => ({ type, data: { chat } }))];
  }

  async function showAll(missed: StoredLiveEvent[], subscriber: Subscriber): Promise<boolean> {
    try {
      for (const heard of missed) await show(heard, [subscriber]);
      return true;
    } catch {
      return false;
    }
  }

  return {
    /**
     * Tells the subscriber what happens from now on, or, given the last event that he knows, all that came after it; `resync`
     * when that is too long ago. Then he is told where he is, by which he knows that he is heard: what he has missed may have been
     * for others. Returns what ends it.
     */
    async subscribe(subscriber: Subscriber, lastEventId: string | null): Promise<() => void> {
      await feed.opened;
      const missed = lastEventId === null ? [] : feed.after(lastEventId);
      const beginsAfter = feed.lastId();
      enqueue(async () => {
        const knowsAll = missed !== null && (await showAll(missed, subscriber));
        subscriber.tell(beginsAfter, knowsAll ? [] : [resync]);
      });
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
  };
}

export type LiveEvents = ReturnType<typeof createLiveEvents>;
