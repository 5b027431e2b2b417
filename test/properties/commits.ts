import type { Chat } from '../../domain/chat';
import type { Operator } from '../../domain/operator';
import { hasRoom } from '../../domain/places';
import type { Candidates } from '../../domain/routing-log';
import { hasGivenAway, isShownTo } from '../../domain/verdicts';
import type { Books } from './books';
import { type ChangeInvariant, isOffering, isRenewed, newOffers, pairs } from './changes';
import { ableFor, nameOf, takersOf } from './invariants';

/** An offer whose deadline could not be acted on for this long is renewed (domain 3.4). */
const renewedAfterMs = 10_000;

const nobody: Candidates = { total: 0, limit: 0, operators: [] };

/** Hold of each commit: what one decision has changed, and what it was decided on. */
export const inOneCommit: ChangeInvariant[] = [
  {
    rule: '3.3, 3.7',
    says: 'a chat is offered to an active operator of its queue, or named by its rule, who has room and has not declined it',
    broken: (before, after) =>
      offersInTurn(before, after)
        .filter(({ chat, operator, seen, rule }) => !ableFor(seen, chat, rule).some(({ id }) => id === operator.id))
        .map(({ chat, operator }) => `${nameOf(chat)} was offered to ${operator.name}`),
  },
  {
    rule: '3.3',
    says: 'a chat is offered to the one with the fewest chats, of these to the one who has gone longest without a new one',
    broken: (before, after) =>
      offersInTurn(before, after).flatMap(({ chat, operator, seen, rule }) => {
        const was = rule === 'ToMostFree' ? takersOf(seen, chat, rule) : [];
        const chosen = was.find(({ id }) => id === operator.id);
        const freer = was.find((other) => chosen !== undefined && isMoreFree(other, chosen));
        return freer === undefined
          ? []
          : [`${nameOf(chat)} was offered to ${operator.name}, and ${freer.name} is more free`];
      }),
  },
  {
    rule: '3.8',
    says: 'the routing log names those who could have been chosen, with their loads, and the chosen one',
    broken: (before, after) =>
      offersInTurn(before, after).flatMap(({ chat, operator, seen }) => {
        const { limit, total, operators } = after.log.get(chat.id)?.at(-1)?.candidates ?? nobody;
        const ofQueue = takersOf({ ...seen, limit }, chat, 'of its queue').filter(({ id }) => id !== operator.id);
        const chosen = seen.operators.filter(({ id }) => id === operator.id);
        const wanted = [...ofQueue, ...chosen].map(({ id, load }) => `${id} ${load}`);
        const named = operators.map(({ id, load }) => `${id} ${load}`);
        const isRight =
          named.length === wanted.length && total === wanted.length && wanted.every((one) => named.includes(one));
        return isRight ? [] : [`${nameOf(chat)} was offered to ${operator.name} of [${named}], not of [${wanted}]`];
      }),
  },
  {
    rule: '3.4',
    says: 'an offer is renewed only when its deadline could not be acted on in time',
    broken: (before, after) =>
      pairs(before.chats, after.chats)
        .filter(([was, is]) => isRenewed(was, is))
        .filter(([was]) => after.nowMs - (was.offer?.expiresAt.getTime() ?? 0) <= renewedAfterMs)
        .map(([was]) => `the offer of ${nameOf(was)} was renewed early`),
  },
  {
    rule: '3.4',
    says: 'who missed an offer is parked with all his offers withdrawn, and nobody else is',
    broken: (before, after) =>
      pairs(before.operators, after.operators)
        .filter(([was, is]) => is.reason === 'missed_offer' && is.statusRevision !== was.statusRevision)
        .flatMap(([was, is]) => {
          const offers = before.chats.filter(({ offer }) => offer?.operatorId === was.id);
          const missed = offers.some(({ offer }) => isMissed(offer?.expiresAt.getTime() ?? 0, after.nowMs));
          const inWork = was.places.filter(({ state }) => state === 'active');
          const isRight = missed && is.status === 'inactive' && is.places.length === inWork.length;
          return isRight ? [] : [`${is.name} was parked, had ${offers.length} offers and has ${is.load} chats`];
        }),
  },
  {
    rule: '1.11, 3.4, 3.7',
    says: 'an offer is taken from who became inactive, declined it or left the queue, or by an administrator',
    broken: (before, after) =>
      pairs(before.chats, after.chats)
        .filter(([was, is]) => was.offer !== null && is.status === 'waiting' && !isGiven(is, after))
        .filter(([was, is]) => {
          const operator = after.operators.find(({ id }) => id === was.offer?.operatorId);
          if (operator === undefined || operator.status === 'inactive') return false;
          return operator.queueIds.includes(is.queueId) && is.declinedBy.length === was.declinedBy.length;
        })
        .map(([was]) => `the offer of ${nameOf(was)} was withdrawn`),
  },
  {
    rule: '3.7',
    says: 'who declines a chat stays active',
    broken: (before, after) => {
      const isDeclined = pairs(before.chats, after.chats).some(
        ([was, is]) => is.declinedBy.length > was.declinedBy.length,
      );
      return pairs(before.operators, after.operators)
        .filter(([was, is]) => isDeclined && is.status !== was.status)
        .map(([, is]) => `${is.name} became ${is.status}`);
    },
  },
  {
    rule: '3.2',
    says: 'who takes a chat that is shown to him has room',
    broken: (before, after) =>
      pairs(before.chats, after.chats)
        .filter(([was, is]) => was.status === 'waiting' && is.status === 'active' && !isGiven(is, after))
        .filter(([was, is]) => !couldTake(before, was, is.operatorId))
        .map(([, is]) => `${nameOf(is)} was taken by ${is.operatorId}`),
  },
  {
    rule: '3.3',
    says: 'who takes a chat goes to the end of the line, and nobody else does',
    broken: (before, after) =>
      pairs(before.operators, after.operators)
        .filter(([was, is]) =>
          inWork(is) > inWork(was)
            ? is.lastTookAt.getTime() < before.nowMs
            : is.lastTookAt.getTime() !== was.lastTookAt.getTime(),
        )
        .map(([, is]) => `${is.name} has the wrong place in the line`),
  },
];

