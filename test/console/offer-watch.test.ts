import type { Chat } from '../../console/app/types';
import { createOfferWatch } from '../../console/inbox/offer-watch';
import { offered } from './console-desk';
import { handClock } from './hand-clock';

const second = 1_000;
const minute = 60 * second;

/** Other tabs of the same browser, which hear of each other at once. */
function browser() {
  const tabs: Array<(seen: readonly string[]) => void> = [];
  return (onTold: (seen: readonly string[]) => void) => {
    tabs.push(onTold);
    return {
      tell: (seen: readonly string[]) => {
        for (const tab of tabs) if (tab !== onTold) tab(seen);
      },
      leave: () => undefined,
    };
  };
}

function watchedPage({ clock = handClock(), joinTabs = browser() } = {}) {
  const told: string[] = [];
  const page = { isLookedAt: true, onScreen: 'all' as 'all' | string[] };
  const names = (chats: readonly Chat[]) => chats.map(({ contact }) => contact.name).join();
  const kind = ({ isUrgent = false, isSeen = false }) => `${isUrgent ? ' urgent' : ''}${isSeen ? ' seen' : ''}`;
  const watch = createOfferWatch(
    {
      ...clock,
      isLookedAt: () => page.isLookedAt,
      isOnScreen: ({ id }) => page.onScreen === 'all' || page.onScreen.includes(id),
      joinTabs,
    },
    {
      came: (chats, how) => told.push(`${names(chats)} came${kind(how)}`),
      lastMinute: (chats, how) => told.push(`last minute of ${names(chats)}${kind(how)}`),
      ring: () => told.push('ring'),
      hush: () => told.push('hush'),
    },
  );
  let listed: Chat[] = [];
  return {
    ...{ clock, page, watch },
    /** What was told since this was asked last. */
    told: () => told.splice(0),
    offer(name: string, forMs: number): Chat {
      const expiresAt = new Date(clock.nowMs() + forMs).toISOString();
      const chat = offered({ id: name, name, offer: { id: `offer of ${name}`, expiresAt } });
      listed = [...listed, chat];
      watch.look(listed, { isSeen: false });
      return chat;
    },
    end(name: string): void {
      listed = listed.filter(({ id }) => id !== name);
      watch.look(listed, { isSeen: false });
    },
    look: () => watch.look(listed, { isSeen: false }),
  };
}

test('an offer rings every five seconds until the operator does something while it is on his screen', () => {
  const { told, offer, clock, watch } = watchedPage();
  offer('Vera', 5 * minute);
  expect(told()).toEqual(['ring', 'Vera came']);
  clock.pass(11 * second);
  expect(told()).toEqual(['ring', 'ring']);
  watch.acted();
  clock.pass(60 * second);
  expect(told()).toEqual([]);
});

test.each<[what: string, isLookedAt: boolean, onScreen: 'all' | string[], rings: boolean]>([
  ['in a page that nobody looks at', false, 'all', true],
  ['while the offer is out of the screen', true, [], true],
  ['while another offer is on the screen', true, ['Nina'], true],
  ['while it is on the screen that he looks at', true, ['Vera'], false],
])('what is done %s: rings on is %#', (_what, isLookedAt, onScreen, rings) => {
  const { told, offer, clock, watch, page } = watchedPage();
  offer('Vera', 5 * minute);
  Object.assign(page, { isLookedAt, onScreen });
  watch.acted();
  told();
  clock.pass(5 * second);
  expect(told()).toEqual(rings ? ['ring'] : []);
});

test('several offers ring as one; each has to be seen', () => {
  const { told, offer, clock, watch, page } = watchedPage();
  offer('Vera', 5 * minute);
  clock.pass(2 * second);
  offer('Nina', 5 * minute);
  told();
  clock.pass(5 * second);
  expect(told()).toEqual(['ring']);
  page.onScreen = ['Vera'];
  watch.acted();
  clock.pass(5 * second);
  expect(told()).toEqual(['ring']);
  page.onScreen = ['Nina'];
  watch.acted();
  clock.pass(5 * second);
  expect(told()).toEqual([]);
});

