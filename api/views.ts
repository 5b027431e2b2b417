import type { z } from 'zod';
import type { Provider } from '../channels/contract';
import type { Chat } from '../domain/chat';
import { aheadOfStampsMs, roundAheadMs } from '../domain/messenger-clock';
import type { Operator } from '../domain/operator';
import type { RoutingLogEntry } from '../domain/routing-log';
import type { Processes } from '../messaging/processes';
import type { RoutingRule } from '../routing/contract';
import type { Installation } from '../storage/installation';
import type { Storage } from '../storage/storage';
import { createMessageViews } from './message-views';
import { createProcessViews } from './process-views';
import type { chatDetailsShape, chatShape, operatorStatusShape } from './shapes/chat';

type ChatView = z.input<typeof chatShape>;

/** Turns what is stored into what the HTTP interface shows. */
export function createViews({
  storage,
  installation,
  processes,
  routingRules,
  providers,
}: {
  storage: Storage;
  installation: Installation;
  processes: Pick<Processes, 'find'>;
  routingRules: Array<Pick<RoutingRule, 'code' | 'title'>>;
  providers: Provider[];
}) {
  /** One that is not registered any more is called by its code. */
  const ruleOf = (code: string) => ({
    code,
    title: routingRules.find((rule) => rule.code === code)?.title ?? code,
  });

  async function chats(rows: Chat[]): Promise<ChatView[]> {
    const unique = (ids: Array<string | null>) => [...new Set(ids.filter((id) => id !== null))];
    const [channels, queues, contacts, operators] = await Promise.all([
      storage.channels.getMany(unique(rows.map(({ channelId }) => channelId))),
      storage.queues.getMany(unique(rows.map(({ queueId }) => queueId))),
      storage.contacts.getMany(unique(rows.map(({ contactId }) => contactId))),
      storage.operators.getMany(unique(rows.map(({ operatorId }) => operatorId))),
    ]);
    return rows.map((chat) => {
      const contact = contacts.get(chat.contactId);
      const { lastMessage } = chat;
      return {
        id: chat.id,
        number: chat.number,
        status: chat.status,
        channel: { id: chat.channelId, name: channels.get(chat.channelId)?.name ?? '', provider: chat.provider },
        queue: { id: chat.queueId, name: queues.get(chat.queueId)?.name ?? '' },
        contact: {
          id: chat.contactId,
          name: contact?.name ?? '',
          firstName: contact?.firstName ?? null,
          lastName: contact?.lastName ?? null,
          photoUrl: contact?.photoFileId ? installation.signFileUrl(contact.photoFileId) : null,
        },
        operator:
          chat.operatorId === null ? null : { id: chat.operatorId, name: operators.get(chat.operatorId)?.name ?? '' },
        offer: chat.offer && { id: chat.offer.id, expiresAt: chat.offer.expiresAt.toISOString() },
        createdAt: chat.createdAt.toISOString(),
        acceptedAt: iso(chat.acceptedAt),
        completedAt: iso(chat.completedAt),
        completedBy: chat.completedBy,
        completesAt: iso(chat.completesAt),
        lastMessage: lastMessage && {
          id: lastMessage.id,
          direction: lastMessage.direction,
          type: lastMessage.type,
          text: lastMessage.text,
          timestamp: lastMessage.timestamp.toISOString(),
        },
        unreadCount: chat.unreadCount,
      };
    });
  }

  async function chat(row: Chat): Promise<ChatView> {
    const [view] = await chats([row]);
    if (view === undefined) throw new Error('a chat has a view');
    return view;
  }

  return {
    ...createProcessViews({ storage, processes }),
    chat,
    chats,

    async chatDetails(row: Chat): Promise<z.input<typeof chatDetailsShape>> {
      const [log, channel] = await Promise.all([
        storage.routingLog.ofChat(row.id),
        storage.channels.get(row.channelId),
      ]);
      const provider = providers.find(({ code }) => code === row.provider);
      const clockAheadMs = roundAheadMs(aheadOfStampsMs(provider, channel ?? {}));
      const ids = log.map(({ operatorId }) => operatorId).filter((id) => id !== null);
      const operators = await storage.operators.getMany([...new Set(ids)]);
      const routingLog = log.map((entry) => ({
        ...logEntry(entry, operators),
        ...(entry.rule === undefined ? {} : { rule: ruleOf(entry.rule) }),
      }));
      const { referral } = row;
      return { ...(await chat(row)), referral, ...(clockAheadMs !== 0 && { clockAheadMs }), routingLog };
    },

    ...createMessageViews({ storage, installation }),

    async operatorStatus(operator: Operator): Promise<z.input<typeof operatorStatusShape>> {
      const { status, reason, changedAt, load } = operator;
      const limit = await storage.settings.get('SimultaneousChats');
      return { status, reason, changedAt: changedAt.toISOString(), load, limit };
    },
  };
}

function logEntry(
  { at, event, operatorId, reason, candidates, shownTo, waitsFor }: RoutingLogEntry,
  operators: Map<string, Operator>,
) {
  return {
    at: at.toISOString(),
    event,
    operator: operatorId === null ? null : { id: operatorId, name: operators.get(operatorId)?.name ?? '' },
    reason,
    candidates,
    ...(shownTo === undefined ? {} : { shownTo }),
    ...(waitsFor === undefined ? {} : { waitsFor }),
  };
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}

export type Views = ReturnType<typeof createViews>;
