import { useEffect } from 'preact/hooks';
import { Unseen } from '../ui/unseen';
import type { Area } from './area';
import { LazyPart } from './lazy-part';
import { pageTitle } from './title';

/** An area's screen under the one heading of the first level; its own begin at the second. */
export function AreaView({ area }: { area: Area }) {
  const title = area.title();
  useEffect(() => {
    pageTitle.value = title;
  }, [title]);
  return (
    <>
      <h1>
        <Unseen>{title}</Unseen>
      </h1>
      <LazyPart load={() => area.load().then(({ Screen }) => Screen)} />
    </>
  );
}
