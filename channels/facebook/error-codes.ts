/** What an error of the Graph API means for who asked. */
export type Meaning =
  /** The token does not count: nothing can be done on the channel until somebody logs in again. */
  | 'token'
  /** Too many requests. */
  | 'rate'
  /** Facebook's own trouble, over by itself. */
  | 'passing'
  | 'refused';

interface KnownError {
  codes: number[];
  /** Left out: whatever the subcode. */
  subcodes?: number[];
  means: Meaning;
  /** Our stable word. */
  word: string;
  /** For people: what is wrong, and what to do. */
  sentence: string;
}

const logInAgain = 'Log in at Facebook again with a person who manages the page; the channel and its chats stay.';

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
    sentence: 'Facebook does not accept the proof of the app’s secret. Check FACEBOOK_APP_SECRET.',
  },
  {
    codes: [4, 17, 32, 341, 613, 80006],
    means: 'rate',
    word: 'too_fast',
    sentence: 'Facebook asks for fewer requests. Parley waits and goes on by itself.',
  },
  {
    codes: [1, 2, 1200],
    means: 'passing',
    word: 'facebook_failing',
    sentence: 'Facebook has a fault of its own. There is nothing to do here: Parley keeps trying.',
  },
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
    sentence: 'The client takes no messages of this page at the moment; he may have blocked it.',
  },
  {
    codes: [551],
    means: 'refused',
    word: 'client_unavailable',
    sentence: 'The client cannot be reached at the moment: he has blocked the page, or his account is gone.',
  },
  {
    codes: [200, 10, 100],
    subcodes: [1545041],
    means: 'refused',
    word: 'client_unavailable',
    sentence: 'The client cannot be reached at the moment: he has blocked the page, or his account is gone.',
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
    sentence: 'Facebook knows no such conversation of this page.',
  },
  {
    codes: [100],
    subcodes: [2018109],
    means: 'refused',
    word: 'file_too_big',
    sentence: 'The file is larger than Facebook allows, which is 25 MB.',
  },
  {
    codes: [100],
    subcodes: [2018047, 2018007, 2018008, 2018294],
    means: 'refused',
    word: 'file_refused',
    sentence: 'Facebook could not take this file. Try another format, or send a link.',
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
