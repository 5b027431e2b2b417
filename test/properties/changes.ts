import type { Chat } from '../../domain/chat';
import type { Books } from './books';
import { nameOf } from './invariants';

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
    says: 'a chat in work stays with its operator until it is completed',
    broken: (before, after) =>
      pairs(before.chats, after.chats)
        .filter(([was, is]) => was.status === 'active' && (is.operatorId !== was.operatorId || !isTaken(is)))
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

/** Where the later books break invariants, in words. */
export function brokenBetween(before: Books, after: Books, invariants: ChangeInvariant[]): string[] {
  return invariants.flatMap(({ rule, says, broken }) =>
    broken(before, after).map((where) => `${where} (${rule}: ${says})`),
  );
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
