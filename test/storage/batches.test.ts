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
