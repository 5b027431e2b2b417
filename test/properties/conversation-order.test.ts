import fc from 'fast-check';
import { clockAheadAfter, notTakenBefore } from '../../domain/messenger-clock';
import { inOrder, isStamped, keyBehind, keyOnceTaken, orderKey } from '../../domain/order-key';
import { holds } from './repeat';

/** What the messenger tells of when it took a message of ours. */
type Telling = 'with_its_answer' | 'in_an_echo' | 'never';

interface Scene {
  telling: Telling;
  /** Stamps are whole seconds, as Telegram's. */
  isCoarse: boolean;
  ourAheadMs: number;
  isMeasured: boolean;
  turns: Turn[];
}

/** Somebody says something so long after what was said before. */
interface Turn {
  who: 'client' | 'operator';
  afterMs: number;
  /** How long it is on its way: to us, or to the messenger and back. */
  wayMs: number;
}

interface Shown {
  id: string;
  orderKey: string;
}

const scene: fc.Arbitrary<Scene> = fc.record({
  telling: fc.constantFrom<Telling>('with_its_answer', 'in_an_echo', 'never'),
  isCoarse: fc.boolean(),
  ourAheadMs: fc.integer({ min: -600_000, max: 600_000 }),
  isMeasured: fc.boolean(),
  turns: fc.array(
    fc.record({
      who: fc.constantFrom<Turn['who']>('client', 'operator'),
      afterMs: fc.integer({ min: 1, max: 30_000 }),
      wayMs: fc.integer({ min: 1, max: 5_000 }),
    }),
    { minLength: 1, maxLength: 20 },
  ),
});

/**
 * People who write one after the other, each with all that was said before his eyes; the messenger's time is the true one. Returns what
 * was said, in that order.
 */
function play({ telling, isCoarse, ourAheadMs, isMeasured, turns }: Scene) {
  const stampOf = (ms: number) => new Date(isCoarse ? Math.floor(ms / 1000) * 1000 : ms);
  let trueMs = Date.UTC(2026, 2, 5, 12);
  const ours = (ms: number) => new Date(ms + ourAheadMs);
  const clockAheadMs = isMeasured
    ? clockAheadAfter(undefined, { askedAt: ours(trueMs), answeredAt: ours(trueMs + 80), told: stampOf(trueMs) })
    : undefined;
  const said: Shown[] = [];
  for (const [sequence, { who, afterMs, wayMs }] of turns.entries()) {
    trueMs += afterMs;
    const id = `${who}-${sequence}`;
    if (who === 'client') {
      // He has it at the messenger before we have it.
      said.push({ id, orderKey: orderKey(stampOf(trueMs), isCoarse ? sequence : 0) });
      trueMs += wayMs;
    } else {
      const last = [...said].sort(inOrder).at(-1);
      const written = last === undefined ? orderKey(ours(trueMs), 0) : keyBehind(last.orderKey);
      const askedAt = ours(trueMs);
      trueMs += wayMs;
      const stamp = { at: stampOf(trueMs), sequence: isCoarse ? sequence : 0 };
      const notBefore = notTakenBefore(askedAt, {}, { clockAheadMs });
      const answered = keyOnceTaken(written, telling === 'with_its_answer' ? { stamp } : { notBefore });
      said.push({ id, orderKey: telling === 'in_an_echo' ? keyOnceTaken(answered, { stamp }) : answered });
    }
  }
  return said;
}

const ids = (shown: Shown[]) => shown.map(({ id }) => id);

test('whatever the clocks show, a conversation stands as it was said, each behind what he had before him', async () => {
  const property = fc.asyncProperty(scene, async (drawn) => {
    // A chat begins with what its client writes.
    const turns = [{ who: 'client' as const, afterMs: 1, wayMs: 1 }, ...drawn.turns];
    const said = play({ ...drawn, turns });
    expect(ids([...said].sort(inOrder))).toEqual(ids(said));
  });
  await holds(property, 2_000);
});

test('an answer keeps its place once the messenger has told it', async () => {
  const stamp = fc.record({ at: fc.date({ min: new Date(0), noInvalidDate: true }), sequence: fc.nat() });
  const property = fc.asyncProperty(stamp, stamp, stamp, async (seen, told, again) => {
    const written = keyBehind(orderKey(seen.at, seen.sequence));
    const taken = keyOnceTaken(written, { stamp: told });
    expect(taken >= written).toBe(true);
    expect(keyOnceTaken(taken, { stamp: told })).toBe(taken);
    if (isStamped(taken)) expect(taken).toBe(orderKey(told.at, told.sequence));
    expect(keyOnceTaken(taken, { stamp: again }) >= taken).toBe(true);
  });
  await holds(property, 1_000);
});