test('it is silent at once when what rang is gone, and nothing is left running', () => {
  const { told, offer, end, clock } = watchedPage();
  offer('Vera', 5 * minute);
  offer('Nina', 5 * minute);
  told();
  end('Vera');
  expect(told()).toEqual([]);
  end('Nina');
  expect(told()).toEqual(['hush']);
  expect(clock.pending()).toBe(0);
});

test('the last minute is told once, and rings until the offer is seen anew', () => {
  const { told, offer, clock, watch } = watchedPage();
  offer('Vera', 5 * minute);
  watch.acted();
  told();
  clock.pass(4 * minute - 1);
  expect([told(), watch.isLastMinute.value]).toEqual([[], false]);
  clock.pass(1);
  expect([told(), watch.isLastMinute.value]).toEqual([['last minute of Vera', 'ring'], true]);
  clock.pass(10 * second);
  expect(told()).toEqual(['ring', 'ring']);
  watch.acted();
  clock.pass(40 * second);
  expect(told()).toEqual([]);
});

test('an offer that nobody sees rings through to its deadline and no longer', () => {
  const { told, offer, end, clock, watch } = watchedPage();
  offer('Vera', 2 * minute);
  told();
  clock.pass(2 * minute);
  const all = told();
  expect(all.filter((one) => one === 'ring').length).toBe(23);
  expect(all.filter((one) => one !== 'ring')).toEqual(['last minute of Vera']);
  clock.pass(minute);
  expect([told(), clock.pending()]).toEqual([[], 0]);
  end('Vera');
  expect(watch.isLastMinute.value).toBe(false);
});

test.each<[forMs: number, told: string[]]>([
  [6 * second, []],
  [minute, []],
  [minute + 10 * second, []],
  [minute + 30 * second, ['last minute of Vera', 'ring']],
])('an offer for %i ms is told as urgent once: later comes %j', (forMs, later) => {
  const { told, offer, clock, watch } = watchedPage();
  offer('Vera', forMs);
  expect(told()).toEqual(['ring', `Vera came${later.length === 0 ? ' urgent' : ''}`]);
  watch.acted();
  clock.pass(Math.max(0, forMs - minute));
  expect([told(), watch.isLastMinute.value]).toEqual([later, true]);
});

test('the same chat offered anew is another offer; a new message in it is none', () => {
  const { told, offer, end, watch } = watchedPage();
  const chat = offer('Vera', 5 * minute);
  watch.acted();
  told();
  watch.look([{ ...chat, unreadCount: 2 }], { isSeen: false });
  expect(told()).toEqual([]);
  end('Vera');
  told();
  watch.look([{ ...chat, offer: { id: 'another', expiresAt: chat.offer?.expiresAt ?? '' } }], { isSeen: false });
  expect(told()).toEqual(['ring', 'Vera came']);
});

test('what was found on coming to the page rings in its last minute only', () => {
  const { told, clock, watch } = watchedPage();
  const expiresAt = new Date(clock.nowMs() + 2 * minute).toISOString();
  watch.look([offered({ name: 'Vera', offer: { id: 'found', expiresAt } })], { isSeen: true });
  expect(told()).toEqual(['Vera came seen']);
  clock.pass(minute);
  expect(told()).toEqual(['last minute of Vera', 'ring']);
});

test('what is seen in one tab is seen in all, whichever of them hears of the offer first', () => {
  const clock = handClock();
  const joinTabs = browser();
  const one = watchedPage({ clock, joinTabs });
  const other = watchedPage({ clock, joinTabs });
  const chat = one.offer('Vera', 5 * minute);
  one.told();
  one.watch.acted();
  other.watch.look([chat], { isSeen: false });
  expect(other.told()).toEqual(['Vera came seen']);
  clock.pass(4 * minute);
  expect([one.told(), other.told()]).toEqual([
    ['last minute of Vera', 'ring'],
    ['last minute of Vera', 'ring'],
  ]);
  other.watch.acted();
  clock.pass(10 * second);
  expect([one.told(), other.told()]).toEqual([[], []]);
});

test('nothing rings any more once the operator has left', () => {
  const { told, offer, clock, watch } = watchedPage();
  offer('Vera', 5 * minute);
  told();
  watch.leave();
  clock.pass(10 * minute);
  expect([told(), clock.pending()]).toEqual([[], 0]);
});
