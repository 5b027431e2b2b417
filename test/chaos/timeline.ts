/** What happens, as lines with the seconds since the start. */
export interface Timeline {
  tell(line: string): void;
  /** Milliseconds since the start. */
  elapsedMs(): number;
}

export function createTimeline(print: (line: string) => void): Timeline {
  const startedMs = performance.now();
  const elapsedMs = () => performance.now() - startedMs;
  return {
    elapsedMs,
    tell: (line) => print(`[${(elapsedMs() / 1000).toFixed(1).padStart(6)} s] ${line}`),
  };
}

export function secondsOf(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
