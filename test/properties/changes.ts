import type { Chat } from '../../domain/chat';
import type { Operator } from '../../domain/operator';
import { hasGivenAway } from '../../domain/verdicts';
import type { Books } from './books';
import { ableFor, nameOf } from './invariants';
import { namedFor, plugInCode } from './plug-in';

/** What must hold of the books at two moments, one after the other. `broken` tells in words where it does not. */
export interface ChangeInvariant {
  rule: string;
  says: string;
  broken(before: Books, after: Books): string[];
}

/** Hold between any two moments. */
export const overTime: ChangeInvariant[] = [
  {
    rule: '3.6',
    says: 'nobody is given a chat at the limit',
    broken: (before, after) =>
      pairs(before.operators, after.operators)
        .filter(([was, is]) => is.load > Math.max(was.load, before.limit, after.limit))
        .map(([was, is]) => `${is.name} had ${was.load} chats and has ${is.load}, the limit is ${after.limit}`),
  },
  {
    rule: '3.2, 3.7',
    says: 'a chat in work stays with its operator until it is completed, given away or taken by a bot',
    broken: (before, after) =>
      pairs(before.chats, after.chats)
        .filter(([was, is]) => was.status === 'active' && (is.operatorId !== was.operatorId || !isTaken(is)))
        .filter(([was]) => !isGivenAway(was, before, after))
        .map(([, is]) => `${nameOf(is)} was in work and is ${is.status} with ${is.operatorId ?? 'nobody'}`),
  },
  {
    rule: '1.7',
    says: 'a completed chat stays as it is',
    broken: (before, after) =>
      pairs(before.chats, after.chats)
        .filter(([was, is]) => was.status === 'completed' && is.revision !== was.revision)
        .map(([, is]) => `${nameOf(is)} was completed and has changed`),
  },
  {
    rule: '3.4',
    says: 'a chat keeps its age',
    broken: (before, after) =>
      pairs(before.chats, after.chats)
        .filter(([was, is]) => is.number !== was.number || is.createdAt.getTime() !== was.createdAt.getTime())
        .map(([was]) => `${nameOf(was)} has another age`),
  },
  {
    rule: '1.11',
    says: 'the deadline of an offer does not move',
    broken: (before, after) =>
      pairs(before.chats, after.chats)
        .filter(([was, is]) => was.offer !== null && was.offer.id === is.offer?.id)
        .filter(([was, is]) => is.offer?.expiresAt.getTime() !== was.offer?.expiresAt.getTime())
        .map(([was]) => `the offer of ${nameOf(was)} has another deadline`),
  },
];

/** Hold between two moments of rest: nothing was under way at the first, so what waits through both has waited all the time. */
export const betweenRests: ChangeInvariant[] = [
  {
    rule: '3.5',
    says: 'a chat that waits is not passed over for a younger one',
    broken: (before, after) =>
      newOffers(before, after).flatMap(({ chat, operator }) => {
        const was = before.operators.find(({ id }) => id === operator.id) ?? operator;
        const older = before.chats.find(
          (other) =>
            other.number < chat.number &&
            after.chats.some(({ id, revision }) => id === other.id && revision === other.revision) &&
            couldBeHis(before, other, was) &&
            couldBeHis(after, other, operator),
        );
        return older === undefined ? [] : [`${operator.name} was offered ${nameOf(chat)}, and ${nameOf(older)} waits`];
      }),
  },
];

/** Where the later books break invariants, in words. */
export function brokenBetween(before: Books, after: Books, invariants: ChangeInvariant[]): string[] {
  return invariants.flatMap(({ rule, says, broken }) =>
    broken(before, after).map((where) => `${where} (${rule}: ${says})`),
  );
}

/** Chats that are offered to somebody who did not have the offer before. */
export function newOffers(before: Books, after: Books): Array<{ chat: Chat; operator: Operator }> {
  return after.chats.flatMap((is) => {
    const was = before.chats.find(({ id }) => id === is.id) ?? { ...is, offer: null };
    const operator = after.operators.find(({ id }) => id === is.offer?.operatorId);
    const isNew = is.offer?.id !== was.offer?.id && !isRenewed(was, is);
    return operator !== undefined && isNew ? [{ chat: was, operator }] : [];
  });
}

/** Offered again to the one who had the offer until now. */
export function isRenewed(was: Chat, is: Chat): boolean {
  return was.offer !== null && was.offer.id !== is.offer?.id && was.offer.operatorId === is.offer?.operatorId;
}

/** Whether the chat waits to be offered to one operator; one that is shown has had its turn. */
export function isOffering({ queues, castIds }: Books, chat: Chat): boolean {
  const rule = queues.find(({ id }) => id === chat.queueId)?.routingRule;
  const isForOne = rule === 'ToMostFree' || (rule === plugInCode && namedFor(chat, castIds).length === 1);
  return chat.status === 'waiting' && chat.shownTo === null && isForOne;
}

/** Whether he could be offered the chat, if he had room, and none goes before him. */
function couldBeHis(books: Books, chat: Chat, operator: Operator): boolean {
  if (!isOffering(books, chat) || hasGivenAway(operator, chat)) return false;
  const withRoom = { ...operator, status: 'active' as const, load: books.limit - 1 };
  return ableFor({ ...books, operators: [withRoom] }, chat).length > 0;
}

/** Whether its log tells that it has gone to somebody else meanwhile. */
function isGivenAway({ id }: Chat, before: Books, after: Books): boolean {
  const since = (after.log.get(id) ?? []).slice(before.log.get(id)?.length ?? 0);
  return since.some(({ event }) => event === 'transferred' || event === 'given_to_bot');
}

const isTaken = ({ status }: Chat) => status === 'active' || status === 'completed';

/** The same things before and after. */
export function pairs<T extends { id: string }>(before: T[], after: T[]): Array<[T, T]> {
  const byId = new Map(after.map((one) => [one.id, one]));
  return before.flatMap((was) => {
    const is = byId.get(was.id);
    return is === undefined || is === was ? [] : [[was, is] as [T, T]];
  });
}
