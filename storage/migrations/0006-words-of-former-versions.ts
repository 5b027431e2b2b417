import { searchedFields, searchedText } from '../../domain/searched-text';
import type { MessageRow } from '../message-row';
import { wordCodes } from '../word-codes';
import type { Migration } from './contract';
import { derived, overRows } from './over-rows';

const ofEdited = derived<MessageRow>('messages', {
  field: 'words',
  from: searchedFields,
  make: (row) => wordCodes(searchedText(row)),
});

/** A process of the version before, which edits beside this one, leaves what a message said before out of what it is found by. */
export const wordsOfFormerVersions: Migration = {
  number: 6,
  title: 'messages are found by what they said before they were edited',
  step: overRows([{ ...ofEdited, change: (row) => (row.versions === undefined ? null : ofEdited.change(row)) }]),
};
