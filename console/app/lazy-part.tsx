import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Boundary, Failed } from '../ui/boundary';
import { Button } from '../ui/button';
import { Empty, Loading } from '../ui/states';
import { words } from '../words/words';
import { useServices } from './services';
import { type WhyMissing, whyMissing } from './why-missing';

/** A part of the console that is a file of its own, loaded when it is first gone to. What fails in it leaves the rest usable. */
export function LazyPart({ load }: { load: () => Promise<ComponentType> }) {
  const { path } = useServices().router.place.value;
  const [Part, setPart] = useState<ComponentType | null>(null);
  const [isMissing, setMissing] = useState(false);
  function fetchPart(): void {
    setMissing(false);
    load().then(
      (loaded) => setPart(() => loaded),
      () => setMissing(true),
    );
  }
  useEffect(fetchPart, []);
  if (isMissing) return <MissingPart onRetry={fetchPart} />;
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
