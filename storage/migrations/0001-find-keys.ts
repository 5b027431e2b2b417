import { findKeyOf } from '../find-key';
import type { Migration } from './contract';
import { derived, overRows } from './over-rows';

const findKey = (collection: string, ...from: string[]) =>
  derived<Record<string, string>>(collection, {
    field: 'findKey',
    from,
    make: (row) => findKeyOf(...from.map((name) => row[name] ?? '')),
  });

/** What is searched by parts of words. */
export const findKeyParts = [
  findKey('users', 'name', 'login'),
  findKey('roles', 'name'),
  findKey('queues', 'name'),
  findKey('channels', 'name', 'source', 'provider'),
  findKey('chat_actions', 'name'),
  findKey('quick_replies', 'title', 'text'),
];

/** Searching them came after they did. */
export const findKeys: Migration = {
  number: 1,
  title: 'users, roles, queues, channels, chat actions and quick replies are found by parts of words',
  step: overRows(findKeyParts),
};
