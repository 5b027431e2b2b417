import { randomUUID } from 'node:crypto';
import type { Channel } from '../domain/channel';
import type { Chat, Offer } from '../domain/chat';
import type { Operator } from '../domain/operator';
import { takePlace } from '../domain/places';
import type { Queue } from '../domain/queue';
import type { RoutingLogEntry } from '../domain/routing-log';
import { minuteMs } from '../domain/settings';
import { everyone, type RoutingRequest, type RoutingRule } from '../routing/contract';
import { isDatabaseError } from '../storage/database';
import type { UnitOfWork } from '../storage/unit-of-work';
import { FreeOperators } from './free-operators';
import { tellLoad } from './operator-news';
import type { DistributionStorage } from './ports';

export type Placement =
  | { kind: 'offered' | 'shown' | 'nobody'; chat: Chat }
  /** Somebody is free, but an older chat waits that he could take: it goes first (domain 3.5). Nothing was written. */
  | { kind: 'older_first'; operatorId: string };

/** What every decision of one transaction is made on. */
export interface Grounds {
  limit: number;
  acceptTimeoutMs: number;
  inactiveChannelIds: string[];
  /** Each is read once. */
  queue(id: string): Promise<Queue | null>;
  channel(id: string): Promise<Channel | null>;
}

/**
 * Read anew for each attempt, beside the transaction and after its first look at a row. Whoever changes one of these makes
 * the transactions collide that read the former value (`recheck_claims`, `reroute_channel`), or looks at what waits afterwards.
 */
export async function groundsOf(storage: DistributionStorage): Promise<Grounds> {
  const [limit, acceptTimeoutMinutes, inactiveChannelIds] = await Promise.all([
    storage.settings.get('SimultaneousChats'),
    storage.settings.get('OmniChatOperatorAcceptChatTimeout'),
    storage.channels.inactiveIds(),
  ]);
  return {
    limit,
    acceptTimeoutMs: acceptTimeoutMinutes * minuteMs,
    inactiveChannelIds,
    queue: once((id) => storage.queues.get(id)),
    channel: once((id) => storage.channels.get(id)),
  };
}

function once<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (id) => {
    const found = known.get(id) ?? read(id);
    known.set(id, found);
    return found;
  };
}

/** A rule that fails holds up its own chats, never those of others. */
async function askRule(rule: RoutingRule, request: RoutingRequest): Promise<string[] | typeof everyone | 'failed'> {
  try {
    return await rule.getOperatorIds(request);
  } catch (error) {
    if (isDatabaseError(error)) throw error;
    return 'failed';
  }
}

