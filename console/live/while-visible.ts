/** Does it every so often while somebody looks at the page, and at once when he comes back to it. Returns what ends it. */
export function whileVisible(everyMs: number, run: () => void): () => void {
  let lastMs = Date.now();
  function due(): void {
    if (document.visibilityState !== 'visible') return;
    lastMs = Date.now();
    run();
  }
  const timer = setInterval(due, everyMs);
  const back = () => {
    if (Date.now() - lastMs >= everyMs) due();
  };
  document.addEventListener('visibilitychange', back);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', back);
  };
}
