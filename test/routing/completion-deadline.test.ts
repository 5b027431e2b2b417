import fc from 'fast-check';
import { adoptBooked, noteAnswer } from '../../workflows/chat/state';
import { inWork, sequences, stateWith } from './chat-states';

describe('the completion deadline', () => {
  test('moves with an answer, of this chat only', () => {
    const state = stateWith({ chat: inWork(1_000) });
    noteAnswer(state, { chatId: 'chat-1', completesAtMs: 2_000 });
    expect(state.chat?.completesAtMs).toBe(2_000);
    noteAnswer(state, { chatId: 'chat-0', completesAtMs: 9_000 });
    expect(state).toMatchObject({ chat: { completesAtMs: 2_000 }, toSend: 'chat-0' });
  });

  test('is what the books say, also when that is later, or none', () => {
    const state = stateWith({ chat: inWork(1_000) });
    adoptBooked(state, inWork(3_000), 1_000);
    expect(state.chat?.completesAtMs).toBe(3_000);
    adoptBooked(state, inWork(null), 3_000);
    expect(state.chat?.completesAtMs).toBeNull();
  });

  test("is an answer's that came while the books were read: they may not know of it yet", () => {
    const state = stateWith({ chat: inWork(null) });
    noteAnswer(state, { chatId: 'chat-1', completesAtMs: 2_000 });
    adoptBooked(state, inWork(null), null);
    expect(state.chat?.completesAtMs).toBe(2_000);
    adoptBooked(state, { ...inWork(null), revision: 2 }, null);
    expect(state.chat).toMatchObject({ revision: 2, completesAtMs: 2_000 });
  });

  /** The row has the truth; the workflow hears of it by signals, late, and by what its own bookkeeping finds. */
  test('is never forgotten: as long as the row has one, the workflow wakes at it or before', () => {
    const action = fc.oneof(
      fc.record({ kind: fc.constant('answer' as const), afterMs: fc.integer({ min: 1, max: 1_000 }) }),
      fc.record({ kind: fc.constant('read' as const) }),
      fc.record({ kind: fc.constant('found' as const) }),
      fc.record({ kind: fc.constant('told' as const) }),
      fc.record({ kind: fc.constant('client_writes' as const) }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40, size: 'max' }), (actions) => {
        const state = stateWith({ chat: inWork(null) });
        let row: number | null = null;
        let nowMs = 0;
        const untold: Array<number | null> = [];
        let reading: { found: number | null; before: number | null } | null = null;
        const finish = () => {
          if (reading !== null) adoptBooked(state, inWork(reading.found), reading.before);
          reading = null;
        };
        for (const step of actions) {
          nowMs += 1;
          if (step.kind === 'answer') {
            // No two answers are due at the same moment.
            row = nowMs + step.afterMs + nowMs / 1_000;
            untold.push(row);
          }
          // The client's message stops the deadline; the bookkeeping that wrote this is the one that finds it.
          if (step.kind === 'client_writes' && reading === null) {
            row = null;
            reading = { found: row, before: state.chat?.completesAtMs ?? null };
          }
          if (step.kind === 'read' && reading === null)
            reading = { found: row, before: state.chat?.completesAtMs ?? null };
          if (step.kind === 'found') finish();
          if (step.kind === 'told') {
            const completesAtMs = untold.shift();
            if (completesAtMs !== undefined) noteAnswer(state, { chatId: 'chat-1', completesAtMs });
          }
        }
        for (const completesAtMs of untold) noteAnswer(state, { chatId: 'chat-1', completesAtMs });
        finish();
        const known = state.chat?.completesAtMs ?? null;
        if (row !== null) expect(known).not.toBeNull();
        if (row !== null) expect(known ?? 0).toBeLessThanOrEqual(row);
      }),
      sequences,
    );
  });
});
