import { Component, type ComponentChildren } from 'preact';
import { words } from '../words/words';
import styles from './boundary.module.css';
import { Button } from './button';
import { Empty } from './states';

/** A fault in what is shown here leaves the rest of the console usable. */
export class Boundary extends Component<
  {
    children: ComponentChildren;
    /** What is shown, such as the place: with another one it is tried anew. */
    resetOn: string | null;
  },
  { hasFailed: boolean }
> {
  override state = { hasFailed: false };

  static override getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override componentDidCatch(error: unknown): void {
    // The way to whoever looks after browsers: their console.
    reportError(error);
  }

  override componentDidUpdate(before: { resetOn: string | null }): void {
    if (this.state.hasFailed && before.resetOn !== this.props.resetOn) this.setState({ hasFailed: false });
  }

  override render() {
    return this.state.hasFailed ? <Failed onRetry={() => this.setState({ hasFailed: false })} /> : this.props.children;
  }
}

export function Failed({ onRetry }: { onRetry: () => void }) {
  const { title, text, reload } = words().failed;
  return (
    <div role="alert">
      <Empty
        title={title}
        action={
          <div class={styles.actions}>
            <Button onClick={onRetry}>{words().common.tryAgain}</Button>
            <Button onClick={() => location.reload()}>{reload}</Button>
          </div>
        }
      >
        {text}
      </Empty>
    </div>
  );
}
