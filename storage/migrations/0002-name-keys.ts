import { nameKeys } from '../../domain/name-keys';
import type { Migration } from './contract';
import { derived, overRows } from './over-rows';

/** Contacts that were stored before they could be searched were found by name only once they had changed. */
export const nameKeysOfContacts: Migration = {
  number: 2,
  title: 'contacts are found by their names',
  step: overRows([
    derived<{ name: string }>('contacts', { field: 'nameKeys', from: ['name'], make: ({ name }) => nameKeys(name) }),
  ]),
};
