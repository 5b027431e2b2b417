import type { ChatDetails } from '../../console/app/types';
import { dossierPlaceOf, pathOf } from '../../console/cases/places';
import { changesOf, formOf } from '../../console/contact/contact-form';
import { countOf, filtersOf, noFilters, placeWith, queryOf } from '../../console/history/filters';
import { piecesOf } from '../../console/history/highlights';
import { createHistoryStore } from '../../console/history/history-store';
import { headlineOf, reasonOf } from '../../console/history/routing-words';
import { language } from '../../console/words/language';
import { routingEvents } from '../../domain/routing-log';
import { consoleDesk, settle, shownChat } from './console-desk';

describe('filters', () => {
  test('stand in the address and are read from it again, with the chat and the message that are open', () => {
    const filters = { ...noFilters, q: 'two words', status: 'active' as const, from: '2026-03-05', queueId: 'q 1' };
    const place = placeWith(filters, 'chat', 'message');
    const [path = '', query = ''] = place.split('?');
    expect(path).toBe('/chats/chat');
    expect(filtersOf(new URLSearchParams(query))).toEqual(filters);
    expect(new URLSearchParams(query).get('message')).toBe('message');
    expect([placeWith(noFilters), countOf(filters), countOf(noFilters)]).toEqual(['/chats', 3, 0]);
  });

  test('take from an address what makes sense', () => {
    const typed = new URLSearchParams('status=sleeping&from=yesterday&to=2026-02-31&q=a&other=b');
    expect(filtersOf(typed)).toEqual({ ...noFilters, q: 'a' });
  });

  test('ask for whole days of the reader’s calendar, the last one included', () => {
    const { from, to, q } = queryOf({ ...noFilters, from: '2026-03-28', to: '2026-03-29', q: 'x' });
    expect([from, to, q]).toEqual([new Date(2026, 2, 28).toISOString(), new Date(2026, 2, 30).toISOString(), 'x']);
  });
});

test('the contact of the filters is named by the service, also when it has no chats that fit', async () => {
  const desk = consoleDesk();
  const store = createHistoryStore(desk.services as never);
  store.show({ ...noFilters, contactId: 'c1' });
  expect([store.contact.value, desk.last().path]).toEqual([{ id: 'c1', name: null }, '/api/contacts/c1']);
  const late = desk.last();
  store.show({ ...noFilters, contactId: 'c2' });
  await desk.last().answer(200, { id: 'c2', name: 'Vera' });
  await late.answer(200, { id: 'c1', name: 'Nina' });
  expect(store.contact.value).toEqual({ id: 'c2', name: 'Vera' });
  store.show(noFilters);
  expect(store.contact.value).toBeNull();
});

describe('a text with words found', () => {
  const shown = (...given: Parameters<typeof piecesOf>) =>
    piecesOf(...given).map(({ text, isFound }) => (isFound ? `[${text}]` : text));

  test('is cut where they stand, in UTF-16 units', () => {
    expect(
      shown('👋 hello there', [
        { start: 9, end: 14 },
        { start: 3, end: 8 },
      ]),
    ).toEqual(['👋 ', '[hello]', ' ', '[there]']);
  });

  test('loses nothing and repeats nothing, whatever it is told', () => {
    const odd = [
      { start: 0, end: 3 },
      { start: 2, end: 4 },
      { start: 4, end: 4 },
      { start: 5, end: 99 },
    ];
    expect(shown('abcdef', odd)).toEqual(['[abc]', 'def']);
    expect(shown('', odd)).toEqual([]);
  });
});

describe('the routing log in words', () => {
  const entry = (given: Partial<ChatDetails['routingLog'][number]>): ChatDetails['routingLog'][number] => ({
    ...{ at: '2026-03-05T10:00:00.000Z', event: 'waiting', operator: { id: 'o', name: 'Olga' } },
    ...{ reason: '', candidates: null, ...given },
  });

  afterEach(() => {
    language.value = 'en';
  });

  test.each(['en', 'ru'] as const)(
    'has a sentence for every event, with the operator where there is one: %s',
    (one) => {
      language.value = one;
      const sentences = routingEvents.map((event) => headlineOf(entry({ event })));
      expect(new Set(sentences).size).toBe(sentences.length);
      for (const event of ['offered', 'accepted', 'declined', 'lapsed', 'withdrawn', 'transferred'] as const)
        expect(headlineOf(entry({ event }))).toContain('Olga');
      expect(headlineOf(entry({ event: 'transferred', operator: null }))).not.toBe(
        headlineOf(entry({ event: 'transferred' })),
      );
    },
  );

  test('translates the service’s reasons, with what they name, and keeps those that it does not know', () => {
    language.value = 'ru';
    expect(reasonOf({ reason: 'no active operator has room' })).toBe('Ни у кого из активных операторов нет места.');
    expect(reasonOf({ reason: 'chosen by ToMostFree' })).toBe('Выбран по правилу «ToMostFree».');
    expect(reasonOf({ reason: 'ToOwner: to 3 operators' })).toBe('По правилу «ToOwner», 3 операторам.');
    const rule = { code: 'ToOwner', title: 'Владельцу: тому, кто ведёт клиента' };
    expect(reasonOf({ reason: 'chosen by ToOwner', rule })).toBe('Выбран по правилу «Владельцу».');
    const waitsFor = [{ id: '1', name: 'Анна', why: 'inactive' as const }];
    expect(reasonOf({ reason: 'ToOwner: waits for Анна (inactive)', rule, waitsFor })).toBe(
      'По правилу «Владельцу», кого ждёт: Анна (неактивен).',
    );
    const shownTo = ['Анна', 'Борис'].map((name, id) => ({ id: `${id}`, name }));
    expect(reasonOf({ reason: 'ToOwner: to 2 operators', rule, shownTo })).toBe(
      'По правилу «Владельцу», кому: Анна, Борис.',
    );
    expect(reasonOf({ reason: 'ToOwner: to 5 operators', rule, shownTo })).toBe(
      'По правилу «Владельцу», кому: Анна, Борис и ещё 3.',
    );
    expect(reasonOf({ reason: 'the routing rule ToOwner failed', rule })).toContain('«Владельцу»');
    expect(reasonOf({ reason: 'all active operators with room have declined it' })).toContain('отказались');
    expect(reasonOf({ reason: 'by timeout' })).toBe('Сам, по истечении времени.');
    expect(reasonOf({ reason: 'because of the moon' })).toBe('because of the moon');
    expect(reasonOf({ reason: 'declined' })).toBe('');
  });
});

