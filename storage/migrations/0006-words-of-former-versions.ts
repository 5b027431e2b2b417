import type { MessageRow } from '../message-row';
import { wordsOfMessage } from '../message-search';
import type { Migration } from './contract';
import { derived, overRows } from './over-rows';

const ofEdited = derived<Pick<MessageRow, 'text' | 'versions'>>('messages', {
  field: 'words',
  from: ['text', 'versions'],
  make: wordsOfMessage,
});

/** A process of the version before, which edits beside this one, leaves what a message said before out of what it is found by. */
export const wordsOfFormerVersions: Migration = {
  number: 6,
  title: 'messages are found by what they said before they were edited',
  step: overRows([{ ...ofEdited, change: (row) => (row.versions === undefined ? null : ofEdited.change(row)) }]),
};