/** The same, of those who were passed over: judged by what they had for certain. */
export const passedOver: ChangeInvariant[] = [
  {
    rule: '3.5',
    says: 'the oldest waiting chat of his queues is offered first',
    broken: (before, after) =>
      offersInTurn(before, after).flatMap(({ chat, operator, seen }) => {
        const older = seen.chats.find(
          (other) =>
            other.number < chat.number &&
            isOffering(seen, other) &&
            // Whom another queue's rule will name, nobody knows before it was asked.
            (!other.unrouted || operator.queueIds.includes(other.queueId)) &&
            takersOf(seen, other).some(({ id }) => id === operator.id),
        );
        return older === undefined ? [] : [`${operator.name} was offered ${nameOf(chat)} before ${nameOf(older)}`];
      }),
  },
  {
    rule: '3.7',
    says: 'a chat comes back to whoever gave it to its queue only when nobody else can take it',
    broken: (before, after) =>
      offersInTurn(before, after)
        .filter(({ chat, operator }) => hasGivenAway(operator, chat))
        .filter(({ chat, operator, seen, rule }) => !takersOf(seen, chat, rule).some(({ id }) => id === operator.id))
        .filter(({ chat, seen, rule }) => takersOf(seen, chat, rule).length > 0)
        .map(({ chat, operator }) => `${nameOf(chat)} came back to ${operator.name}, and others could take it`),
  },
];

/** Whether he has room, and sees the chat that is shown. */
function couldTake({ operators, limit, inactiveChannelIds }: Books, chat: Chat, operatorId: string | null): boolean {
  const operator = operators.find(({ id }) => id === operatorId);
  if (operator === undefined || inactiveChannelIds.includes(chat.channelId)) return false;
  return hasRoom(operator, limit) && isShownTo(chat, operator);
}

/** Whether somebody has decided where it goes, and no rule. */
function isGiven({ id }: Chat, { log }: Books): boolean {
  return log.get(id)?.at(-1)?.event === 'transferred';
}

/** What one commit has offered, the oldest chat first, each with the books as they were when it was decided: chats that come at once are routed together. */
function offersInTurn(before: Books, after: Books) {
  let seen = before;
  return newOffers(before, after)
    .sort((one, other) => one.chat.number - other.chat.number)
    .map(({ chat, operator }) => {
      const decided = { chat, operator, seen, rule: after.log.get(chat.id)?.at(-1)?.rule ?? '' };
      seen = withOffer(seen, chat, operator);
      return decided;
    });
}

function withOffer(books: Books, chat: Chat, { id }: Operator): Books {
  return {
    ...books,
    chats: books.chats.map((other) => (other.id === chat.id ? { ...other, status: 'offered' } : other)),
    operators: books.operators.map((other) => (other.id === id ? { ...other, load: other.load + 1 } : other)),
  };
}

function isMoreFree(other: Operator, chosen: Operator): boolean {
  if (other.load !== chosen.load) return other.load < chosen.load;
  return other.lastTookAt.getTime() < chosen.lastTookAt.getTime();
}

function isMissed(expiresAtMs: number, nowMs: number): boolean {
  return nowMs >= expiresAtMs && nowMs - expiresAtMs <= renewedAfterMs;
}

const inWork = ({ places }: Operator) => places.filter(({ state }) => state === 'active').length;
