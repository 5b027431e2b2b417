import type { Storage } from '../storage/storage';
import type { UnitStores } from '../storage/unit-of-work';

type Of<Name extends keyof Storage, Calls extends keyof Storage[Name]> = { [N in Name]: Pick<Storage[N], Calls> };

/** The part of the stores that giving chats to operators is made of. */
export type DistributionStorage = UnitStores &
  Of<
    'chats',
    'get' | 'getMany' | 'change' | 'oldestReservableFor' | 'anyShownRelyingOn' | 'shownRelyingOn' | 'waitingIn'
  > &
  Of<'chores', 'isThere'> &
  Of<'contacts', 'get'> &
  Of<
    'operators',
    | 'get'
    | 'getMany'
    | 'change'
    | 'holding'
    | 'touch'
    | 'touchActive'
    | 'free'
    | 'countFree'
    | 'activeIds'
    | 'idsOfQueue'
  > &
  Of<'queues', 'get' | 'hold' | 'ofUser' | 'memberUserIds'> &
  Of<'cases' | 'orders', 'followChat'> &
  Of<'channels', 'get' | 'inactiveIds'> &
  Of<'settings', 'get'> &
  Of<'users', 'get' | 'byLogin'>;

/** What is needed besides to know who has a conversation. */
export type BotChatStorage = DistributionStorage & Of<'chats', 'openOf'> & Of<'threads', 'getMany' | 'hold' | 'note'>;