describe('a contact’s form', () => {
  const contact = {
    ...{ id: 'c', name: 'Ada Lind', firstName: 'Ada', lastName: 'Lind', phone: null },
    ...{ photoUrl: null, identities: [], createdAt: '2026-03-05T10:00:00.000Z' },
  };

  test('sends what was changed only: a name that is left alone goes on following first and last name', () => {
    const form = formOf(contact);
    expect(changesOf(contact, form)).toEqual({});
    expect(changesOf(contact, { ...form, lastName: ' Berg ' })).toEqual({ lastName: 'Berg' });
    expect(changesOf(contact, { ...form, lastName: ' ', phone: '+49 30 1234567' })).toEqual({
      lastName: null,
      phone: '+49 30 1234567',
    });
  });
});

test('places of cases and orders are told apart, and keep the status', () => {
  const at = (path: string, query = '') => dossierPlaceOf({ path, query: new URLSearchParams(query) });
  expect(at('/cases', 'status=open')).toEqual({ kind: 'cases', status: 'open', id: null });
  expect(at('/cases/7', 'status=confirmed')).toEqual({ kind: 'cases', status: '', id: '7' });
  expect(at('/cases/orders')).toEqual({ kind: 'orders', status: '', id: null });
  expect(at('/cases/orders/8', 'status=new')).toEqual({ kind: 'orders', status: 'new', id: '8' });
  for (const place of ['/cases', '/cases/7', '/cases/orders', '/cases/orders/8']) expect(pathOf(at(place))).toBe(place);
});

describe('the chats section', () => {
  const page = (...numbers: number[]) => numbers.map((number) => shownChat({ id: `c${number}`, number }));

  async function section(nextCursor: string | null = 'more') {
    const desk = consoleDesk();
    const store = createHistoryStore(desk.services as never);
    store.show(noFilters);
    await desk.last().answer(200, { items: page(3, 2), nextCursor });
    const numbers = () => store.list.items.value?.map(({ number }) => number);
    return { desk, store, numbers };
  }

  test('goes on through pages of a search in which nothing was found, until something is', async () => {
    const desk = consoleDesk();
    const store = createHistoryStore(desk.services as never);
    store.show({ ...noFilters, q: 'rare' });
    await desk.last().answer(200, { items: [], nextCursor: 'a' });
    await desk.last().answer(200, { items: [], nextCursor: 'b' });
    expect(new URL(desk.last().path, 'http://x').searchParams.get('cursor')).toBe('b');
    await desk.last().answer(200, { items: page(1), nextCursor: 'c' });
    expect(store.list.items.value).toHaveLength(1);
    expect(desk.asked).toHaveLength(3);
    expect(store.list.hasMore.value).toBe(true);
  });

  test('stays as it was read when it is come back to, and begins anew with other filters', async () => {
    const { desk, store, numbers } = await section();
    store.show({ ...noFilters });
    await settle();
    expect(desk.asked).toHaveLength(1);
    store.show({ ...noFilters, status: 'active' });
    expect(numbers()).toBeUndefined();
    await desk.last().answer(200, { items: page(2), nextCursor: null });
    expect(numbers()).toEqual([2]);
  });

  test('tells of newer chats without moving what is read, and shows them when they are wanted', async () => {
    const { desk, store, numbers } = await section();
    void store.refresh();
    await desk.last().answer(200, { items: page(5, 4, 3), nextCursor: 'x' });
    expect([numbers(), store.newer.value.map(({ number }) => number)]).toEqual([
      [3, 2],
      [5, 4],
    ]);
    store.showNewer();
    expect([numbers(), store.newer.value]).toEqual([[5, 4, 3, 2], []]);
  });

  test('takes over what is heard of its chats, and keeps where words were found', async () => {
    const desk = consoleDesk();
    const store = createHistoryStore(desk.services as never);
    store.show({ ...noFilters, q: 'tea' });
    const matches = [{ messageId: 'm', text: 'tea', highlights: [{ start: 0, end: 3 }] }];
    const chat = shownChat({ id: 'c1' });
    await desk.last().answer(200, { items: [{ ...chat, matches }], nextCursor: null });
    await desk.tell('chat.completed', { chat: { ...chat, status: 'completed' } });
    expect(store.list.items.value).toMatchObject([{ id: 'c1', status: 'completed', matches }]);
  });

  test('does not repeat a search by itself: each one is on the record', async () => {
    const desk = consoleDesk();
    const store = createHistoryStore(desk.services as never);
    store.show({ ...noFilters, q: 'tea' });
    await desk.last().answer(200, { items: page(1), nextCursor: null });
    await store.refresh();
    expect(desk.asked).toHaveLength(1);
  });
});
