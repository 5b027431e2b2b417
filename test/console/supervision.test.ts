import type { Operator, QueueView } from '../../console/app/types';
import { byLoad, byNeed, totalsOf, troubleOf } from '../../console/supervision/need';
import { createSupervisionStore } from '../../console/supervision/supervision-store';
import { consoleDesk } from './console-desk';

function operator(id: string, given: Partial<Operator> = {}): Operator {
  return {
    ...{ id, name: id, status: 'active', reason: 'self', changedAt: '2026-03-05T10:00:00.000Z' },
    ...{ load: 0, limit: 5, queueIds: [], ...given },
  };
}

function view(name: string, given: Partial<QueueView> = {}): QueueView {
  return {
    queue: { id: name, name },
    ...{ waiting: 0, offered: 0, active: 0, bot: 0, oldestWaitingSince: null, operators: [], ...given },
  };
}

test('the queue whose client has waited longest comes first, and those without waiting ones by what they have in hand', () => {
  const queues = [
    view('b'),
    view('a'),
    view('busy', { active: 4 }),
    view('late', { waiting: 1, oldestWaitingSince: '2026-03-05T11:00:00.000Z' }),
    view('latest', { waiting: 9, oldestWaitingSince: '2026-03-05T12:00:00.000Z' }),
  ];
  expect(queues.sort(byNeed).map(({ queue }) => queue.name)).toEqual(['late', 'latest', 'busy', 'a', 'b']);
});

test('whoever missed an offer or lost his connection stands first, then who works, the fullest first, then the others', () => {
  const all = [
    operator('off', { status: 'inactive' }),
    operator('out', { status: 'inactive', reason: 'signed_out', load: 1 }),
    operator('lost', { status: 'inactive', reason: 'connection_lost', load: 1 }),
    operator('some', { load: 2 }),
    operator('missed', { status: 'inactive', reason: 'missed_offer' }),
    operator('full', { load: 5 }),
    operator('again', { load: 1, reason: 'missed_offer' }),
  ];
  expect(all.sort(byLoad).map(({ id }) => id)).toEqual([...['lost', 'missed', 'full', 'some', 'again', 'out', 'off']]);
});

test('it is told why waiting chats go to nobody', () => {
  const waiting = (...operators: Operator[]) => troubleOf(view('q', { waiting: 1, operators }));
  expect(troubleOf(view('q', { operators: [] }))).toBeNull();
  expect(waiting(operator('a', { status: 'inactive' }))).toBe('nobody_active');
  expect(waiting(operator('a', { load: 5 }), operator('b', { status: 'inactive' }))).toBe('no_room');
  expect(waiting(operator('a', { load: 5 }), operator('b'))).toBeNull();
});

test('an operator of several queues counts once in all together', () => {
  const both = operator('both', { load: 2 });
  const totals = totalsOf([
    view('a', { waiting: 1, oldestWaitingSince: '2026-03-05T12:00:00.000Z', operators: [both] }),
    view('b', {
      waiting: 2,
      active: 2,
      oldestWaitingSince: '2026-03-05T11:00:00.000Z',
      operators: [both, operator('x', { status: 'inactive' })],
    }),
  ]);
  expect(totals).toEqual({
    ...{ waiting: 3, offered: 0, active: 2, oldestWaitingSince: '2026-03-05T11:00:00.000Z' },
    ...{ activeOperators: 1, operators: 2, freePlaces: 3 },
  });
});

test('a status that is set is shown at once in every queue, and an answer that was asked for before does not undo it', async () => {
  const desk = consoleDesk();
  const store = createSupervisionStore(desk.services as never);
  const idle = operator('o', { status: 'inactive' });
  const page = { items: [view('a', { operators: [idle] }), view('b', { operators: [idle] })], nextCursor: null };
  void store.refresh();
  await desk.last().answer(200, page);
  void store.refresh();
  const late = desk.last();
  void store.setStatus('o', 'active');
  const { status: _status, ...rest } = idle;
  await desk.last().answer(200, { ...rest, status: 'active', reason: 'administrator' });
  await late.answer(200, page);
  const shown = store.queues.value?.flatMap(({ operators }) => operators.map(({ status, reason }) => [status, reason]));
  expect(shown).toEqual([
    ['active', 'administrator'],
    ['active', 'administrator'],
  ]);
});
