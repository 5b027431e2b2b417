/** What an error of the Graph API means for who asked. */
type Meaning =
  /** Too many requests. */
  | { means: 'rate' }
  /** Facebook's own fault, after which the work may be done all the same. */
  | { means: 'fault' }
  /** Not done, and worth asking again. */
  | { means: 'not_now' }
  | {
      /** `token`: it does not count, and nothing can be done on the channel until somebody logs in again. */
      means: 'token' | 'refused';
      /** Our stable word. */
      word: string;
      /** For people: what is wrong, and what to do. */
      sentence: string;
    };

type KnownError = Meaning & {
  codes: number[];
  /** Left out: whatever the subcode. */
  subcodes?: number[];
};

const logInAgain = 'Log in at Facebook again with a person who manages the page; the channel and its chats stay.';
const unavailable =
  'The client cannot be reached at the moment: he has blocked the page, or his account is gone. Wait until he writes.';

const pageNotFound = `Facebook does not find this page, or does not show it to this login: it was unpublished or deleted, or the login was narrowed. ${logInAgain}`;
export const proofRefused = 'Facebook does not accept the proof of the app’s secret. Check FACEBOOK_APP_SECRET.';

/** Errors by code and subcode, never by type; the first that fits counts. */
const knownErrors: KnownError[] = [
  {
    codes: [190, 102],
    subcodes: [463],
    means: 'token',
    word: 'token_expired',
    sentence: `The login at Facebook has expired. ${logInAgain}`,
  },
  {
    codes: [190, 102],
    subcodes: [460],
    means: 'token',
    word: 'password_changed',
    sentence: `The person who connected the page has changed his password at Facebook, which ends the login. ${logInAgain}`,
  },
  {
    codes: [190, 102],
    subcodes: [458],
    means: 'token',
    word: 'app_removed',
    sentence: `The person who connected the page has removed this app in his Facebook settings. ${logInAgain}`,
  },
  {
    codes: [190, 102],
    subcodes: [459, 464],
    means: 'token',
    word: 'account_checked',
    sentence:
      'Facebook wants the person who connected the page to confirm his account: he has to log in at facebook.com and do what is asked there, then log in here again.',
  },
  {
    codes: [190, 102],
    subcodes: [492],
    means: 'token',
    word: 'role_lost',
    sentence:
      'The person who connected the page no longer manages it. Somebody who does has to log in at Facebook here.',
  },
  {
    codes: [190, 102],
    means: 'token',
    word: 'token_invalid',
    sentence: `Facebook does not accept the page’s token any more. ${logInAgain}`,
  },
  {
    codes: [104],
    means: 'token',
    word: 'proof_refused',
    sentence: proofRefused,
  },
  {
    codes: [613],
    subcodes: [1893016],
    means: 'refused',
    word: 'client_overwhelmed',
    sentence:
      'Facebook finds that this client gets too many messages of the page, and may restrict the page if it goes on. Wait until he writes.',
  },
  {
    codes: [4, 17, 32, 341, 613, 80006],
    means: 'rate',
  },
  // The first comes with subcode 1357046 for messages that were all sent.
  { codes: [1, 2], means: 'fault' },
  { codes: [1200], means: 'not_now' },
  {
    codes: [10],
    subcodes: [2018278, 2018065],
    means: 'refused',
    word: 'outside_window',
    sentence:
      'Facebook lets a page answer for 24 hours after the client’s last message, and a person for 7 days where the app has the Human Agent feature. He has to write first.',
  },
  {
    codes: [10, 100],
    subcodes: [2018300],
    means: 'refused',
    word: 'conversation_elsewhere',
    sentence: 'A bot, another app or the page’s own inbox has this conversation. Take it over, then send again.',
  },
  {
    codes: [10],
    subcodes: [2018108],
    means: 'refused',
    word: 'client_unavailable',
    sentence: 'The client takes no messages of this page at the moment; he may have blocked it. Wait until he writes.',
  },
  {
    codes: [551],
    means: 'refused',
    word: 'client_unavailable',
    sentence: unavailable,
  },
  {
    codes: [200, 10, 100],
    subcodes: [1545041],
    means: 'refused',
    word: 'client_unavailable',
    sentence: unavailable,
  },
  {
    codes: [200],
    subcodes: [2018028, 2018027],
    means: 'refused',
    word: 'app_not_reviewed',
    sentence:
      'Until Meta has reviewed the app for pages_messaging, it may write to the app’s own testers only. Ask for advanced access in App Review.',
  },
  {
    codes: [100],
    subcodes: [2018001],
    means: 'refused',
    word: 'client_not_found',
    sentence:
      'Facebook knows no such conversation of this page. It may be of another page, or the client has deleted his account.',
  },
  {
    codes: [100],
    subcodes: [2018109],
    means: 'refused',
    word: 'file_too_big',
    sentence: 'The file is larger than Facebook allows, which is 25 MB. Send a smaller one, or a link.',
  },
  {
    codes: [100],
    subcodes: [2018047, 2018007, 2018008, 2018294],
    means: 'refused',
    word: 'file_refused',
    sentence: 'Facebook could not take this file. Try another format, or send a link.',
  },
  {
    codes: [100],
    subcodes: [33],
    means: 'refused',
    word: 'page_not_found',
    sentence: pageNotFound,
  },
  {
    codes: [803],
    means: 'refused',
    word: 'page_not_found',
    sentence: pageNotFound,
  },
  {
    codes: [368],
    means: 'refused',
    word: 'page_blocked',
    sentence:
      'Facebook has blocked this page or app from sending for a while, for something that broke its policies. See the page’s support inbox at Facebook.',
  },
  {
    codes: [10, 3, ...range(200, 299)],
    means: 'refused',
    word: 'permission_missing',
    sentence:
      'The login lacks a permission for this. Log in at Facebook again, leave all permissions switched on, and see that the app has advanced access to pages_messaging.',
  },
];

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

export function findKnownError(code: number, subcode: number | undefined): KnownError | undefined {
  const fits = ({ codes, subcodes }: KnownError) =>
    codes.includes(code) && (subcodes === undefined || (subcode !== undefined && subcodes.includes(subcode)));
  return knownErrors.find(fits);
}
