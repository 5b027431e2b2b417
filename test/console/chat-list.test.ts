import type { Chat } from '../../console/app/types';
import { arrange, type ListOptions } from '../../console/inbox/arrange';
import type { ChatLists } from '../../console/inbox/chat-lists';
import { inWork, offered, shownChat } from './console-desk';

const all: ListOptions = { order: 'latest', filter: 'all', channelId: null, search: '' };

function said(direction: 'incoming' | 'outgoing', minute: number, text = 'Hello'): Pick<Chat, 'lastMessage'> {
  const timestamp = `2026-03-05T10:${String(minute).padStart(2, '0')}:00.000Z`;
  return { lastMessage: { id: `message-${minute}`, direction, type: 'text', text, timestamp } };
}

function namesOf(lists: Partial<ChatLists>, options: Partial<ListOptions> = {}): string[] {
  const whole = { offered: [], available: [], active: [], ...lists };
  return arrange(whole, new Map(), { ...all, ...options }).map((row) =>
    row.kind === 'heading' ? `${row.place} ${row.shown}/${row.count}` : row.chat.contact.name,
  );
}

const anna = inWork({ name: 'Anna', unreadCount: 2, ...said('incoming', 10, 'Where is my order?') });
const boris = inWork({ name: 'Boris', ...said('outgoing', 30) });
const clara = inWork({ name: 'Clara', ...said('incoming', 20) });
const active = [anna, boris, clara];

test('offers stand first, by what lapses first, then what anybody can take, then what is in work', () => {
  const late = offered({ name: 'Late', offer: { id: '1', expiresAt: '2026-03-05T10:09:00.000Z' } });
  const soon = offered({ name: 'Soon', offer: { id: '2', expiresAt: '2026-03-05T10:01:00.000Z' } });
  expect(namesOf({ offered: [late, soon], available: [shownChat({ name: 'Free' })], active: [anna] })).toEqual([
    ...['offered 2/2', 'Soon', 'Late'],
    ...['available 1/1', 'Free'],
    ...['active 1/1', 'Anna'],
  ]);
});

test.each([
  ['latest', ['Boris', 'Clara', 'Anna']],
  ['waiting', ['Anna', 'Clara', 'Boris']],
  ['oldest', ['Anna', 'Boris', 'Clara']],
] as const)('chats in work are sorted by %s', (order, expected) => {
  expect(namesOf({ active }, { order }).slice(1)).toEqual(expected);
});

test.each([
  ['unread', ['Anna']],
  ['unanswered', ['Clara', 'Anna']],
] as const)(
  'of the chats in work those that are %s can be shown alone, with how many there are in all',
  (filter, names) => {
    expect(namesOf({ active }, { filter })).toEqual([`active ${names.length}/3`, ...names]);
  },
);

test('words are looked for in names, last messages, channels and numbers', () => {
  const find = (search: string) => namesOf({ active }, { search }).slice(1);
  expect(find('ORDER anna')).toEqual(['Anna']);
  expect(find(`#${clara.number}`)).toEqual(['Clara']);
  expect(find('website')).toHaveLength(3);
  expect(find('nobody')).toEqual([]);
  const lukasz = inWork({ name: 'Łukasz O’Neil', ...said('incoming', 1) });
  for (const search of ['lukasz', 'ONEIL', "o'neil"])
    expect(namesOf({ active: [lukasz] }, { search }).slice(1)).toEqual(['Łukasz O’Neil']);
});

test('offers are shown whatever is looked for: they lapse', () => {
  const offer = offered({ name: 'Now' });
  expect(namesOf({ offered: [offer], active }, { search: 'nobody', channelId: 'other', filter: 'unread' })).toEqual([
    ...['offered 1/1', 'Now', 'active 0/3'],
  ]);
});
