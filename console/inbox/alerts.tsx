import { useEffect } from 'preact/hooks';
import { useStore } from '../app/services';
import { Unseen } from '../ui/unseen';
import { createPageAlerts } from './page-alerts';

/** At work wherever the operator is in the console; says what came to those who hear the page. */
export function Alerts() {
  const alerts = useStore(createPageAlerts);
  useEffect(() => alerts.start(), [alerts]);
  return (
    <div>
      <div role="status">
        <Unseen>{alerts.announced.value}</Unseen>
      </div>
      <div aria-live="assertive">
        <Unseen>{alerts.urged.value}</Unseen>
      </div>
    </div>
  );
}
