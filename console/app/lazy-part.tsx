import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Boundary, Failed } from '../ui/boundary';
import { Button } from '../ui/button';
import { Empty, Loading } from '../ui/states';
import { words } from '../words/words';
import { useServices } from './services';
import { type WhyMissing, whyMissing } from './why-missing';

/** A part of the console that is a file of its own, fetched when it is asked for, once. */
export function usePart<P>(load: () => Promise<ComponentType<P>>) {
  const [Part, setPart] = useState<ComponentType<P> | null>(null);
  const [isMissing, setMissing] = useState(false);
  async function isFetched(): Promise<boolean> {
    if (Part !== null) return true;
    setMissing(false);
    try {
      const loaded = await load();
      setPart(() => loaded);
      return true;
    } catch {
      setMissing(true);
      return false;
    }
  }
  async function fetchPart(): Promise<void> {
    await isFetched();
  }
  async function retry(): Promise<void> {
    if (await isFetched()) return;
    // Some browsers never ask again for a module that failed to load: only a reload helps.
    if ((await whyMissing()) === 'failed') location.reload();
  }
  return { Part, isMissing, fetchPart, retry };
}

/** Such a part in its place, for as long as that is shown. What fails in it leaves the rest usable. */
export function LazyPart({ load }: { load: () => Promise<ComponentType> }) {
  const { path } = useServices().router.place.value;
  const { Part, isMissing, fetchPart, retry } = usePart(load);
  useEffect(() => void fetchPart(), []);
  if (isMissing) return <MissingPart onRetry={() => void retry()} />;
  if (Part === null) return <Loading />;
  return (
    <Boundary resetOn={path}>
      <Part />
    </Boundary>
  );
}

/** What to do when a file of the console did not come. */
export function MissingPart({ onRetry }: { onRetry: () => void }) {
  const [why, setWhy] = useState<WhyMissing | null>(null);
  useEffect(() => {
    void whyMissing().then(setWhy);
  }, []);
  const { updated, failed, problems, common } = words();
  switch (why) {
    case null:
      return <Loading />;
    case 'updated':
      return (
        <Empty
          title={updated.title}
          action={
            <Button tone="primary" onClick={() => location.reload()}>
              {failed.reload}
            </Button>
          }
        >
          {updated.text}
        </Empty>
      );
    case 'unreachable':
      return <Empty title={problems.unreachable} action={<Button onClick={onRetry}>{common.tryAgain}</Button>} />;
    case 'failed':
      return <Failed onRetry={onRetry} />;
  }
}
