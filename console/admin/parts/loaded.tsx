import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ApiError, isAborted } from '../../app/api-error';
import { NotFound } from '../../app/not-found';
import { Failure, Loading } from '../../ui/states';
import { language } from '../../words/language';

export interface Loaded<T> {
  value: T | null;
  error: unknown;
  reload: () => void;
  /** Shows something newer that has come by another way. */
  set: (value: T) => void;
}

/** What a component needs before it can be shown; anew in another language, as the API tells names in the reader's. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, inputs: readonly unknown[] = []): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const underWay = new AbortController();
    setError(null);
    load(underWay.signal).then(
      (loaded) => {
        if (!underWay.signal.aborted) setValue(() => loaded);
      },
      (caught: unknown) => {
        if (!underWay.signal.aborted && !isAborted(caught)) setError(caught);
      },
    );
    return () => underWay.abort();
  }, [language.value, ...inputs, attempt]);
  return { value, error, reload: () => setAttempt((count) => count + 1), set: (newer) => setValue(() => newer) };
}

export function WhenLoaded<T>({ of, children }: { of: Loaded<T>; children: (value: T) => ComponentChildren }) {
  if (of.value !== null) return <>{children(of.value)}</>;
  if (of.error instanceof ApiError && of.error.status === 404) return <NotFound />;
  if (of.error !== null) return <Failure error={of.error} onRetry={of.reload} />;
  return <Loading />;
}
