/** What is waited for when pages and words depend on it: MongoDB answers in milliseconds, or is away. */
const patienceMs = 300;

/** What a look tells; when it takes too long or fails, what was told last, and before that the `first`. */
export function soon<Value>(look: () => Promise<Value>, first: Value): () => Promise<Value> {
  let last = first;
  return async () => {
    const looked = look().then(
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
