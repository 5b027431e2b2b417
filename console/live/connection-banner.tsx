import { useEffect, useState } from 'preact/hooks';
import { useServices } from '../app/services';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { nowBySecond } from '../ui/now';
import { duration } from '../words/time';
import { words } from '../words/words';

/** A break this short is over before anybody has read of it. */
const noticedMs = 1_500;

/** Says that the connection is lost, for how long, and once that it is back. */
export function ConnectionBanner() {
  const { live, toasts } = useServices();
  const state = live.state.value;
  const sinceMs = state.kind === 'reconnecting' ? state.sinceMs : null;
  const [isNoticed, setNoticed] = useState(false);

  useEffect(() => {
    if (sinceMs === null) {
      if (isNoticed && state.kind === 'connected') toasts.show({ tone: 'success', text: words().connection.back });
      setNoticed(false);
      return;
    }
    const timer = setTimeout(() => setNoticed(true), noticedMs);
    return () => clearTimeout(timer);
  }, [sinceMs]);

  if (sinceMs === null || !isNoticed) return null;
  const { lost, since, tryNow } = words().connection;
  return (
    <Notice
      tone="warn"
      action={
        <Button small onClick={live.check}>
          {tryNow}
        </Button>
      }
    >
      {lost} <span aria-hidden="true">{since(duration(nowBySecond.value - sinceMs))}</span>
    </Notice>
  );
}
