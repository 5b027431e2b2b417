import { createReceiptClock } from '../../channels/shared/receipt-clock';

describe('the receipt clock', () => {
  it('counts within a millisecond, and does not go back with the computer’s clock', () => {
    const times = [1000, 1000, 1001, 990, 1002];
    const stamp = createReceiptClock(() => times.shift() ?? 0);
    const stamps = Array.from({ length: 5 }, () => {
      const { receivedAt, sequence } = stamp();
      return [Date.parse(receivedAt), sequence];
    });
    expect(stamps).toEqual([
      [1000, 0],
      [1000, 1],
      [1001, 0],
      [1001, 1],
      [1002, 0],
    ]);
  });
});
