/** So many times as many pieces may be done together when most are of a kin. */
const mostOfKin = 10;

/**
 * Gathers pieces of work while the batch before them is under way, and does them together: one piece alone waits for nothing,
 * and many at once cost little more than one. When a batch fails, each of its pieces is tried by itself. `kinOf`: what waits of
 * the same kin as one of the batch is done with it, as it costs nothing more.
 */
export function inBatches<Item, Result>(
  most: number,
  work: (items: Item[]) => Promise<Result[]>,
  kinOf?: (item: Item) => string,
): (item: Item) => Promise<Result> {
  interface Waiting {
    item: Item;
    resolve(result: Result): void;
    reject(error: unknown): void;
  }
  let waiting: Waiting[] = [];
  let busy = false;

  async function workOff(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      const batch = new Set(nextBatch());
      waiting = waiting.filter((one) => !batch.has(one));
      await settle([...batch]);
    }
    busy = false;
  }

  function nextBatch(): Waiting[] {
    const first = waiting.slice(0, most);
    if (kinOf === undefined) return first;
    const kin = new Set(first.map(({ item }) => kinOf(item)));
    return waiting.filter(({ item }) => kin.has(kinOf(item))).slice(0, most * mostOfKin);
  }

  async function settle(batch: Waiting[]): Promise<void> {
    try {
      const results = await work(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) only?.reject(error);
      else await Promise.all(batch.map((one) => settle([one])));
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!busy) void workOff();
    });
}
