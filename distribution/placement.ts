import { randomUUID } from 'node:crypto';
import { type Chat, type Offer, type ShownTo, unsearched } from '../domain/chat';
import { askingId } from '../domain/chore';
import type { Operator } from '../domain/operator';
import { takePlace } from '../domain/places';
import { type Candidates, namedCandidates, type RoutingLogEntry } from '../domain/routing-log';
import { hasGivenAway } from '../domain/verdicts';
import type { RoutingRule } from '../routing/contract';
import type { ChatChange } from '../storage/chats';
import type { UnitOfWork } from '../storage/unit-of-work';
import { moved } from './change-chat';
import { createChoosing } from './choosing';
import type { FreeOperators } from './free-operators';
import type { Grounds } from './grounds';
import { noteLoad } from './operator-news';
import type { RouterDeps } from './router';
import { tellHidden } from './shown-chats';

export type Placement =
  | { kind: 'offered' | 'shown' | 'nobody'; chat: Chat }
  /** Somebody is free, but an older chat waits that he could take: it goes first (domain 3.5). Nothing was written. */
  | { kind: 'older_first'; operatorId: string };

/** A rule that failed is asked again after this, and after twice as long each time that it fails again. */
const askAgainAfterMs = 2_000;
const askAgainWithinMs = 5 * 60_000;

export interface PlacementWish {
  /** Operators whose older chats have had their chance already. */
  outranks: ReadonlySet<string>;
  /** Asked again because the rule had failed: nobody else sees to its being asked once more. */
  isAskedAgain?: boolean;
}

