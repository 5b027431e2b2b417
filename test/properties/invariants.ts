import type { Chat } from '../../domain/chat';
import type { Operator, Place } from '../../domain/operator';
import type { RoutingLogEntry } from '../../domain/routing-log';
import { hasGivenAway, isShownTo } from '../../domain/verdicts';
import type { Books } from './books';
import { namedFor, plugInCode } from './plug-in';

/** What must hold of the books. `broken` tells in words where it does not. */
export interface Invariant {
  /** The paragraph of the domain that it comes from. */
  rule: string;
  says: string;
  broken(books: Books): string[];
}

/** A deadline is acted on within this time by a Parley that runs; the grace of a second for accepts under way is in it. */
const deadlineIsActedOnWithinMs = 5_000;

/** Hold at every moment, whatever is under way. */
export const always: Invariant[] = [
  {
    rule: '1.7',
    says: 'a chat that is offered or in work has one place, with its operator; any other has none',
    broken: ({ chats, operators }) =>
      chats.flatMap((chat) => {
        const held = operators.flatMap(({ id, places }) =>
          places.filter(isOf(chat)).map((place) => `${place.state} ${id}`),
        );
        return held.join() === wanted(chat) ? [] : [`${nameOf(chat)} has the places [${held}], not [${wanted(chat)}]`];
      }),
  },
  {
    rule: '1.7',
    says: 'a status says who has the chat',
    broken: ({ chats }) =>
      chats
        .filter(({ status, operatorId, offer, shownTo, unrouted }) => {
          if ((offer !== null) !== (status === 'offered')) return true;
          if ((shownTo !== null || unrouted) && status !== 'waiting') return true;
          return status === 'active' ? operatorId === null : status !== 'completed' && operatorId !== null;
        })
        .map((chat) => `${nameOf(chat)} contradicts itself`),
  },
  {
    rule: '3.3',
    says: 'an offer occupies the place that bears its id',
    broken: ({ chats, operators }) =>
      chats
        .filter(({ id, offer }) => offer !== null && !hasOffer(operators, id, offer))
        .map((chat) => `the offer of ${nameOf(chat)} has no place`),
  },
  {
    rule: '3.3',
    says: 'the load of an operator is the number of his places',
    broken: ({ operators }) =>
      operators
        .filter(({ load, places }) => load !== places.length)
        .map(({ name, load, places }) => `${name} has ${places.length} chats, counted as ${load}`),
  },
  {
    rule: '3.4, 3.7',
    says: 'who is inactive has no offers',
    broken: ({ operators }) =>
      operators
        .filter(({ status, places }) => status === 'inactive' && places.some(isOffered))
        .map(({ name }) => `${name} is inactive and has offers`),
  },
  {
    rule: '3.8',
    says: 'the last entry of its routing log says how a chat stands',
    broken: ({ chats, log }) =>
      chats
        .filter((chat) => !isToldBy(log.get(chat.id)?.at(-1), chat))
        .map((chat) => {
          const last = log.get(chat.id)?.at(-1);
          return `${nameOf(chat)} is ${chat.status}, its log says ${last?.event} ${last?.operatorId}`;
        }),
  },
];

/** Hold as soon as nothing is under way any more. */
export const atRest: Invariant[] = [
  {
    rule: '3.5',
    says: 'no chat waits while an operator could have it',
    broken: (books) =>
      [...waitingIn(books, 'ToMostFree'), ...waitingIn(books, plugInCode)]
        .filter(({ shownTo }) => shownTo === null)
        .flatMap((chat) => takersOf(books, chat).map(({ name }) => `${nameOf(chat)} waits, and ${name} could have it`)),
  },
  {
    rule: '3.7, 11',
    says: 'a chat that is shown is seen by somebody who can take it, if anybody can',
    broken: (books) =>
      books.chats
        .filter(({ shownTo }) => shownTo !== null)
        .filter((chat) => {
          const takers = takersOf(books, chat);
          return takers.length > 0 && !takers.some((operator) => isShownTo(chat, operator));
        })
        .map((chat) => `${nameOf(chat)} is shown to ${chat.shownTo}, and who could take it does not see it`),
  },
  {
    rule: '11',
    says: 'a chat is shown to those whom its rule names, as long as one of them can take it',
    broken: (books) =>
      (books.castIds.length === 0 ? [] : waitingIn(books, plugInCode)).flatMap((chat) => {
        const named = namedFor(chat, books.castIds);
        const isShown = named.length > 1 && takersOf(books, chat).length > 0;
        const wanted = isShown ? named.join() : 'nobody';
        const is = Array.isArray(chat.shownTo) ? chat.shownTo.join() : (chat.shownTo ?? 'nobody');
        return is === wanted ? [] : [`${nameOf(chat)} is shown to ${is}, not to ${wanted}`];
      }),
  },
  {
    rule: '3.2',
    says: 'a waiting chat is shown to everyone if its queue says so, and to nobody otherwise',
    broken: (books) =>
      (['ToEveryone', 'ToMostFree'] as const).flatMap((rule) =>
        waitingIn(books, rule)
          .filter(({ shownTo }) => (shownTo === 'everyone') !== (rule === 'ToEveryone'))
          .map((chat) => `${nameOf(chat)} is shown to ${chat.shownTo ?? 'nobody'} in a queue with ${rule}`),
      ),
  },
  {
    rule: '2.7',
    says: 'a chat of a channel that takes no part is shown to nobody',
    broken: ({ chats, inactiveChannelIds }) =>
      chats
        .filter(({ channelId, shownTo }) => inactiveChannelIds.includes(channelId) && shownTo !== null)
        .map((chat) => `${nameOf(chat)} is shown, and its channel takes no part`),
  },
  {
    rule: '3.5',
    says: 'somebody has looked for an operator for every waiting chat',
    broken: ({ chats }) => chats.filter(({ unrouted }) => unrouted).map((chat) => `nobody looks for ${nameOf(chat)}`),
  },
  {
    rule: '1.4',
    says: 'who is in a queue is its operator, and nobody else',
    broken: ({ operators, queues }) =>
      queues.flatMap(({ id, memberIds }) =>
        operators
          .filter((operator) => operator.queueIds.includes(id) !== memberIds.includes(operator.id))
          .map(({ name }) => `${name} ${'is wrong about'} being in queue ${id}`),
      ),
  },
  {
    rule: '3.7',
    says: 'who has left a queue has no offers of it',
    broken: ({ chats, queues, castIds }) =>
      chats
        .filter(({ queueId, offer }) => offer !== null && !queues.some(hasMember(queueId, offer.operatorId)))
        .filter((chat) => !namedFor(chat, castIds).includes(chat.offer?.operatorId ?? ''))
        .map((chat) => `${nameOf(chat)} is offered to one who is not in its queue, and whom no rule names`),
  },
  {
    rule: '3.4',
    says: 'an offer ends with its deadline',
    broken: ({ chats, nowMs }) =>
      chats
        .filter(({ offer }) => offer !== null && nowMs - offer.expiresAt.getTime() > deadlineIsActedOnWithinMs)
        .map((chat) => `the offer of ${nameOf(chat)} is past its deadline`),
  },
];

