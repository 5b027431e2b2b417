import { inBatches } from '../../storage/batches';
import { createGate } from '../support/gate';

describe('work in batches', () => {
  test('one piece alone waits for nothing; what comes meanwhile is done together, in order, and each gets its own result', async () => {
    const gate = createGate();
    const batches: number[][] = [];
    const double = inBatches<number, number>(3, async (items) => {
      batches.push(items);
      if (batches.length === 1) await gate.pass();
      return items.map((item) => 2 * item);
    });
    const results = [1, 2, 3, 4, 5].map(double);
    await gate.arrived;
    expect(batches).toEqual([[1]]);
    gate.open();
    expect(await Promise.all(results)).toEqual([2, 4, 6, 8, 10]);
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
  });

  test('what waits of a kin is done with the first of it, in order', async () => {
    const gate = createGate();
    const batches: string[][] = [];
    const work = inBatches<string, string>(
      2,
      async (items) => {
        batches.push(items);
        if (batches.length === 1) await gate.pass();
        return items.map((item) => item.toUpperCase());
      },
      (item) => item.charAt(0),
    );
    const results = ['z', 'a1', 'b1', 'c1', 'a2', 'c2', 'b2', 'a3'].map(work);
    await gate.arrived;
    gate.open();
    expect(await Promise.all(results)).toEqual(['Z', 'A1', 'B1', 'C1', 'A2', 'C2', 'B2', 'A3']);
    expect(batches).toEqual([['z'], ['a1', 'b1', 'a2', 'b2', 'a3'], ['c1', 'c2']]);
  });

  test('a piece that cannot be done fails alone, and what comes later is done', async () => {
    const gate = createGate();
    const work = inBatches<string, string>(10, async (items) => {
      await gate.pass();
      if (items.includes('bad')) throw new Error('cannot be done');
      return items.map((item) => item.toUpperCase());
    });
    const results = Promise.allSettled(['first', 'good', 'bad', 'fine'].map(work));
    await gate.arrived;
    gate.open();
    expect((await results).map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([
      'FIRST',
      'GOOD',
      'failed',
      'FINE',
    ]);
    expect(await work('later')).toBe('LATER');
  });
});
