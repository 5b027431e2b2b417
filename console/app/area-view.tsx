import { Component, type ComponentChildren, type ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../ui/button';
import { Empty, Loading } from '../ui/states';
import { Unseen } from '../ui/unseen';
import { words } from '../words/words';
import type { Area } from './area';
import { pageTitle } from './title';

/** An area's screen, loaded when it is first wanted, under the one heading of the first level; its own begin at the second. */
export function AreaView({ area }: { area: Area }) {
  const [screen, setScreen] = useState<ComponentType | null>(null);
  const [failed, setFailed] = useState(false);
  const title = area.title();
  useEffect(() => {
    pageTitle.value = title;
  }, [title]);
  useEffect(() => {
    area.load().then(
      ({ Screen }) => setScreen(() => Screen),
      // The files of an older release are gone when a newer one is served: a reload brings them.
      () => setFailed(true),
    );
  }, []);
  const Screen = screen;
  return (
    <>
      <h1>
        <Unseen>{title}</Unseen>
      </h1>
      {failed ? <Failed /> : <Boundary>{Screen === null ? <Loading /> : <Screen />}</Boundary>}
    </>
  );
}

function Failed() {
  const { title, reload } = words().failed;
  return <Empty title={title} action={<Button onClick={() => location.reload()}>{reload}</Button>} />;
}

/** A fault in one area leaves the rest of the console usable. */
class Boundary extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    // The way to whoever looks after browsers: their console.
    reportError(error);
  }

  override render() {
    return this.state.failed ? <Failed /> : this.props.children;
  }
}