/** Asks the queue's rule for operators of a waiting chat and does what it says, all in the caller's transaction. */
export function createPlacement({ storage, rules }: { storage: DistributionStorage; rules: RoutingRule[] }) {
  /** `outranks` names operators whose older chats have had their chance already. */
  return async function place(
    unit: UnitOfWork,
    chat: Chat,
    grounds: Grounds,
    outranks: ReadonlySet<string>,
  ): Promise<Placement> {
    if (grounds.inactiveChannelIds.includes(chat.channelId)) return wait(unit, chat, 'the channel takes no part');
    const [queue, channel] = await Promise.all([grounds.queue(chat.queueId), grounds.channel(chat.channelId)]);
    const rule = rules.find(({ code }) => code === queue?.routingRule);
    if (queue === null || rule === undefined) return wait(unit, chat, 'the queue has no routing rule');

    const free = new FreeOperators(storage, { chat, limit: grounds.limit, tx: unit.tx });
    const { id, number, channelId, contactId } = chat;
    const request: RoutingRequest = {
      chat: { id, number, channelId, contactId, language: channel?.language ?? '' },
      queue,
      freeOperators: free,
    };
    const choice = await askRule(rule, request);
    if (choice === 'failed') return wait(unit, chat, `the routing rule ${rule.code} failed`);
    if (choice === everyone || choice.length > 1) return show(unit, chat, choice, free, rule);

    const operator = choice[0] === undefined ? null : await free.find(choice[0]);
    if (operator === null) {
      const reason =
        choice[0] === undefined ? 'no active operator has room' : 'the rule chose somebody who is not free';
      return wait(unit, chat, reason, await free.candidates(null));
    }
    if (!outranks.has(operator.id)) {
      const before = { before: chat.number, inactiveChannelIds: grounds.inactiveChannelIds };
      const older = await storage.chats.oldestReservableFor(operator, before, unit.tx);
      if (older !== null) return { kind: 'older_first', operatorId: operator.id };
    }
    return reserve(unit, chat, operator, grounds, free, rule);
  };

  async function reserve(
    unit: UnitOfWork,
    chat: Chat,
    chosen: Operator,
    grounds: Grounds,
    free: FreeOperators,
    rule: RoutingRule,
  ): Promise<Placement> {
    const now = new Date();
    const offer: Offer = {
      id: randomUUID(),
      operatorId: chosen.id,
      expiresAt: new Date(now.getTime() + grounds.acceptTimeoutMs),
    };
    const place = { chatId: chat.id, offerId: offer.id, state: 'offered' as const, since: now };
    const operator = takePlace(chosen, { place, limit: grounds.limit });
    if (operator === null) throw new Error(`operator ${chosen.id} is among the free and has no room`);
    await storage.operators.change(unit.tx, chosen, operator);
    unit.log(chat.id, {
      event: 'offered',
      operatorId: chosen.id,
      reason: `chosen by ${rule.code}`,
      candidates: await free.candidates(chosen.id),
    });
    hideFormerlyShown(unit, chat);
    unit.tell({ type: 'chat.offered', chatId: chat.id, operatorId: chosen.id });
    tellLoad(unit, { before: chosen, after: operator, limit: grounds.limit });
    return {
      kind: 'offered',
      chat: await change(unit, chat, { status: 'offered', offer, shownTo: null, unrouted: false }),
    };
  }

  async function show(
    unit: UnitOfWork,
    chat: Chat,
    choice: string[] | typeof everyone,
    free: FreeOperators,
    rule: RoutingRule,
  ): Promise<Placement> {
    unit.log(chat.id, {
      event: 'shown',
      operatorId: null,
      reason: choice === everyone ? `${rule.code}: to all with room` : `${rule.code}: to ${choice.length} operators`,
      candidates: await free.candidates(null),
    });
    hideFormerlyShown(unit, chat);
    unit.tell({
      type: 'chat.available',
      chatId: chat.id,
      queueId: chat.queueId,
      operatorIds: choice === everyone ? null : choice,
    });
    return { kind: 'shown', chat: await change(unit, chat, { shownTo: choice, unrouted: false }) };
  }

  function hideFormerlyShown(unit: UnitOfWork, { id, queueId, shownTo }: Chat): void {
    if (shownTo === null) return;
    unit.tell({ type: 'chat.withdrawn', chatId: id, queueId, operatorId: null, exceptOperatorId: null });
  }

  /** Notes, the first time, that a chat found nobody. */
  async function wait(
    unit: UnitOfWork,
    chat: Chat,
    reason: string,
    candidates: RoutingLogEntry['candidates'] = null,
  ): Promise<Placement> {
    if (!chat.unrouted) return { kind: 'nobody', chat };
    unit.log(chat.id, { event: 'waiting', operatorId: null, reason, candidates });
    return { kind: 'nobody', chat: await change(unit, chat, { unrouted: false }) };
  }

  async function change(
    unit: UnitOfWork,
    chat: Chat,
    set: Parameters<DistributionStorage['chats']['change']>[2],
  ): Promise<Chat> {
    const changed = await storage.chats.change(unit.tx, chat, set);
    if (changed === null) throw new Error(`chat ${chat.id} has moved on within one transaction`);
    return changed;
  }
}