/** Where the books break invariants, in words. */
export function brokenIn(books: Books, invariants: Invariant[]): string[] {
  return invariants.flatMap(({ rule, says, broken }) => broken(books).map((where) => `${where} (${rule}: ${says})`));
}

/**
 * The active operators of a chat's queue, or those whom its rule names, who have room and have not declined it; none if its channel
 * takes no part (domain 2.7, 3.3, 11).
 */
export function ableFor(books: Books, chat: Chat, rule = ruleOf(books, chat)): Operator[] {
  if (books.inactiveChannelIds.includes(chat.channelId)) return [];
  const named = rule === plugInCode ? namedFor(chat, books.castIds) : null;
  return books.operators.filter(
    (operator) =>
      operator.status === 'active' &&
      operator.load < books.limit &&
      (named?.includes(operator.id) ?? operator.queueIds.includes(chat.queueId)) &&
      !books.hasDeclined(operator, chat),
  );
}

/** Those of them whose it is to take it: who gave it to the queue comes after all others (domain 3.7). */
export function takersOf(books: Books, chat: Chat, rule = ruleOf(books, chat)): Operator[] {
  const able = ableFor(books, chat, rule);
  const others = able.filter((operator) => !hasGivenAway(operator, chat));
  return others.length > 0 ? others : able;
}

function ruleOf({ queues }: Books, { queueId }: Chat): string {
  return queues.find(({ id }) => id === queueId)?.routingRule ?? '';
}

export function nameOf({ number }: Chat): string {
  return `chat ${number}`;
}

function waitingIn({ chats, queues, inactiveChannelIds }: Books, rule: string): Chat[] {
  const queueIds = queues.filter(({ routingRule }) => routingRule === rule).map(({ id }) => id);
  return chats.filter(
    ({ status, queueId, channelId }) =>
      status === 'waiting' && queueIds.includes(queueId) && !inactiveChannelIds.includes(channelId),
  );
}

function wanted({ status, offer, operatorId }: Chat): string {
  if (status === 'offered') return `offered ${offer?.operatorId}`;
  return status === 'active' ? `active ${operatorId}` : '';
}

/** Which entries may be the last of a chat that stands so. */
function isToldBy(last: RoutingLogEntry | undefined, { status, offer, operatorId, unrouted }: Chat): boolean {
  switch (status) {
    case 'offered':
      return (last?.event === 'offered' || last?.event === 'renewed') && last.operatorId === offer?.operatorId;
    case 'active':
      return (last?.event === 'accepted' || last?.event === 'transferred') && last.operatorId === operatorId;
    case 'completed':
      return last?.event === 'completed';
    case 'bot':
      return last?.event === 'given_to_bot';
    case 'waiting':
      if (last === undefined) return unrouted;
      return waitingEvents.includes(last.event);
  }
}

const waitingEvents = ['waiting', 'shown', 'declined', 'lapsed', 'withdrawn', 'transferred', 'given_to_operators'];

function hasOffer(operators: Operator[], chatId: string, offer: NonNullable<Chat['offer']>): boolean {
  const holder = operators.find(({ id }) => id === offer.operatorId);
  return holder?.places.some((place) => place.chatId === chatId && place.offerId === offer.id) ?? false;
}

const isOf = (chat: Chat) => (place: Place) => place.chatId === chat.id;
const isOffered = ({ state }: Place) => state === 'offered';
const hasMember = (queueId: string, userId: string) => (queue: Books['queues'][number]) =>
  queue.id === queueId && queue.memberIds.includes(userId);