/** Asks the queue's rule for operators of a waiting chat and does what it says, all in the caller's transaction. */
export function createPlacement({ storage, rules, log }: Pick<RouterDeps, 'storage' | 'rules' | 'log'>) {
  const choose = createChoosing({ storage, log });

  return async function place(
    unit: UnitOfWork,
    chat: Chat,
    grounds: Grounds,
    { outranks, isAskedAgain = false }: PlacementWish,
  ): Promise<Placement> {
    if (grounds.inactiveChannelIds.includes(chat.channelId))
      return wait(unit, chat, { reason: 'the channel takes no part' });
    const [queue, channel] = await Promise.all([grounds.queue(chat.queueId), grounds.channel(chat.channelId)]);
    const rule = rules.find(({ code }) => code === queue?.routingRule);
    // A program that is just being replaced may know it.
    if (queue === null || rule === undefined)
      return fail(unit, chat, { reason: 'the queue has no routing rule', rule: queue?.routingRule, isAskedAgain });

    const { choice, free } = await choose({
      chat,
      queue,
      rule,
      language: channel?.language ?? '',
      limit: grounds.limit,
      tx: unit.tx,
    });
    switch (choice.kind) {
      case 'failed':
        return fail(unit, chat, { reason: choice.reason, rule: rule.code, isAskedAgain });
      case 'nobody':
        return wait(unit, chat, { ...choice, rule: rule.code, candidates: await free.candidates() });
      case 'everyone':
        return show(unit, chat, { ...choice, named: null, free, rule });
      case 'several':
        return show(unit, chat, { ...choice, free, rule });
      case 'one': {
        const { operator } = choice;
        const goesFirst = outranks.has(operator.id) ? null : await olderFor(unit, chat, operator, grounds);
        if (goesFirst !== null) return { kind: 'older_first', operatorId: operator.id };
        return reserve(unit, chat, operator, grounds, free, rule);
      }
    }
  };

  async function olderFor(unit: UnitOfWork, chat: Chat, operator: Operator, grounds: Grounds): Promise<Chat | null> {
    const before = { before: chat.number, inactiveChannelIds: grounds.inactiveChannelIds };
    return storage.chats.oldestReservableFor(operator, before, unit.tx);
  }

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
    if (operator === null) throw new Error(`operator ${chosen.id} can take a chat and has no room`);
    await storage.operators.change(unit.tx, chosen, operator);
    unit.log(chat.id, {
      event: 'offered',
      operatorId: chosen.id,
      reason: `chosen by ${rule.code}`,
      rule: rule.code,
      candidates: await free.candidates([chosen]),
    });
    tellHidden(unit, chat);
    unit.tell({ type: 'chat.offered', chatId: chat.id, operatorId: chosen.id });
    await noteLoad(storage, unit, { before: chosen, after: operator, limit: grounds.limit });
    const givenBy = hasGivenAway(chosen, chat) ? null : chat.givenBy;
    return { kind: 'offered', chat: await change(unit, chat, { ...unsearched, status: 'offered', offer, givenBy }) };
  }

  /**
   * Whoever can take it is why it is shown and not asked about again: he is touched, so that he cannot lose his room in the same moment
   * without this chat's being looked at (`shown-chats.ts`).
   */
  async function show(
    unit: UnitOfWork,
    chat: Chat,
    {
      named,
      taker,
      able = [],
      free,
      rule,
    }: {
      /** Null: everyone of the queue. */
      named: Operator[] | null;
      taker: Operator | null;
      able?: Operator[];
      free: FreeOperators;
      rule: RoutingRule;
    },
  ): Promise<Placement> {
    const operatorIds = named?.map(({ id }) => id) ?? null;
    const shownTo = named?.slice(0, namedCandidates).map(({ id, name }) => ({ id, name }));
    unit.log(chat.id, {
      event: 'shown',
      operatorId: null,
      reason: named === null ? `${rule.code}: to all with room` : `${rule.code}: to ${named.length} operators`,
      rule: rule.code,
      candidates: await free.candidates(able),
      ...(shownTo && { shownTo }),
    });
    tellHidden(unit, chat);
    unit.tell({ type: 'chat.available', chatId: chat.id, queueId: chat.queueId, operatorIds });
    // Who gave it to the queue is kept from it as long as another can take it.
    const givenBy = taker === null || hasGivenAway(taker, chat) ? null : chat.givenBy;
    if (taker !== null && (named !== null || givenBy !== null)) await storage.operators.touch(unit.tx, taker.id);
    const to: ShownTo = operatorIds ?? 'everyone';
    const set = { shownTo: to, unrouted: false, givenBy, dependsOn: operatorIds ?? [], failedAsks: 0 };
    return { kind: 'shown', chat: await change(unit, chat, set) };
  }

  /**
   * Notes that a chat found nobody: the first time, and when it depends on others than before. Those are touched: who gains room in the
   * same moment would not find the chat, which does not name him yet.
   */
  async function wait(
    unit: UnitOfWork,
    chat: Chat,
    found: Pick<RoutingLogEntry, 'reason' | 'rule' | 'waitsFor'> & { dependsOn?: string[]; candidates?: Candidates },
  ): Promise<Placement> {
    const { reason, rule, waitsFor, dependsOn = [], candidates = null } = found;
    const isTold = !chat.unrouted && chat.failedAsks === 0 && isSame(chat.dependsOn ?? [], dependsOn);
    if (isTold && chat.dependsOn !== null) return { kind: 'nobody', chat };
    const by = { ...(rule === undefined ? {} : { rule }), ...(waitsFor === undefined ? {} : { waitsFor }) };
    if (!isTold) unit.log(chat.id, { event: 'waiting', operatorId: null, reason, candidates, ...by });
    await storage.operators.touch(unit.tx, ...dependsOn);
    return { kind: 'nobody', chat: await change(unit, chat, { unrouted: false, dependsOn, failedAsks: 0 }) };
  }

  /** The rule is asked again after a while, by whoever does the chore then; the chat's next change makes it void. */
  async function fail(
    unit: UnitOfWork,
    chat: Chat,
    { reason, rule, isAskedAgain }: { reason: string; rule: string | undefined; isAskedAgain: boolean },
  ): Promise<Placement> {
    const isNew = chat.unrouted || chat.failedAsks === 0;
    if (!isNew && !isAskedAgain) return { kind: 'nobody', chat };
    const by = rule === undefined ? {} : { rule };
    if (isNew) unit.log(chat.id, { event: 'waiting', operatorId: null, reason, candidates: null, ...by });
    const failedAsks = chat.failedAsks + 1;
    const failed = await change(unit, chat, { unrouted: false, dependsOn: chat.dependsOn ?? [], failedAsks });
    const pauseMs = Math.min(askAgainAfterMs * 2 ** (failedAsks - 1), askAgainWithinMs);
    const asking = { chatId: chat.id, revision: failed.revision };
    unit.followLater({ id: askingId(asking), chore: { kind: 'ask_again', ...asking } }, pauseMs);
    return { kind: 'nobody', chat: failed };
  }

  async function change(unit: UnitOfWork, chat: Chat, set: ChatChange): Promise<Chat> {
    return moved(await storage.chats.change(unit.tx, chat, set));
  }
}

function isSame(known: string[], now: string[]): boolean {
  return known.length === now.length && now.every((id) => known.includes(id));
}
