import { nameKeys } from '../../domain/name-keys';
import { searchedFields, searchedText } from '../../domain/searched-text';
import { wordCodes } from '../word-codes';
import { findKeyParts } from './0001-find-keys';
import type { Migration } from './contract';
import { derived, overRows } from './over-rows';

type Searched = Parameters<typeof searchedText>[0];

/**
 * Earlier versions found whole words of texts alone, and other letters than people type. What they look for is still among the codes.
 */
export const searchKeys: Migration = {
  number: 9,
  title: 'messages, contacts and names are found by beginnings and forms of words',
  step: overRows([
    ...findKeyParts,
    derived<{ name: string }>('contacts', { field: 'nameKeys', from: ['name'], make: ({ name }) => nameKeys(name) }),
    derived<Searched>('messages', {
      field: 'words',
      from: searchedFields,
      make: (row) => wordCodes(searchedText(row)),
    }),
  ]),
};
