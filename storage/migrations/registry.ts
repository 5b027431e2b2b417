import { findKeys } from './0001-find-keys';
import { nameKeysOfContacts } from './0002-name-keys';
import { connectedAtOfChannels } from './0003-connected-at';
import { titlesOfProcesses } from './0004-titles-of-processes';
import { orderKeys } from './0005-order-keys';
import { wordsOfFormerVersions } from './0006-words-of-former-versions';
import { numbersOfContactCards } from './0007-numbers-of-contact-cards';
import { phoneNumbers } from './0008-phone-numbers';
import { searchKeys } from './0009-search-keys';
import { presetAction } from './0010-preset-action';
import { referrals } from './0011-referrals';
import type { Migration } from './contract';

/** All migrations, in the order in which they are run. A new one is added at the end, and none is ever taken out. */
export const migrations: readonly Migration[] = [
  findKeys,
  nameKeysOfContacts,
  connectedAtOfChannels,
  titlesOfProcesses,
  orderKeys,
  wordsOfFormerVersions,
  numbersOfContactCards,
  phoneNumbers,
  searchKeys,
  presetAction,
  referrals,
];
