import type { Lately } from '../../storage/lately';

/** What is waited for when pages and words depend on it: MongoDB answers in milliseconds, or is away. */
const patienceMs = 300;

/** The source's value; if a look takes too long or fails, the value seen last, or else `first`. */
export function soon<Value>(source: Pick<Lately<Value>, 'get' | 'seen'>, first: Value): () => Promise<Value> {
  let last = first;
  return async () => {
    const known = source.seen();
    if (known !== null) {
      last = known.value;
      return last;
    }
    const looked = source.get().then(
      (value) => {
        last = value;
      },
      () => undefined,
    );
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([looked, late]);
    clearTimeout(timer);
    return last;
  };
}
