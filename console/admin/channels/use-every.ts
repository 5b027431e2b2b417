import { useEffect, useRef } from 'preact/hooks';

/** Again and again while the component is shown and somebody may be looking. */
export function useEveryWhile(everyMs: number, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) latest.current();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
