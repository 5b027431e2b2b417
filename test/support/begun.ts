/**
 * A scene that waits for seconds is begun with its file, and awaited by its test: meanwhile the others run. It needs
 * queues, operators and clients of its own, and must not mind settings that others change.
 */
export function begun<T>(scene: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  beforeAll(() => {
    running = scene();
    // Whoever awaits it hears of its failure.
    running.catch(() => undefined);
  });
  return () => {
    if (running === undefined) throw new Error('the scene has not begun');
    return running;
  };
}
