import { signal } from '@preact/signals';
import { ApiError } from '../../console/app/api-error';
import type { ChatLists } from '../../console/inbox/chat-lists';
import { createFloatingOffers, isShownByInbox } from '../../console/inbox/floating-offers';
import type { Room } from '../../console/inbox/panes';
import type { Refusal } from '../../console/inbox/refusals';
import { offered, shownChat } from './console-desk';

function placeAt(address: string) {
  const [path = '', query = ''] = address.split('?');
  return { path, query: new URLSearchParams(query) };
}

test.each<[address: string, room: Room, isShown: boolean]>([
  ['/contacts', 'wide', false],
  ['/administration/queues', 'wide', false],
  ['/chats/vera', 'wide', false],
  ['/inbox', 'wide', true],
  ['/inbox', 'narrow', true],
  ['/inbox/vera', 'narrow', true],
  ['/inbox/vera?details', 'narrow', false],
  ['/inbox/another', 'narrow', false],
  ['/inbox/another', 'medium', true],
  ['/inbox/another?details', 'medium', true],
  ['/inbox/another', 'wide', true],
])('at %s in a %s window it is %s that the inbox itself shows an offer', (address, room, isShown) => {
  expect(isShownByInbox('vera', placeAt(address), room)).toBe(isShown);
});

function floatingAt(address: string, given: Partial<ChatLists> = {}, refused: Refusal[] = []) {
  const lists = signal<ChatLists>({ offered: [], available: [], active: [], ...given });
  const place = signal(placeAt(address));
  const chats = {
    lists,
    chatOf: (id: string) =>
      Object.values(lists.value)
        .flat()
        .find((chat) => chat.id === id) ?? null,
    refusals: { all: signal(new Map(refused.map((one) => [one.chat.id, one]))) },
  };
  return { lists, place, floating: createFloatingOffers({ router: { place }, store: () => chats } as never) };
}

test('what lapses first floats in front; what the inbox shows, and what is free to take, does not float', () => {
  const until = (name: string, expiresAt: string) => offered({ id: name, name, offer: { id: name, expiresAt } });
  const { lists, place, floating } = floatingAt('/contacts', {
    offered: [until('Vera', '2026-03-05T10:05:00.000Z'), until('Nina', '2026-03-05T10:04:00.000Z')],
    available: [shownChat({ name: 'Oleg' })],
  });
  const names = () => floating.offers.value.map(({ contact }) => contact.name);
  expect(names()).toEqual(['Nina', 'Vera']);
  place.value = placeAt('/inbox');
  expect(names()).toEqual([]);
  place.value = placeAt('/contacts');
  lists.value = { ...lists.value, offered: [] };
  expect(names()).toEqual([]);
});

test('why an offer is gone that he wanted floats where the inbox does not say so', () => {
  const [vera, nina] = [offered({ name: 'Vera' }), offered({ name: 'Nina' })];
  const error = new ApiError({ status: 409, code: 'offer_expired', detail: 'too late', errors: {} });
  const refused = [vera, nina].map((chat): Refusal => ({ chat, place: 'offered', error }));
  const { place, floating } = floatingAt('/contacts', { offered: [nina] }, refused);
  const names = () => floating.gone.value.map(({ chat }) => chat.contact.name);
  expect(names()).toEqual(['Vera']);
  place.value = placeAt('/inbox');
  expect(names()).toEqual([]);
});
